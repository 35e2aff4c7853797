/** @file Many rollouts of what is estimated, the filter's doctor, and fits of what it believes: they work beside the estimate, and end at once. */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import type { SensesFit } from '../../../senses/fit.ts';
import type { SensesDiagnosis } from '../../../senses/scene-doctor.ts';
import { type Call, WorkerClient } from '../../worker/worker-client.ts';
import type { Judged, RunsDone, SensesCalls, SensesRequest } from './calls.ts';

/** What is under way. */
export interface UnderWay extends RunsDone {
  readonly what: 'runs' | 'doctor' | 'fit';
}

/** What was found, and what of. */
interface Found<T> {
  readonly value: T;
  readonly of: SensesRequest;
}

/** Rollouts that a hand can ask for, and the usual number. */
export const runCounts = [100, 500, 1000] as const;
export const usualRuns = runCounts[1];

/** What is judged, as it is wished. */
interface Wished {
  readonly request: ReadonlySignal<SensesRequest | null>;
  readonly estimated: ReadonlySignal<object | null>;
  readonly scene: ReadonlySignal<string>;
  readonly settings: Signal<readonly string[]>;
  readonly runs: Signal<number | null>;
}

export class Judging {
  readonly #senses: Wished;
  readonly #client: WorkerClient<SensesCalls>;
  readonly underWay = signal<UnderWay | null>(null);
  readonly failure = signal<string | null>(null);
  readonly #judged = signal<Found<Judged> | null>(null);
  readonly #diagnosis = signal<Found<SensesDiagnosis> | null>(null);
  readonly #fitted = signal<Found<SensesFit> | null>(null);
  /** Settings of the scene before a correction was tried; null where none is in use. */
  readonly before = signal<{ readonly settings: readonly string[]; readonly words: string } | null>(null);
  #call: Call | null = null;

  constructor(senses: Wished, startWorker: () => Worker) {
    this.#senses = senses;
    const lost = (reason: string | null): void => {
      this.#call = null;
      this.#end(reason && `The worker that judges stopped: ${reason}. Ask again to go on.`);
    };
    this.#client = new WorkerClient<SensesCalls>(startWorker, {
      onCrash: lost,
      onDead: lost,
      onReplaced: () => lost(null),
    });
  }

  /** What many rollouts said, and whether it is of what is estimated now. */
  readonly judged = computed(() => this.#shown(this.#judged.value));
  readonly diagnosis = computed(() => this.#shown(this.#diagnosis.value));
  readonly fitted = computed(() => this.#shown(this.#fitted.value));

  /** Makes the rollouts that a link asks for; returns what ends it. */
  follow(): () => void {
    let scene: string | null = null;
    return effect(() => {
      const [{ value: runs }, { value: estimated }, { value: name }] = [
        this.#senses.runs,
        this.#senses.estimated,
        this.#senses.scene,
      ];
      untracked(() => {
        if (scene !== null && scene !== name) this.#forget();
        scene = name;
        if (runs !== null && estimated && !this.#judged.value && !this.underWay.value && this.failure.value === null)
          this.run(runs);
      });
    });
  }

  run(runs: number): void {
    const { value: request } = this.#senses.request;
    if (!request) return;
    this.#senses.runs.value = runs;
    this.#begin('runs', runs);
    this.#call = this.#client.call(
      'monteCarlo',
      { request, runs },
      {
        onProgress: (progress) => this.#tell(progress),
        onResult: (value) => {
          if (value) this.#judged.value = { value, of: request };
          this.#end(null);
        },
        onFailure: ({ message }) => this.#end(message),
      },
    );
  }

  examine(): void {
    this.#ask('doctor', 'diagnose', this.#diagnosis);
  }

  /** Fits what the filter believes of noise and forces. */
  fit(): void {
    this.#ask('fit', 'fit', this.#fitted);
  }

  /** Ends what is under way, at once. */
  stop(): void {
    this.#call?.cancel();
    batch(() => {
      if (this.underWay.value?.what === 'runs' && !this.#judged.value) this.#senses.runs.value = null;
      this.#end(null);
    });
  }

  /** The filter believes what the doctor says from now on. */
  use(settings: readonly string[], words: string): void {
    const { settings: present } = this.#senses;
    const pathOf = (setting: string): string => setting.slice(0, setting.indexOf('='));
    const paths = settings.map(pathOf);
    batch(() => {
      this.before.value ??= { settings: present.value, words };
      present.value = [...present.value.filter((setting) => !paths.includes(pathOf(setting))), ...settings];
    });
  }

  takeBack(): void {
    const { value: before } = this.before;
    if (!before) return;
    batch(() => {
      this.#senses.settings.value = before.settings;
      this.before.value = null;
    });
  }

  /** Asks for something of what is estimated. */
  #ask<N extends 'diagnose' | 'fit'>(
    what: UnderWay['what'],
    name: N,
    found: Signal<Found<NonNullable<SensesCalls[N]['result']>> | null>,
  ): void {
    const { value: request } = this.#senses.request;
    if (!request) return;
    this.#begin(what, 0);
    this.#call = this.#client.call(
      name,
      { request },
      {
        onProgress: (progress: RunsDone) => this.#tell(progress),
        onResult: (value) => {
          if (value) found.value = { value, of: request };
          this.#end(null);
        },
        onFailure: ({ message }) => this.#end(message),
      },
    );
  }

  #shown<T>(found: Found<T> | null): { readonly value: T; readonly isOutdated: boolean } | null {
    const { value: request } = this.#senses.request;
    if (!found) return null;
    const isSame =
      request?.source.scene === found.of.source.scene &&
      request.switches === found.of.switches &&
      request.source.parameters === found.of.source.parameters;
    return { value: found.value, isOutdated: !isSame };
  }

  #forget(): void {
    if (this.underWay.value) this.stop();
    batch(() => {
      this.#judged.value = null;
      this.#diagnosis.value = null;
      this.#fitted.value = null;
      this.before.value = null;
      this.failure.value = null;
    });
  }

  #begin(what: UnderWay['what'], total: number): void {
    this.#call?.cancel();
    batch(() => {
      this.failure.value = null;
      this.underWay.value = { what, done: 0, total };
    });
  }

  #tell({ done, total }: RunsDone): void {
    const { value: underWay } = this.underWay;
    if (underWay) this.underWay.value = { ...underWay, done, total };
  }

  #end(failure: string | null): void {
    batch(() => {
      this.underWay.value = null;
      if (failure !== null) this.failure.value = failure;
    });
  }
}
