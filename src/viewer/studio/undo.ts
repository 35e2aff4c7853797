/** @file Undo: what was there before a reset or a change of settings, with the run that was made of it. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Situation } from '../sections/arm/train/situation.ts';
import type { Standing } from './session-parts.ts';
import type { Setup } from './store/experiment.ts';
import { restingPhase } from './store/run.ts';
import type { Store } from './store/store.ts';

/** Most steps back. */
const limit = 32;

/** Most memory that runs are kept in, besides the present one, bytes. */
const budget = 32 * 2 ** 20;

/** Changes of one thing within this time of each other are one step, ms. */
const gestureTime = 1000;

/** What was there. */
export interface Before {
  readonly setup: Setup;
  /** Where the policy of a scene that trains was looked at. */
  readonly situation: Situation | null;
  /** Puts the record of the run back. */
  readonly putBack: () => void;
  /** Where the run stood; null before anything was built. */
  readonly standing: Standing | null;
  /** What takes memory, and how much it is by now, bytes. Steps may share it. */
  readonly parts: readonly (readonly [part: object, bytes: () => number])[];
}

export class Undo {
  readonly #store: Store;
  readonly #standing: () => Standing | null;
  readonly #steps = signal<readonly Before[]>([]);
  #gesture: { readonly name: string; at: number } | null = null;

  /** `standing`: where the run stands. */
  constructor(store: Store, standing: () => Standing | null) {
    this.#store = store;
    this.#standing = standing;
  }

  /** How many steps there are to go back. */
  get steps(): ReadonlySignal<readonly unknown[]> {
    return this.#steps;
  }

  /** Another experiment was opened. */
  forget(): void {
    this.#steps.value = [];
    this.#gesture = null;
  }

  /** Call before something is changed. `gesture`: what follows soon under the same name is the same step. */
  remember(gesture?: string): void {
    const now = performance.now();
    const isSame = gesture !== undefined && this.#gesture?.name === gesture && now - this.#gesture.at < gestureTime;
    this.#gesture = gesture === undefined ? null : { name: gesture, at: now };
    // while a change is on its way, what was there before it still is
    if (isSame || this.#isPresent(this.#steps.value.at(-1))) return;
    const before = presentOf(this.#store, this.#standing());
    if (before) this.#steps.value = affordable([...this.#steps.value, before].slice(-limit));
  }

  /** Nothing came of a change: there is nothing to go back from. */
  dropIdle(): void {
    this.#gesture = null;
    if (this.#isPresent(this.#steps.value.at(-1))) this.#steps.value = this.#steps.value.slice(0, -1);
  }

  /** Takes the last step, which is to be there again. */
  take(): Before | null {
    const before = this.#steps.value.at(-1) ?? null;
    this.#steps.value = this.#steps.value.slice(0, -1);
    this.#gesture = null;
    return before;
  }

  /** Whether what was there still is. */
  #isPresent(before: Before | undefined): boolean {
    const { experiment, run } = this.#store;
    const [series] = before?.parts[0] ?? [];
    return before?.setup.scene === experiment.scene.value && series === run.series.value;
  }
}

/** The newest of the steps, as many as there is room for: at least one. */
function affordable(steps: readonly Before[]): readonly Before[] {
  const counted = new Set<object>();
  let bytes = 0;
  let from = steps.length;
  while (from > 0) {
    for (const [part, size] of steps[from - 1].parts) {
      if (!counted.has(part)) bytes += size();
      counted.add(part);
    }
    if (bytes > budget && from < steps.length) break;
    from--;
  }
  return steps.slice(from);
}

function presentOf({ experiment, run, cursor, shown }: Store, standing: Standing | null): Before | null {
  const { value: scene } = experiment.scene;
  if (!scene) return null;
  const putBacks = [
    ...[keep(run.series), keep(run.recording), keep(run.best), keep(run.events), keep(run.past), keep(run.outcome)],
    ...[keep(run.leg), keep(run.elapsed), keep(run.memberPaths), keep(run.diverged)],
    ...[keep(shown.start), keep(shown.ghosts), keep(cursor.t), keep(cursor.k)],
  ];
  const { value: phase } = run.phase;
  return {
    setup: { scene, restarts: experiment.restarts.value },
    situation: experiment.situation.value,
    standing,
    putBack: () => {
      for (const putBack of putBacks) putBack();
      run.revision.value++;
      run.phase.value = restingPhase(phase, run.newest.value);
    },
    parts: partsOf(run, shown, standing),
  };
}

/** The series is the first: it is another one for every run. */
function partsOf(run: Store['run'], shown: Store['shown'], standing: Standing | null): Before['parts'] {
  const { value: series } = run.series;
  const { value: recording } = run.recording;
  const arrays = (standing?.states ?? []).flatMap(({ parameters, method }) => [
    parameters,
    ...Object.values(method).map(({ values }) => values),
  ]);
  return [
    [series, () => series.bytes],
    [recording, () => recording.bytes],
    ...run.past.value.map(({ series: past }) => [past, () => past.bytes] as const),
    ...shown.ghosts.value.map(({ motion: { poses } }) => [poses, () => poses.byteLength] as const),
    ...arrays.map((array) => [array, () => array.byteLength] as const),
  ];
}

/** What gives a signal its present value again. */
function keep<T>(of: { value: T }): () => void {
  const { value } = of;
  return () => {
    of.value = value;
  };
}
