/** @file Writes what is heard of a run into the store: iterations, their parameters, events, and how it ended. */
import { batch } from '@preact/signals';
import { iterationsOf } from '../../scene/parse.ts';
import { typeOf } from '../../settings/kinds.ts';
import { settingsBetween } from '../../settings/set.ts';
import { changeOf } from '../../settings/touches.ts';
import { type Scene, sceneJsonSchema } from '../../scene/schema.ts';
import type { Built, News, Stopped } from '../sections/arm/calls.ts';
import type { Clocks } from './clocks.ts';
import { columnsOf, readingOf, seriesOf } from './readings.ts';
import { Recording } from './recording.ts';
import { taskBy } from '../sections/arm/plan/task-of-method.ts';
import { pastLimit } from './store/run.ts';
import type { Store } from './store/store.ts';
import { Throughput } from './throughput.ts';

/** Settings that say how learning goes on, and nothing of what is learned. */
const ofLearning = /^(method|success|title|name)(\.|$)/;

/** A first run is played back where it was over sooner than this, s, */
const playedBack = 4;

/** or where fewer iterations of it were seen. */
const wellSeen = 20;

export class RunRecorder {
  readonly #store: Store;
  readonly #clocks: Clocks;
  readonly #throughput: Throughput;
  /** Iterations before those that the worker counts. */
  #before = 0;
  /** Whether the next run is the first of its experiment. */
  #isFirst = true;
  #started = 0;
  /** Iterations that were shown while the run went on. */
  readonly #seen = new Set<number>();
  /** Settings of the run that is recorded, to tell past runs apart. */
  #scene: Scene | null = null;

  constructor(store: Store, clocks: Clocks) {
    this.#store = store;
    this.#clocks = clocks;
    this.#throughput = new Throughput(store.run.gradientRate);
  }

  /** Iterations of the record before those that the worker counts. */
  get before(): number {
    return this.#before;
  }

  /** A record of its own for an experiment, or for a run of it from another start; `isRunning`: it goes on at once. */
  begin(built: Built, isRunning = false): void {
    const { run, cursor, shown, experiment } = this.#store;
    const isSameRobot = this.#scene !== null && this.#scene.robot === built.scene.robot;
    this.#pin(isSameRobot, built.scene);
    this.#isFirst = !isSameRobot;
    this.#scene = built.scene;
    this.#before = 0;
    const size = experiment.parameters.value.length;
    const start = built.parameters.slice(0, size);
    const recording = new Recording();
    recording.push(0, start);
    run.series.value = seriesOf(built);
    run.recording.value = recording;
    run.revision.value++;
    run.best.value = -1;
    run.events.value = [];
    run.outcome.value = null;
    run.elapsed.value = 0;
    run.leg.value = { from: 0, most: iterationsOf(built.scene) };
    shown.start.value = start;
    shown.ghosts.value = [];
    cursor.k.value = 0;
    cursor.isReplaying.value = false;
    if (isRunning) return;
    run.memberPaths.value = null;
    run.gradientRate.value = 0;
  }

  /** Whether the record goes on after a change: it does where the job goes on itself, and where only the way of learning is another. */
  survives(before: Scene, restartsBefore: number, { scene, restarts, iteration }: Built): boolean {
    const { paths } = changeOf(sceneJsonSchema(), before, scene);
    const task = taskBy(scene.method);
    // a plan is no controller's parameters, and planning begins with none
    if (task !== taskBy(before.method) || (task === 'plan' && iteration === 0)) return false;
    return restarts === restartsBefore && (iteration > 0 || paths.every((path) => ofLearning.test(path)));
  }

  /** The record goes on with another way of learning, as a copy: what was there before can be put back. */
  goOn({ scene, iteration }: Built): void {
    const { run } = this.#store;
    const k = run.newest.value;
    run.series.value = run.series.value.copy();
    run.recording.value = run.recording.value.copy();
    if (iteration === 0) this.#before = k + 1;
    this.#scene = scene;
    run.leg.value = { from: k + 1, most: iterationsOf(scene) };
    if (k >= 0) run.events.value = [...run.events.value, { k, kind: 'change', label: 'settings changed' }];
  }

  /** A record of its own for parameters of another run, at their iteration: of those before it, only the start is known. */
  standAt(k: number, parameters: Float64Array, built: Built): void {
    const { run, shown, cursor } = this.#store;
    const { value: start } = shown.start;
    const [recording, series] = [new Recording(), seriesOf(built)];
    const own = parameters.slice(0, built.parameterList.length);
    if (k > 0 && start) recording.push(0, start);
    else shown.start.value = own;
    recording.push(k, own);
    if (k > 0) series.push(k, {});
    run.series.value = series;
    run.recording.value = recording;
    run.revision.value++;
    run.best.value = -1;
    run.events.value = [];
    run.outcome.value = null;
    shown.ghosts.value = [];
    cursor.k.value = k;
    this.breakOff();
    run.leg.value = { from: this.#before, most: iterationsOf(built.scene) };
  }

  /** The worker counts from 0 again. */
  breakOff(): void {
    this.#before = this.#store.run.newest.value + 1;
  }

  /** The worker goes on counting where there were so many iterations before those that it counts. */
  countFrom(before: number): void {
    this.#before = before;
  }

  start(): void {
    const { run, messages, cursor } = this.#store;
    this.#started = performance.now();
    this.#seen.clear();
    this.#throughput.restart();
    batch(() => {
      if (run.outcome.value?.outcome === 'iterations' || run.phase.value === 'paused')
        run.leg.value = { ...run.leg.value, from: run.newest.value + 1 };
      run.phase.value = 'running';
      run.outcome.value = null;
      messages.failure.value = null;
      messages.notice.value = null;
      cursor.isReplaying.value = false;
      cursor.follows.value = true;
      this.#clocks.showMotion();
    });
  }

  add({ iterations, tracks, columns, gradients, elapsed, paths }: News): void {
    const { run, cursor, shown } = this.#store;
    const size = tracks.length / iterations.length;
    if (shown.look.value && this.#seen.size < wellSeen) this.#seen.add(shown.look.value.k);
    const last = run.series.value.last ?? -1;
    batch(() => {
      const { value: recording } = run.recording;
      iterations.forEach((progress, i) => {
        const reading = readingOf(progress);
        const k = progress.iteration + this.#before;
        // what was heard of before it was made again has the same bits
        if (!reading || k <= last) return;
        run.series.value.push(k, { ...columnsOf(reading, progress.spread), ...columns[i] });
        if (k > recording.last) recording.push(k, tracks.subarray(i * size, (i + 1) * size));
        if (progress.best) run.best.value = progress.best.iteration + this.#before;
        run.diverged.value = progress.diverged;
      });
      run.revision.value++;
      run.isCompiled.value = true;
      run.elapsed.value += elapsed;
      this.#throughput.add(gradients, elapsed);
      if (paths) run.memberPaths.value = paths;
      if (cursor.follows.value) cursor.k.value = Math.max(0, run.newest.value);
    });
  }

  end({ outcome, detail, failure, paths }: Stopped): void {
    const { run, cursor } = this.#store;
    run.outcome.value = { outcome, detail };
    if (paths) run.memberPaths.value = paths;
    if (!failure) run.phase.value = outcome === 'interrupted' ? 'paused' : 'done';
    const isShort = performance.now() - this.#started < 1000 * playedBack;
    const isUnseen = isShort || this.#seen.size < wellSeen;
    const isPlayedBack = this.#isFirst && isUnseen && outcome !== 'interrupted' && this.#clocks.canReplay;
    this.#isFirst = false;
    if (!cursor.follows.value) return;
    if (isPlayedBack) this.#clocks.replay(run.best.value);
    else cursor.k.value = Math.max(0, run.best.value);
  }

  /** Keeps the curves of the run before, to be compared with. */
  #pin(isSameRobot: boolean, scene: Scene): void {
    const { run } = this.#store;
    const before = this.#scene;
    if (!isSameRobot || !before) run.past.value = [];
    else if (run.newest.value > 0)
      run.past.value = [
        ...run.past.value,
        { label: labelOf(before, scene), method: typeOf(before.method), series: run.series.value },
      ].slice(-pastLimit);
  }
}

/** What a run had that the next one has not: `learning rate 0.1`. */
function labelOf(before: Scene, after: Scene): string {
  const differing = settingsBetween(sceneJsonSchema(), after, before);
  if (differing.length !== 1) return 'run before';
  const [path, value] = differing[0].split('=');
  return value.length < 12 ? `${path.split('.').at(-1)} ${value}` : 'run before';
}
