/** @file Keeps what is shown at the iteration that is wanted: looks at one after another, and of what is wanted meanwhile at the last. */
import { batch, effect, signal, untracked } from '@preact/signals';
import type { Calls, Look, PrepareRequest } from '../sections/arm/calls.ts';
import { withGhost } from '../sections/arm/ghosts.ts';
import type { Jobs } from './jobs.ts';
import { haveSameBits } from './same-bits.ts';
import type { Shown } from './store/shown.ts';
import type { Store } from './store/store.ts';

/** An iteration, and its parameters. */
interface Wanted {
  readonly k: number;
  readonly parameters: Float64Array;
}

/** Many arms are looked at this often at most while there is more to look at, ms. */
const crowdInterval = 250;

/** After so many workers that were lost one after another, none is asked until another experiment is there. */
const mostLost = 3;

export class Looker {
  readonly #store: Store;
  readonly #jobs: Jobs<Calls>;
  #request: PrepareRequest | null = null;
  /** Counts experiments: a look at one before is of no use. */
  readonly #version = signal(0);
  /** The one that the worker has; the one that the shown look is of. */
  #prepared = 0;
  #shown = 0;
  #isBusy = false;
  #wanted: Wanted | null = null;
  /** Parameters that could not be looked at. */
  #refused: Float64Array | null = null;
  #lost = 0;
  /** Counts scenes and robots, and which of them the many arms that are shown are of: those of one before stay until others are there. */
  #scenes = 0;
  #crowd = 0;
  /** When many arms may be looked at again, ms. */
  #crowdAfter = -Infinity;

  constructor(store: Store, jobs: Jobs<Calls>) {
    this.#store = store;
    this.#jobs = jobs;
  }

  /** Begins to follow the cursor; returns what ends it. */
  follow(): () => void {
    const { cursor, run, view } = this.#store;
    return effect(() => {
      void [cursor.k.value, run.revision.value, run.recording.value, view.layers.value, this.#version.value];
      untracked(() => this.#seek());
    });
  }

  /** Another experiment, or other numbers of it, with the look that was made with it, if any; else it is looked at anew. */
  turnTo(request: PrepareRequest, look: Shown | null): void {
    const isSame = this.#request?.scene === request.scene && this.#request.robot === request.robot;
    this.#request = request;
    this.#version.value++;
    this.#wanted = null;
    this.#refused = null;
    this.#lost = 0;
    if (!isSame) this.#scenes++;
    if (!look) return;
    this.#shown = this.#version.value;
    this.#store.shown.look.value = look;
  }

  /** The worker was lost: what it was at is asked of the next one. */
  lose(): void {
    this.#prepared = 0;
    this.#isBusy = false;
    this.#lost++;
    if (this.#lost < mostLost) this.#seek();
  }

  /** What the cursor is at is wanted, unless it is shown. */
  #seek(): void {
    const { cursor, run, shown } = this.#store;
    const found = run.recording.value.nearest(cursor.k.value);
    const { value: look } = shown.look;
    const isOfThis = look !== null && this.#shown === this.#version.value;
    const isShown = isOfThis && found?.k === look.k && haveSameBits(look.parameters, found.parameters);
    const isRefused = found !== null && haveSameBits(found.parameters, this.#refused);
    this.#wanted = isShown || isRefused ? null : found;
    this.#goOn();
  }

  /** One thing at a time: what a hand does meanwhile comes to one more. */
  #goOn(): void {
    if (this.#isBusy || !this.#request) return;
    if (this.#prepared !== this.#version.value) this.#prepare(this.#request);
    else {
      const crowd = this.#wantedCrowd();
      if (crowd && (!this.#wanted || performance.now() >= this.#crowdAfter)) this.#lookAtMany(crowd);
      else if (this.#wanted) this.#look(this.#wanted);
    }
  }

  /** What many arms are wanted of, unless they are shown so. */
  #wantedCrowd(): Wanted | null {
    const { cursor, run, shown, view, experiment } = this.#store;
    if (!experiment.training.value || !view.layers.value.includes('crowd')) return null;
    const found = run.recording.value.nearest(cursor.k.value);
    const { value: crowd } = shown.crowd;
    if (!found || haveSameBits(found.parameters, this.#refused)) return null;
    const isOfThis = crowd !== null && this.#crowd === this.#scenes && crowd.k === found.k;
    return isOfThis && haveSameBits(found.parameters, crowd.parameters) ? null : found;
  }

  #prepare(request: PrepareRequest): void {
    const { value: version } = this.#version;
    const { notice } = this.#store.messages;
    this.#isBusy = true;
    const done = (): void => {
      this.#isBusy = false;
      this.#prepared = version;
      this.#goOn();
    };
    this.#jobs.start('prepare', request, {
      onResult: done,
      onFailure: ({ message }) => {
        if (version === this.#version.value) notice.value = message;
        // until there is another one
        if (version === this.#version.value) this.#request = null;
        done();
      },
    });
  }

  #look({ k, parameters }: Wanted): void {
    const { value: version } = this.#version;
    this.#isBusy = true;
    this.#wanted = null;
    const done = (show: () => void): void => {
      this.#isBusy = false;
      if (version === this.#version.value) show();
      this.#seek();
    };
    // the answer hands its arrays over, and the recording keeps its own
    this.#jobs.start(
      'look',
      { parameters },
      {
        onResult: (look) => done(() => this.#show(look, k)),
        onFailure: ({ message }) =>
          done(() => {
            this.#refused = parameters;
            this.#store.messages.notice.value = message;
          }),
      },
    );
  }

  #lookAtMany({ k, parameters }: Wanted): void {
    const { value: version } = this.#version;
    const { shown } = this.#store;
    this.#isBusy = true;
    const done = (show: () => void): void => {
      this.#isBusy = false;
      this.#crowdAfter = performance.now() + crowdInterval;
      if (version === this.#version.value) show();
      this.#seek();
    };
    this.#jobs.start(
      'lookAtMany',
      { parameters },
      {
        onResult: (look) =>
          done(() => {
            this.#crowd = this.#scenes;
            shown.crowd.value = { ...look, k };
          }),
        onFailure: ({ message }) =>
          done(() => {
            this.#refused = parameters;
            this.#store.messages.notice.value = message;
          }),
      },
    );
  }

  #show(look: Look, k: number): void {
    const { shown, run, cursor } = this.#store;
    this.#lost = 0;
    batch(() => {
      const { value: before } = shown.look;
      const isOfThis = this.#shown === this.#version.value;
      const isEarlier = before !== null && isOfThis && before.k < k;
      const stays = isEarlier && (run.isRunning.value || cursor.isReplaying.value);
      if (stays) shown.ghosts.value = withGhost(shown.ghosts.value, { k: before.k, motion: before.motion });
      this.#shown = this.#version.value;
      shown.look.value = { ...look, k };
    });
  }
}
