/** @file What a person can do: open scenes and robots, optimize, stop, reset, move the target. Talks to the worker, writes the store. */
import { batch } from '@preact/signals';
import { bundledRobots, bundledScenes } from '../../platform/web/bundled-files.ts';
import { AdjointError, SceneError } from '../../errors.ts';
import { readScene, type Scene } from '../../scene/schema.ts';
import { withGhost } from '../sections/reach/ghosts.ts';
import { showMotion } from './playback.ts';
import * as store from './store.ts';
import { Throughput } from './throughput.ts';
import { failureOf } from '../worker/failure.ts';
import type { Loaded, LoadRequest, RobotFile, WorkerMessage } from '../worker/protocol.ts';
import { WorkerClient } from '../worker/worker-client.ts';

interface PendingLoad {
  readonly load: LoadRequest;
  readonly sceneFile: string;
  /** Keeps curves and iteration numbers: the same experiment, in a new worker. */
  readonly keepsHistory: boolean;
  readonly thenOptimize: boolean;
  readonly phaseBefore: store.Phase;
  /** Another experiment rather than a change of the one on the screen. */
  readonly opens: boolean;
}

/** The scene that the page opens with. */
const firstScene = 'panda-reach.json';

const interpreterNotice =
  'WebAssembly SIMD is missing or forbidden in this browser, so the interpreter computes: the same results to the last bit, but far slower.';

/** How long the target must rest before the page goes on towards it, ms. */
const restBeforeMove = 200;

export class Session {
  readonly #client: WorkerClient;
  #pending: PendingLoad | null = null;
  /** Where the optimization stands. */
  #parameters: Float64Array | null = null;
  /** Whether it was looked at what computes here. */
  #hasTold = false;
  #targetTimer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what is loaded or opened: a file that was read for longer than the next one was chosen in is out of date. */
  #openings = 0;
  /** Iterations that were made before the worker was replaced. */
  #iterationsBefore = 0;
  readonly #throughput = new Throughput();

  constructor(startWorker: () => Worker) {
    this.#client = new WorkerClient(startWorker, {
      onMessage: (message) => this.#receive(message),
      onCrash: (reason) =>
        this.#recover(
          `The simulation worker stopped (${reason}) and was started again. Your last good parameters are kept.`,
        ),
      onDead: (reason) => this.#giveUp(reason),
      onReplaced: () => this.#recover(null),
    });
  }

  openFirstScene(): void {
    this.openBundledScene(bundledScenes.has(firstScene) ? firstScene : [...bundledScenes.keys()][0]);
  }

  openBundledScene(fileName: string): void {
    this.#openScene(() => readScene(bundledScenes.get(fileName) ?? ''), fileName);
  }

  /** Opens the robots and scenes among the files. */
  async openFiles(files: readonly File[]): Promise<void> {
    const robotFile = files.find(({ name }) => /\.(urdf|xml)$/i.test(name));
    const sceneFile = files.find(({ name }) => /\.json$/i.test(name));
    if (robotFile) {
      const isLatest = this.#beginOpening();
      const content = new Uint8Array(await robotFile.arrayBuffer());
      if (isLatest()) this.openRobot({ name: robotFile.name, content });
    } else if (sceneFile) {
      const isLatest = this.#beginOpening();
      const text = await sceneFile.text();
      if (isLatest()) this.#openScene(() => readScene(text), '');
    } else {
      const names = files.map(({ name }) => name).join(', ');
      store.failure.value = failureOf(
        new AdjointError(
          `${names || 'nothing'}: not a file that the page can open; drop a robot (.urdf) or a scene (.json)`,
        ),
        'robot',
      );
    }
  }

  openRobot(robot: RobotFile): void {
    this.#load({ robot, scene: null, startFrom: null, restarts: 1 }, '', { thenOptimize: false, opens: true });
  }

  /** Drops what was to be loaded so far; returns whether nothing else has been loaded or opened since. */
  #beginOpening(): () => boolean {
    clearTimeout(this.#targetTimer);
    const opening = ++this.#openings;
    return () => opening === this.#openings;
  }

  /** Loads the robot of the last failure again, with the nearest possible inertias. */
  repairRobot(): void {
    const { value: refused } = store.refusedRobot;
    if (refused) this.openRobot({ ...refused, repair: true });
  }

  /** Changes the scene's settings; goes on from the present parameters unless the start itself was changed. */
  changeScene(
    scene: Scene,
    {
      fromStart,
      thenOptimize = false,
      restarts = store.restarts.value,
    }: { readonly fromStart: boolean; readonly thenOptimize?: boolean; readonly restarts?: number },
  ): void {
    const robot = store.robot.value;
    if (robot)
      this.#load({ robot, scene, startFrom: fromStart ? null : this.#parameters, restarts }, store.sceneFile.value, {
        thenOptimize,
      });
  }

  /** The target was put down somewhere else. A run goes on towards it; before any run, the page waits to be told. */
  moveTarget(position: readonly [number, number, number]): void {
    if (!store.scene.value) return;
    store.target.value = position;
    clearTimeout(this.#targetTimer);
    // on the screen is an experiment that is about to go, and its target with it
    if (this.#pending?.opens) return;
    // Keys move the target in many small steps: only where it comes to rest is of interest.
    this.#targetTimer = setTimeout(() => this.#goTowards(position), restBeforeMove);
  }

  /** Nothing has been loaded since the target came to rest, but a change that was under way then may still be. */
  #goTowards(position: readonly [number, number, number]): void {
    const pending = this.#pending;
    const scene = pending?.load.scene ?? store.scene.value;
    if (!scene) return;
    this.changeScene(
      { ...scene, task: { ...scene.task, target: [...position] } },
      {
        fromStart: pending !== null && pending.load.startFrom === null,
        thenOptimize: store.isRunning.value || store.iteration.value !== null || pending?.thenOptimize === true,
        restarts: pending?.load.restarts,
      },
    );
  }

  /** Starts, goes on, or starts again where there is nothing left to improve. */
  optimize(): void {
    const { value: scene } = store.scene;
    if (!scene || store.isRunning.value) return;
    const isOver = store.phase.value === 'done' && store.outcome.value?.outcome !== 'iterations';
    if (isOver) return this.changeScene(scene, { fromStart: true, thenOptimize: true });
    batch(() => {
      store.phase.value = 'running';
      store.outcome.value = null;
      store.failure.value = null;
      store.notice.value = null;
      showMotion();
    });
    this.#throughput.restart();
    this.#client.send({ type: 'optimize', iterations: scene.iterations });
  }

  stop(): void {
    if (store.phase.value !== 'running') return;
    store.phase.value = 'stopping';
    this.#client.send({ type: 'pause' });
  }

  /** Back to the scene's own start. */
  reset(): void {
    const { value: scene } = store.scene;
    if (!scene) return;
    store.isPlaying.value = false;
    this.changeScene(scene, { fromStart: true });
  }

  #openScene(read: () => Scene, sceneFile: string): void {
    try {
      const scene = read();
      const content = bundledRobots.get(scene.robot);
      const own = store.robot.value?.name === scene.robot ? store.robot.value : null;
      const robot = content === undefined ? own : { name: scene.robot, content };
      if (!robot)
        throw new SceneError(
          '$.robot',
          `"${scene.robot}"`,
          [...bundledRobots.keys()].join(', '),
          'drop that robot file first, then the scene',
        );
      this.#load({ robot, scene, startFrom: null, restarts: 1 }, sceneFile, { thenOptimize: false, opens: true });
    } catch (error) {
      store.failure.value = failureOf(error, 'scene');
    }
  }

  #load(
    load: LoadRequest,
    sceneFile: string,
    {
      thenOptimize,
      keepsHistory = false,
      opens = false,
    }: { readonly thenOptimize: boolean; readonly keepsHistory?: boolean; readonly opens?: boolean },
  ): void {
    // a target that was put down before belongs to the experiment that goes
    this.#beginOpening();
    const phaseBefore = this.#pending?.phaseBefore ?? (store.isRunning.value ? 'paused' : store.phase.value);
    this.#pending = { load, sceneFile, keepsHistory, thenOptimize, phaseBefore, opens };
    batch(() => {
      store.phase.value = 'loading';
      store.failure.value = null;
    });
    this.#client.send({ type: 'load', load });
  }

  #giveUp(reason: string): void {
    this.#pending = null;
    store.phase.value = 'failed';
    store.failure.value = failureOf(
      new Error(
        `The simulation worker cannot be started: ${reason}. Reload the page; if that does not help, use another browser.`,
      ),
      'internal',
    );
  }

  /** Builds the same experiment in the new worker; what could not be loaded before is not tried again. */
  #recover(reason: string | null): void {
    const wasLoading = this.#pending !== null;
    const {
      robot: { value: robot },
      scene: { value: scene },
    } = store;
    this.#pending = null;
    if (reason !== null) store.notice.value = reason;
    if (!robot || !scene) {
      store.failure.value = failureOf(new Error(reason ?? 'the worker did not answer'), 'internal');
      return;
    }
    store.phase.value = store.iteration.value && !wasLoading ? 'paused' : 'ready';
    this.#iterationsBefore = store.iteration.value ? store.iteration.value.iteration + 1 : 0;
    const { value: restarts } = store.restarts;
    this.#load({ robot, scene, startFrom: this.#parameters, restarts }, store.sceneFile.value, {
      thenOptimize: false,
      keepsHistory: true,
    });
  }

  #receive(message: WorkerMessage): void {
    switch (message.type) {
      case 'loaded':
        return this.#receiveLoaded(message.loaded);
      case 'iterations':
        return this.#receiveIterations(message);
      case 'stopped':
        return batch(() => {
          const { outcome, detail, parameters, motion, paths } = message.stopped;
          this.#parameters = parameters;
          store.phase.value = outcome === 'paused' ? 'paused' : 'done';
          store.outcome.value = { outcome, detail };
          store.motion.value = motion;
          if (paths) store.memberPaths.value = paths;
        });
      case 'failed':
        return batch(() => {
          const pending = this.#pending;
          this.#pending = null;
          store.refusedRobot.value = pending && message.failure.findings.length > 0 ? pending.load.robot : null;
          store.failure.value = message.failure;
          if (message.kept) {
            this.#parameters = message.kept.parameters;
            store.motion.value = message.kept.motion;
          }
          if (store.scene.value) store.target.value = store.scene.value.task.target;
          store.phase.value = pending ? pending.phaseBefore : 'failed';
        });
    }
  }

  #receiveLoaded(loaded: Loaded): void {
    const pending = this.#pending;
    this.#pending = null;
    if (!pending) return;
    this.#parameters = loaded.parameters;
    batch(() => {
      const isOtherRobot = store.robot.value?.content !== pending.load.robot.content;
      store.robot.value = pending.load.robot;
      store.scene.value = loaded.scene;
      store.sceneFile.value = pending.sceneFile;
      store.target.value = loaded.scene.task.target;
      store.loaded.value = loaded;
      store.motion.value = loaded.motion;
      store.isCompiled.value = false;
      store.diverged.value = 0;
      if (loaded.backend === 'interpreter' && !this.#hasTold) store.engineNotice.value = interpreterNotice;
      this.#hasTold = true;
      store.phase.value = pending.keepsHistory ? pending.phaseBefore : 'ready';
      if (isOtherRobot) {
        store.time.value = 0;
        store.isPlaying.value = false;
      }
      store.time.value = Math.min(store.time.value, store.duration.value);
      if (!pending.keepsHistory) this.#forgetRun();
    });
    if (pending.thenOptimize) this.optimize();
  }

  #forgetRun(): void {
    this.#iterationsBefore = 0;
    store.history.clear();
    store.historyRevision.value++;
    store.iteration.value = null;
    store.outcome.value = null;
    store.ghosts.value = [];
    store.memberPaths.value = null;
    store.gradientRate.value = 0;
  }

  #receiveIterations({
    iterations,
    gradients,
    elapsed,
    diverged,
    parameters,
    drawing,
  }: Extract<WorkerMessage, { type: 'iterations' }>): void {
    this.#parameters = parameters;
    const numbered = iterations.map((iteration) => ({
      ...iteration,
      iteration: iteration.iteration + this.#iterationsBefore,
    }));
    const last = numbered[numbered.length - 1];
    batch(() => {
      for (const iteration of numbered) store.history.push(iteration);
      store.historyRevision.value++;
      store.iteration.value = last;
      store.isCompiled.value = true;
      store.diverged.value = diverged;
      this.#throughput.add(gradients, elapsed);
      if (!drawing) return;
      const shown = store.motion.value;
      if (shown) store.ghosts.value = withGhost(store.ghosts.value, { iteration: last.iteration, motion: shown });
      store.motion.value = drawing.motion;
      store.memberPaths.value = drawing.paths;
    });
  }
}
