/** @file The run under way: asks the run's worker to optimize, hears how that goes on, and knows where it stands. */
import { batch } from '@preact/signals';
import type { Built, Calls, News, Stopped } from '../sections/arm/calls.ts';
import type { Failure } from '../worker/failure.ts';
import type { Call } from '../worker/worker-client.ts';
import type { Jobs } from './jobs.ts';
import type { RunRecorder } from './run-recorder.ts';
import type { Standing } from './session-parts.ts';
import type { Store } from './store/store.ts';

export class RunDriver {
  readonly #store: Store;
  readonly #jobs: Jobs<Calls>;
  readonly #recorder: RunRecorder;
  readonly #onFailure: (failure: Failure) => void;
  #run: Call | null = null;
  #parameters: Float64Array | null = null;
  #standing: Standing | null = null;
  /** Iterations that the worker's job had made when it was heard of at rest. */
  #made = 0;

  constructor(store: Store, jobs: Jobs<Calls>, recorder: RunRecorder, onFailure: (failure: Failure) => void) {
    this.#store = store;
    this.#jobs = jobs;
    this.#recorder = recorder;
    this.#onFailure = onFailure;
  }

  get isUnderWay(): boolean {
    return this.#run !== null;
  }

  /** Where all restarts are, as far as was heard, the best one's first. */
  get parameters(): Float64Array | null {
    return this.#parameters;
  }

  /** What goes on with the same bits elsewhere. It may be some iterations behind those that were heard of: they are made again. */
  get standing(): Standing | null {
    return this.#standing;
  }

  /**
   * The worker has another job, of which the record is there. `at`: what it was asked to go on from, and the record with it; where it did
   * not, it counts from 0 again.
   */
  stand(built: Built, at: Standing | null): void {
    this.#parameters = built.parameters;
    this.#made = built.iteration;
    const isGoneOn = at !== null && at.iteration === built.iteration;
    if (isGoneOn) this.#recorder.countFrom(at.before);
    else if (at) this.#recorder.breakOff();
    const { before } = this.#recorder;
    this.#standing = isGoneOn ? at : { ...built, states: null, before };
  }

  start(): void {
    this.#recorder.start();
    const repeats = Math.max(0, this.#store.run.newest.value + 1 - this.#recorder.before - this.#made);
    this.#run = this.#jobs.start(
      'optimize',
      { repeats },
      {
        onProgress: (news) => this.#hear(news),
        onResult: (stopped) => this.#stopped(stopped),
        onFailure: (failure) => {
          this.#run = null;
          this.#onFailure(failure);
        },
      },
    );
  }

  /** Ends it after the present iteration. */
  stop(): void {
    const { phase } = this.#store.run;
    if (phase.value !== 'running' || !this.#run) return;
    phase.value = 'stopping';
    this.#run.cancel();
  }

  /** Hears no more of it. */
  drop(): void {
    this.#run?.drop();
    this.#run = null;
  }

  #hear(news: News): void {
    this.#parameters = news.parameters;
    if (news.notice !== null) this.#store.messages.notice.value = news.notice;
    const last = news.iterations.at(-1);
    if (last) this.#keep(news.parameters, news.states, last.iteration + 1);
    this.#recorder.add(news);
  }

  #stopped(stopped: Stopped): void {
    this.#run = null;
    this.#parameters = stopped.parameters;
    this.#made = stopped.iteration;
    this.#keep(stopped.parameters, stopped.states, stopped.iteration);
    batch(() => {
      this.#recorder.end(stopped);
      if (stopped.failure) this.#onFailure(stopped.failure);
    });
  }

  #keep(parameters: Float64Array, states: Standing['states'], iteration: number): void {
    if (states) this.#standing = { parameters, states, before: this.#recorder.before, iteration };
  }
}
