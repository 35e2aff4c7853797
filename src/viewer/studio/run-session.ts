/** @file What a person can do with an experiment: optimize, stop, reset, change settings, move the target. Talks to the run's worker, writes the store. */
import { batch } from '@preact/signals';
import { parseScene } from '../../scene/parse.ts';
import { changeOfScenes } from '../../scene/robot.ts';
import { type Scene, sceneJsonSchema } from '../../scene/schema.ts';
import { changeOf } from '../../settings/touches.ts';
import type { Built, Calls, Changed, LoadRequest } from '../sections/arm/calls.ts';
import { type Position, targetOf, withPosition } from '../sections/arm/target.ts';
import { placeOfTarget, Situations } from './situations.ts';
import { type Failure, failureOf } from '../worker/failure.ts';
import type { Jobs } from './jobs.ts';
import type { Looker } from './looker.ts';
import { RunDriver } from './run-driver.ts';
import { RunRecorder } from './run-recorder.ts';
import { requestOf, type SessionParts, type Standing, type Wish } from './session-parts.ts';
import type { Phase } from './store/run.ts';
import type { Store } from './store/store.ts';
import { Undo } from './undo.ts';

export class RunSession {
  readonly #store: Store;
  readonly #jobs: Jobs<Calls>;
  readonly #looker: Looker;
  readonly #recorder: RunRecorder;
  readonly #driver: RunDriver;
  readonly #undo: Undo;
  /** Where the policy of a scene that trains is looked at. */
  readonly situations: Situations;
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
    this.#driver = new RunDriver(store, jobs, this.#recorder, (failure) => this.#fail(failure, 'failed'));
    this.situations = new Situations(store, looker);
    this.#undo = new Undo(store, () => this.#driver.standing);
  }

  /** Where all restarts are, the best one's first; null before an experiment is open. */
  get parameters(): Float64Array | null {
    return this.#driver.parameters;
  }

  /** What goes on with the same bits elsewhere; null before an experiment is open. */
  get standing(): Standing | null {
    return this.#driver.standing;
  }

  /** Steps that can be taken back. */
  get undoSteps(): Undo['steps'] {
    return this.#undo.steps;
  }

  /** The scene as it will be when all that was wished has been done. */
  get scene(): Scene | null {
    return this.#present?.scene ?? null;
  }

  /** Another experiment is about to be opened: what runs ends, and what was wished is forgotten. */
  leave(): void {
    this.#isHere = false;
    this.#next = null;
    this.#driver.drop();
  }

  /** Something is about to take the place of what is there, which can be had back. */
  remember(): void {
    this.#undo.remember();
  }

  /** The other experiment could not be opened. */
  stay(): void {
    this.#undo.dropIdle();
    this.#isHere = this.#store.experiment.scene.value !== null;
  }

  /** The worker was lost, with all that it was at. */
  lose(): void {
    this.leave();
    this.#changing = null;
    this.#undo.dropIdle();
  }

  /** Shows the best parameters of another run at their iteration, and goes on from there. */
  goOnFrom(at: number, parameters: Float64Array): void {
    const present = this.#present;
    if (present) this.#wish({ ...present, fromStart: false, goesOn: false, from: { parameters, at } });
  }

  /** Another experiment was opened, as was asked for. `at`: the record that is about to be put back, where there is one. */
  begin(built: Built, { states, startFrom, before }: LoadRequest): void {
    this.#isHere = true;
    const { iteration } = built;
    const at = states ? { parameters: startFrom ?? built.parameters, states, iteration, before: 0 } : null;
    batch(() => {
      this.#store.experiment.situation.value = null;
      this.#take(built, true);
      if (!before) this.#undo.forget();
      this.#recorder.begin(built);
      this.#driver.stand(built, at);
    });
  }

  /** The experiment from before was built in a new worker. */
  resume(built: Built): void {
    this.#isHere = true;
    batch(() => {
      this.#take(built, false);
      this.#driver.stand(built, this.#driver.standing);
    });
  }

  /** The record of a run from before was put back, which stood there. */
  takeUp(standing: Standing): void {
    const { value: built } = this.#store.experiment.loaded;
    if (built) this.#driver.stand(built, standing);
  }

  /** The experiment as it will be when all that was wished has been done. */
  get #present(): Pick<Wish, 'scene' | 'restarts' | 'goesOn'> | null {
    const { scene, restarts } = this.#store.experiment;
    const wished = this.#next ?? this.#changing;
    if (wished) return { scene: wished.scene, restarts: wished.restarts, goesOn: wished.goesOn };
    return scene.value && { scene: scene.value, restarts: restarts.value, goesOn: false };
  }

  /** Changes the scene's settings. A run under way goes on, from where it is if the change allows it. */
  change(edit: (scene: Scene) => Scene, restarts = this.#present?.restarts ?? 1): void {
    const present = this.#present;
    if (!present || !this.#isHere) return;
    const scene = edit(present.scene);
    const { paths } = changeOf(sceneJsonSchema(), present.scene, scene);
    if (paths.length === 0 && restarts === present.restarts) return;
    this.#undo.remember(`${restarts} ${paths.join(' ')}`);
    const goesOn = this.#store.run.isRunning.value || present.goesOn;
    this.#wish({ scene, restarts, fromStart: false, goesOn });
  }

  /** The target is somewhere else. A run goes on towards it; before any run, the page waits to be told. */
  moveTarget(position: Position): void {
    const present = this.#present;
    const target = present && targetOf(present.scene);
    if (!target || !this.#isHere) return;
    const { experiment, run } = this.#store;
    this.#undo.remember('target');
    if (target.isSampled) return this.situations.moveGoal(position);
    experiment.target.value = position;
    const scene = withPosition(present.scene, target.goal, position);
    const goesOn = run.isRunning.value || run.newest.value >= 0 || present.goesOn;
    this.#wish({ ...present, scene, fromStart: false, goesOn });
  }

  /** Starts, goes on, or starts again where there is nothing left to improve. */
  optimize(): void {
    const present = this.#present;
    if (!present || !this.#isHere || this.#driver.isUnderWay) return;
    const { run } = this.#store;
    const isOver = run.phase.value === 'done' && run.outcome.value?.outcome !== 'iterations';
    if (!isOver) return this.#driver.start();
    this.#undo.remember();
    this.#wish({ ...present, fromStart: true, goesOn: true });
  }

  stop(): void {
    this.#driver.stop();
  }

  /** The scene as it was opened, from its start, with both clocks at 0. */
  reset(): void {
    const { opened, situation } = this.#store.experiment;
    if (opened.value) this.#startOver(opened.value);
    situation.value = null;
  }

  /** Back to the start of the scene as it is now. */
  startOver(): void {
    const present = this.#present;
    if (present) this.#startOver(present);
  }

  /** Takes the last change or reset back, with the run that was there. */
  undo(): void {
    if (!this.#isHere) return;
    const before = this.#undo.take();
    if (!before) return;
    const { setup, situation, ...again } = before;
    this.#store.experiment.situation.value = situation;
    this.#wish({ ...setup, fromStart: false, goesOn: false, again });
  }

  #startOver({ scene, restarts }: Pick<Wish, 'scene' | 'restarts'>): void {
    if (!this.#isHere) return;
    const { cursor } = this.#store;
    this.#undo.remember();
    cursor.isPlaying.value = false;
    cursor.isReplaying.value = false;
    cursor.t.value = 0;
    this.#wish({ scene, restarts, fromStart: true, goesOn: false });
  }

  #wish(wish: Wish): void {
    if (!this.#isHere) return;
    const fromStart = wish.fromStart || (!wish.again && (this.#next?.fromStart ?? false));
    if (this.#changing) this.#next = { ...wish, fromStart };
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
    const stops = !wish.goesOn && this.#driver.isUnderWay;
    if (stops) this.#driver.drop();
    batch(() => {
      messages.failure.value = null;
      if (stops || touches === 'structure') run.phase.value = 'loading';
    });
    this.#changing = wish;
    this.#jobs.start('change', requestOf({ ...wish, scene }, this.parameters), {
      onResult: (built) => this.#changed(built, wish),
      onFailure: (failure) => {
        this.#changing = null;
        this.#refuse(failure, stops ? 'paused' : phaseBefore);
      },
    });
    if (wish.goesOn) this.#store.cursor.follows.value = true;
  }

  #changed(built: Changed, wish: Wish): void {
    this.#changing = null;
    const { run, experiment } = this.#store;
    const { value: before } = experiment.scene;
    const { from, again } = wish;
    const isOther = before === null || wish.fromStart || again !== undefined;
    const survives = !isOther && this.#recorder.survives(before, experiment.restarts.value, built);
    batch(() => {
      this.#take(built, (!survives || from !== undefined) && !again, from?.at);
      if (from) this.#recorder.standAt(from.at, built.parameters, built);
      else if (survives) this.#recorder.goOn(built);
      else this.#recorder.begin(built, this.#driver.isUnderWay);
      again?.putBack();
      this.#driver.stand(built, again?.standing ?? null);
      if (!this.#isHere) run.phase.value = 'loading';
      else if (!this.#driver.isUnderWay && !again)
        run.phase.value = survives && run.newest.value >= 0 ? 'paused' : 'ready';
      else if (run.phase.value === 'loading') run.phase.value = 'running';
    });
    const next = this.#next;
    this.#next = null;
    if (wish.goesOn) this.optimize();
    if (next) this.#wish(next);
  }

  /** A change was refused: everything stays as it was, and goes on. */
  #refuse(failure: Failure, phase: Phase): void {
    this.#next = null;
    this.#undo.dropIdle();
    const { run } = this.#store;
    // unless something else has become of it meanwhile
    if (this.#isHere) this.#fail(failure, run.phase.value === 'loading' ? phase : run.phase.value);
  }

  #fail(failure: Failure, phase: Phase): void {
    const { messages, experiment, run } = this.#store;
    batch(() => {
      messages.failure.value = failure;
      experiment.target.value = placeOfTarget(this.#store);
      run.phase.value = phase;
    });
  }

  /** `isBegun`: what is shown of it first comes with it, of the iteration `at`; else it is looked at anew where the cursor stands. */
  #take(built: Built, isBegun: boolean, at = 0): void {
    const { experiment, run } = this.#store;
    const { value: loaded } = experiment.loaded;
    experiment.scene.value = built.scene;
    if (loaded) experiment.loaded.value = { ...loaded, ...built };
    // a hand that holds the target is ahead of the scene
    if (!this.#next) experiment.target.value = placeOfTarget(this.#store);
    run.isCompiled.value = built.isCompiled;
    run.diverged.value = 0;
    const [robot, situation] = [experiment.robot.value, experiment.situation.value];
    const look = isBegun && built.look && !situation ? { ...built.look, k: at } : null;
    if (robot) this.#looker.turnTo({ robot, scene: built.scene, situation }, look);
  }
}
