/** @file What a person can do with an experiment: optimize, stop, reset, change settings, move the target. Talks to the run's worker, writes the store. */
import { batch } from '@preact/signals';
import { parseScene } from '../../scene/parse.ts';
import { changeOfScenes } from '../../scene/robot.ts';
import type { Scene } from '../../scene/schema.ts';
import type { Built, Calls, News, Stopped } from '../sections/arm/calls.ts';
import { type Position, targetOf, targetPosition, withPosition } from '../sections/arm/target.ts';
import { type Failure, failureOf } from '../worker/failure.ts';
import type { Call } from '../worker/worker-client.ts';
import type { Jobs } from './jobs.ts';
import type { Looker } from './looker.ts';
import { RunRecorder } from './run-recorder.ts';
import type { SessionParts, Wish } from './session-parts.ts';
import type { Setup } from './store/experiment.ts';
import type { Phase } from './store/run.ts';
import type { Store } from './store/store.ts';
import { Undo } from './undo.ts';

export class RunSession {
  readonly #store: Store;
  readonly #jobs: Jobs<Calls>;
  readonly #looker: Looker;
  readonly #recorder: RunRecorder;
  readonly undo: Undo;
  /** Where the optimization stands. */
  #parameters: Float64Array | null = null;
  #run: Call | null = null;
  /** The change that the worker is at; there is one at a time, and the wishes meanwhile become the next. */
  #changing: Wish | null = null;
  #next: Wish | null = null;
  /** Whether an experiment is open, and no other is about to take its place. */
  #isHere = false;

  constructor({ store, jobs, looker, clocks }: SessionParts) {
    this.#store = store;
    this.#jobs = jobs;
    this.#looker = looker;
    this.#recorder = new RunRecorder(store, clocks);
    this.undo = new Undo(store, (setup, startFrom) => this.#restore(setup, startFrom));
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
    this.#isHere = this.#store.experiment.scene.value !== null;
  }

  /** The worker was lost, with all that it was at. */
  lose(): void {
    this.leave();
    this.#changing = null;
    this.#recorder.breakOff();
  }

  /** The record of a run from before was put back: the next iteration comes after it. */
  takeUp(): void {
    this.#recorder.breakOff();
  }

  /** Shows the best parameters of another run at their iteration, and goes on from there. */
  goOnFrom(at: number, parameters: Float64Array): void {
    const present = this.#present;
    const startFrom = this.#parameters?.slice();
    if (!present || !startFrom) return;
    startFrom.set(parameters);
    this.#wish({ ...present, fromStart: false, goesOn: false, startFrom, at });
  }

  /** An experiment was opened; `isKept`: the one from before, in a new worker. */
  begin(built: Built, isKept: boolean): void {
    this.#isHere = true;
    batch(() => {
      this.#take(built, isKept);
      if (isKept) return;
      this.undo.forget();
      this.#recorder.begin(built);
    });
  }

  /** The experiment as it will be when all that was wished has been done. */
  get #present(): Omit<Wish, 'fromStart'> | null {
    const { scene, restarts } = this.#store.experiment;
    const wished = this.#next ?? this.#changing;
    return wished ?? (scene.value && { scene: scene.value, restarts: restarts.value, goesOn: false });
  }

  /** Changes the scene's settings. A run under way goes on, from where it is if the change allows it. */
  change(edit: (scene: Scene) => Scene, restarts?: number): void {
    const present = this.#present;
    if (!present) return;
    this.undo.remember();
    this.#wish({
      scene: edit(present.scene),
      restarts: restarts ?? present.restarts,
      fromStart: false,
      goesOn: this.#store.run.isRunning.value || present.goesOn,
    });
  }

  /** The target is somewhere else. A run goes on towards it; before any run, the page waits to be told. */
  moveTarget(position: Position): void {
    const present = this.#present;
    const target = present && targetOf(present.scene);
    if (!target || !this.#isHere) return;
    const { experiment, run } = this.#store;
    this.undo.remember('target');
    experiment.target.value = position;
    this.#wish({
      scene: withPosition(present.scene, target.goal, position),
      restarts: present.restarts,
      fromStart: false,
      goesOn: run.isRunning.value || run.newest.value >= 0 || present.goesOn,
    });
  }

  /** Starts, goes on, or starts again where there is nothing left to improve. */
  optimize(): void {
    const present = this.#present;
    if (!present || !this.#isHere || this.#run) return;
    const { run } = this.#store;
    const isOver = run.phase.value === 'done' && run.outcome.value?.outcome !== 'iterations';
    if (isOver) {
      this.undo.remember();
      return this.#wish({ ...present, fromStart: true, goesOn: true });
    }
    this.#recorder.start();
    this.#run = this.#jobs.start('optimize', null, {
      onProgress: (news) => this.#hear(news),
      onResult: (stopped) => this.#stopped(stopped),
      onFailure: (failure) => {
        this.#run = null;
        this.#fail(failure, 'failed');
      },
    });
  }

  stop(): void {
    const { phase } = this.#store.run;
    if (phase.value !== 'running' || !this.#run) return;
    phase.value = 'stopping';
    this.#run.cancel();
  }

  /** The scene as it was opened, from its start, with both clocks at 0. */
  reset(): void {
    const { value: opened } = this.#store.experiment.opened;
    if (!opened) return;
    this.undo.remember();
    this.#returnToStart();
    this.#wish({ ...opened, fromStart: true, goesOn: false });
  }

  /** Back to the start of the scene as it is now. */
  startOver(): void {
    const present = this.#present;
    if (!present) return;
    this.undo.remember();
    this.#returnToStart();
    this.#wish({ ...present, fromStart: true, goesOn: false });
  }

  #returnToStart(): void {
    const { cursor } = this.#store;
    cursor.isPlaying.value = false;
    cursor.isReplaying.value = false;
    cursor.t.value = 0;
  }

  #restore(setup: Setup, startFrom: Float64Array | undefined): void {
    this.#wish({ ...setup, fromStart: false, goesOn: false, ...(startFrom && { startFrom }) });
  }

  #wish(wish: Wish): void {
    if (!this.#isHere) return;
    const { fromStart = false } = this.#next ?? {};
    if (this.#changing) this.#next = { ...wish, fromStart: wish.fromStart || fromStart };
    else this.#change(wish);
  }

  #change(wish: Wish): void {
    const { run, experiment, messages } = this.#store;
    const phaseBefore = run.phase.value;
    let scene: Scene;
    try {
      scene = parseScene(wish.scene);
    } catch (error) {
      return this.#refuse(failureOf(error), phaseBefore);
    }
    const { value: before } = experiment.scene;
    const touches = before && changeOfScenes(before, scene).touches;
    const stops = !wish.goesOn && this.#run !== null;
    if (stops) this.#endRun();
    batch(() => {
      messages.failure.value = null;
      if (stops || touches === 'structure') run.phase.value = 'loading';
    });
    this.#changing = wish;
    const { restarts, fromStart, goesOn, startFrom } = wish;
    this.#jobs.start(
      'change',
      { scene, restarts, fromStart, ...(startFrom && { startFrom }) },
      {
        onResult: (built) => this.#changed(built, wish),
        onFailure: (failure) => {
          this.#changing = null;
          this.#refuse(failure, stops ? 'paused' : phaseBefore);
        },
      },
    );
    if (goesOn) this.#store.cursor.follows.value = true;
  }

  #changed(built: Built, { goesOn, fromStart, startFrom, at }: Wish): void {
    this.#changing = null;
    const { run, experiment } = this.#store;
    const { value: before } = experiment.scene;
    const restartsBefore = experiment.restarts.value;
    batch(() => {
      const keeps = before !== null && !fromStart && this.#recorder.survives(before, restartsBefore, built);
      this.#take(built, keeps);
      if (startFrom && at !== undefined) this.#recorder.standAt(at, startFrom, built);
      else if (keeps) this.#recorder.goOn(built);
      else this.#recorder.begin(built, this.#run !== null);
      this.undo.restored();
      if (this.#isHere && !this.#run) run.phase.value = keeps && run.newest.value >= 0 ? 'paused' : 'ready';
      else if (this.#isHere && run.phase.value === 'loading') run.phase.value = 'running';
    });
    const next = this.#next;
    this.#next = null;
    if (goesOn) this.optimize();
    if (next) this.#wish(next);
  }

  /** A change was refused: everything stays as it was, and goes on. */
  #refuse(failure: Failure, phase: Phase): void {
    this.#next = null;
    const { run } = this.#store;
    // unless something else has become of it meanwhile
    this.#fail(failure, this.#isHere && run.phase.value === 'loading' ? phase : run.phase.value);
  }

  #fail(failure: Failure, phase: Phase): void {
    const { messages, experiment, run } = this.#store;
    batch(() => {
      messages.failure.value = failure;
      experiment.target.value = experiment.scene.value && targetPosition(experiment.scene.value);
      run.phase.value = phase;
    });
  }

  #endRun(): void {
    this.#run?.drop();
    this.#run = null;
  }

  #take(built: Built, isKept: boolean): void {
    const { experiment, run, cursor } = this.#store;
    const { value: loaded } = experiment.loaded;
    this.#parameters = built.parameters;
    experiment.scene.value = built.scene;
    if (loaded) experiment.loaded.value = { ...loaded, ...built };
    // a hand that holds the target is ahead of the scene
    if (!this.#next) experiment.target.value = targetPosition(built.scene);
    run.isCompiled.value = built.isCompiled;
    run.diverged.value = 0;
    const { value: robot } = experiment.robot;
    if (robot)
      this.#looker.turnTo({ robot, scene: built.scene }, isKept ? cursor.k.value : 0, isKept ? null : built.look);
  }

  #hear(news: News): void {
    this.#parameters = news.parameters;
    this.#recorder.add(news);
  }

  #stopped(stopped: Stopped): void {
    this.#run = null;
    this.#parameters = stopped.parameters;
    batch(() => {
      this.#recorder.end(stopped);
      if (stopped.failure) this.#fail(stopped.failure, 'failed');
    });
  }
}
