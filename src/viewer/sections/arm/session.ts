/** @file What a person can do with an experiment: optimize, stop, reset, change settings, move the target. Talks to the worker, writes the store. */
import { batch } from '@preact/signals';
import { parseScene } from '../../../scene/parse.ts';
import { changeOfScenes } from '../../../scene/robot.ts';
import type { Scene } from '../../../scene/schema.ts';
import { readingOf } from '../../studio/history.ts';
import { showMotion } from '../../studio/playback.ts';
import * as store from '../../studio/store.ts';
import { Throughput } from '../../studio/throughput.ts';
import { type Failure, failureOf } from '../../worker/failure.ts';
import type { Call, WorkerClient } from '../../worker/worker-client.ts';
import type { Built, Calls, ChangeRequest, News, Stopped } from './calls.ts';
import { withGhost } from './ghosts.ts';
import { type Position, targetOf, targetPosition, withPosition } from './target.ts';

/** The scene that the page opens with. */
export const firstScene = 'panda-reach.json';

/** A change, and whether a run shall follow it. */
interface Wish extends ChangeRequest {
  readonly goesOn: boolean;
}

export class RunSession {
  readonly #client: WorkerClient<Calls>;
  /** Where the optimization stands. */
  #parameters: Float64Array | null = null;
  #run: Call | null = null;
  /** The change that the worker is at; there is one at a time, and the wishes meanwhile become the next. */
  #changing: Wish | null = null;
  #next: Wish | null = null;
  /** Whether an experiment is open, and no other is about to take its place. */
  #isHere = false;
  /** Iterations that were made before the worker was replaced. */
  #iterationsBefore = 0;
  readonly #throughput = new Throughput();

  constructor(client: WorkerClient<Calls>) {
    this.#client = client;
  }

  /** Where the optimization stands: to go on from in another worker. */
  get parameters(): Float64Array | null {
    return this.#parameters;
  }

  /** The scene as it will be when all that was wished has been done. */
  get scene(): Scene | null {
    return this.#present?.scene ?? null;
  }

  /** Another experiment is about to be opened: what runs ends, and what was wished is forgotten. */
  leave(): void {
    this.#isHere = false;
    this.#next = null;
    this.#endRun();
  }

  /** The other experiment could not be opened. */
  stay(): void {
    this.#isHere = store.scene.value !== null;
  }

  /** The worker was lost, with all that it was at. */
  lose(): void {
    this.leave();
    this.#changing = null;
    this.#iterationsBefore = store.iteration.value ? store.iteration.value.iteration + 1 : 0;
  }

  /** An experiment was opened; `isKept`: the one from before, in a new worker. */
  begin(built: Built, isKept: boolean): void {
    this.#isHere = true;
    batch(() => {
      this.#take(built);
      if (!isKept) this.#forgetRun();
    });
  }

  /** The experiment as it will be when all that was wished has been done. */
  get #present(): Omit<Wish, 'fromStart'> | null {
    const { value: scene } = store.scene;
    const wished = this.#next ?? this.#changing;
    return wished ?? (scene && { scene, restarts: store.restarts.value, goesOn: false });
  }

  /** Changes the scene's settings. A run under way goes on, from where it is if the change allows it. */
  change(edit: (scene: Scene) => Scene, restarts?: number): void {
    const present = this.#present;
    if (!present) return;
    this.#wish({
      scene: edit(present.scene),
      restarts: restarts ?? present.restarts,
      fromStart: false,
      goesOn: store.isRunning.value || present.goesOn,
    });
  }

  /** The target is somewhere else. A run goes on towards it; before any run, the page waits to be told. */
  moveTarget(position: Position): void {
    const present = this.#present;
    const target = present && targetOf(present.scene);
    if (!target || !this.#isHere) return;
    store.target.value = position;
    this.#wish({
      scene: withPosition(present.scene, target.goal, position),
      restarts: present.restarts,
      fromStart: false,
      goesOn: store.isRunning.value || store.iteration.value !== null || present.goesOn,
    });
  }

  /** Starts, goes on, or starts again where there is nothing left to improve. */
  optimize(): void {
    const present = this.#present;
    if (!present || !this.#isHere || this.#run) return;
    const isOver = store.phase.value === 'done' && store.outcome.value?.outcome !== 'iterations';
    if (isOver) return this.#wish({ ...present, fromStart: true, goesOn: true });
    batch(() => {
      store.phase.value = 'running';
      store.outcome.value = null;
      store.failure.value = null;
      store.notice.value = null;
      showMotion();
    });
    this.#throughput.restart();
    this.#run = this.#client.call('optimize', null, {
      onProgress: (news) => this.#hear(news),
      onResult: (stopped) => this.#stopped(stopped),
      onFailure: (failure) => {
        this.#run = null;
        this.#fail(failure, 'failed');
      },
    });
  }

  stop(): void {
    if (store.phase.value !== 'running' || !this.#run) return;
    store.phase.value = 'stopping';
    this.#run.cancel();
  }

  /** Back to the scene's own start. */
  reset(): void {
    const present = this.#present;
    if (!present) return;
    store.isPlaying.value = false;
    this.#wish({ ...present, fromStart: true, goesOn: false });
  }

  #wish(wish: Wish): void {
    if (!this.#isHere) return;
    const { fromStart = false } = this.#next ?? {};
    if (this.#changing) this.#next = { ...wish, fromStart: wish.fromStart || fromStart };
    else this.#change(wish);
  }

  #change(wish: Wish): void {
    const phaseBefore = store.phase.value;
    let scene: Scene;
    try {
      scene = parseScene(wish.scene);
    } catch (error) {
      return this.#refuse(failureOf(error), phaseBefore);
    }
    const { value: before } = store.scene;
    const touches = before && changeOfScenes(before, scene).touches;
    const stops = !wish.goesOn && this.#run !== null;
    if (stops) this.#endRun();
    batch(() => {
      store.failure.value = null;
      if (stops || touches === 'structure') store.phase.value = 'loading';
    });
    this.#changing = wish;
    const { restarts, fromStart, goesOn } = wish;
    this.#client.call(
      'change',
      { scene, restarts, fromStart },
      {
        onResult: (built) => this.#changed(built, goesOn),
        onFailure: (failure) => {
          this.#changing = null;
          this.#refuse(failure, stops ? 'paused' : phaseBefore);
        },
      },
    );
  }

  #changed(built: Built, goesOn: boolean): void {
    this.#changing = null;
    batch(() => {
      this.#take(built);
      this.#forgetRun();
      if (this.#isHere && !this.#run) store.phase.value = 'ready';
      else if (this.#isHere && store.phase.value === 'loading') store.phase.value = 'running';
    });
    const next = this.#next;
    this.#next = null;
    if (goesOn) this.optimize();
    if (next) this.#wish(next);
  }

  /** A change was refused: everything stays as it was, and goes on. */
  #refuse(failure: Failure, phase: store.Phase): void {
    this.#next = null;
    // unless something else has become of it meanwhile
    this.#fail(failure, this.#isHere && store.phase.value === 'loading' ? phase : store.phase.value);
  }

  #fail(failure: Failure, phase: store.Phase): void {
    batch(() => {
      store.failure.value = failure;
      store.refused.value = null;
      store.target.value = store.scene.value && targetPosition(store.scene.value);
      store.phase.value = phase;
    });
  }

  #endRun(): void {
    this.#run?.drop();
    this.#run = null;
  }

  #take(built: Built): void {
    const { value: loaded } = store.loaded;
    this.#parameters = built.parameters;
    store.scene.value = built.scene;
    if (loaded) store.loaded.value = { ...loaded, ...built };
    // a hand that holds the target is ahead of the scene
    if (!this.#next) store.target.value = targetPosition(built.scene);
    if (built.motion) store.motion.value = built.motion;
    store.isCompiled.value = built.isCompiled;
    store.diverged.value = 0;
  }

  /** Of a run that goes on with another scene, its figures stay until there are new ones. */
  #forgetRun(): void {
    this.#iterationsBefore = 0;
    store.history.clear();
    store.historyRevision.value++;
    store.ghosts.value = [];
    store.outcome.value = null;
    if (this.#run) return;
    store.iteration.value = null;
    store.memberPaths.value = null;
    store.gradientRate.value = 0;
  }

  #hear({ iterations, gradients, elapsed, parameters, drawing }: News): void {
    this.#parameters = parameters;
    const last = iterations[iterations.length - 1];
    const reading = readingOf(last);
    batch(() => {
      for (const progress of iterations) store.history.push(progress, progress.iteration + this.#iterationsBefore);
      store.historyRevision.value++;
      store.iteration.value = reading && { ...reading, iteration: last.iteration + this.#iterationsBefore };
      store.isCompiled.value = true;
      store.diverged.value = last.diverged;
      this.#throughput.add(gradients, elapsed);
      if (!drawing) return;
      const shown = store.motion.value;
      const iteration = last.iteration + this.#iterationsBefore;
      if (shown) store.ghosts.value = withGhost(store.ghosts.value, { iteration, motion: shown });
      store.motion.value = drawing.motion;
      store.memberPaths.value = drawing.paths;
    });
  }

  #stopped({ outcome, detail, failure, parameters, motion, paths }: Stopped): void {
    this.#run = null;
    this.#parameters = parameters;
    batch(() => {
      store.outcome.value = { outcome, detail };
      store.motion.value = motion;
      if (paths) store.memberPaths.value = paths;
      if (failure) this.#fail(failure, 'failed');
      else store.phase.value = outcome === 'interrupted' ? 'paused' : 'done';
    });
  }
}
