/** @file Opens scenes and robots, and recovers what was open where the worker is lost. Talks to the worker, writes the store. */
import { batch } from '@preact/signals';
import { AdjointError, type RobotOffer, SceneError } from '../../errors.ts';
import { bundledRobots, bundledScenes } from '../../platform/web/bundled-files.ts';
import { robotFileName } from '../../scene/robot-file.ts';
import {
  changeOfScenes,
  haveSameRobot,
  robotOf,
  saidMore,
  type SceneRobot,
  withRobot,
  withRobotAs,
} from '../../scene/robot.ts';
import { readScene } from '../../scene/parse.ts';
import type { Scene } from '../../scene/schema.ts';
import type { Calls, Loaded, LoadRequest, RobotFile } from '../sections/arm/calls.ts';
import { jointNames, type SceneOfJoints } from '../sections/arm/fit-joints.ts';
import { RunSession } from '../sections/arm/session.ts';
import { type Failure, failureOf } from '../worker/failure.ts';
import { type Call, WorkerClient } from '../worker/worker-client.ts';
import * as store from './store.ts';

interface Opening extends store.Refused {
  /** Keeps curves and iteration numbers: the same experiment, in a new worker. */
  readonly isKept: boolean;
  readonly phaseBefore: store.Phase;
}

const interpreterNotice =
  'WebAssembly SIMD is missing or forbidden in this browser, so the interpreter computes: the same results to the last bit, but far slower.';

export class Session {
  /** What can be done with the experiment that is open. */
  readonly run: RunSession;
  readonly #client: WorkerClient<Calls>;
  #opening: (Opening & { readonly call: Call }) | null = null;
  /** The scene as it was opened; null for one that was made for its robot. */
  #opened: SceneOfJoints | null = null;
  /** Whether it was looked at what computes here. */
  #hasTold = false;
  /** Counts what is opened: a file that was read for longer than the next one was chosen in is out of date. */
  #openings = 0;

  constructor(startWorker: () => Worker) {
    this.#client = new WorkerClient(startWorker, {
      onCrash: (reason) =>
        this.#recover(
          `The simulation worker stopped (${reason}) and was started again. Your last good parameters are kept.`,
        ),
      onDead: (reason) => this.#giveUp(reason),
      onReplaced: () => this.#recover(null),
    });
    this.run = new RunSession(this.#client);
  }

  /** Opens a scene that comes with the page; the first one where there is none of that name. */
  openBundledScene(fileName: string): void {
    const name = bundledScenes.has(fileName) ? fileName : [...bundledScenes.keys()][0];
    this.#openScene(() => readScene(bundledScenes.get(name) ?? ''), name);
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
    this.#load({ robot, scene: null, startFrom: null, restarts: 1 }, '');
  }

  /** Loads what was refused last again, with more said of its robot. */
  accept(offer: RobotOffer): void {
    const { value: refused } = store.refused;
    if (!refused) return;
    const { load, sceneFile } = refused;
    const { scene, said = {} } = load;
    const more = scene ? { scene: withRobot(scene, offer) } : { said: saidMore(said, offer) };
    this.#load({ ...load, ...more }, sceneFile);
  }

  /** Says more of the robot that is open. */
  addToRobot(offer: RobotOffer): void {
    this.#changeRobot((scene) => withRobot(scene, offer));
  }

  /** Says something else of the robot that is open. */
  changeRobot(other: Partial<SceneRobot>): void {
    this.#changeRobot((scene) => withRobotAs(scene, { ...robotOf(scene), ...other }));
  }

  /** Loads the robot again, unless no more changes than numbers of its drives; what is on its way already is changed on. */
  #changeRobot(edit: (scene: Scene) => Scene): void {
    const { value: loaded } = store.loaded;
    const { value: robot } = store.robot;
    const scene = this.#opening ? this.#opening.load.before && this.#opening.load.scene : this.run.scene;
    if (!loaded || !robot || !scene) return;
    const edited = edit(scene);
    if (!this.#opening && haveSameRobot(scene, edited)) return this.run.change(edit);
    const { restarts } = store;
    const startFrom = changeOfScenes(scene, edited).startsAgain ? null : this.run.parameters;
    const before = { joints: jointNames(loaded.model), opened: this.#opened };
    const load = { robot: { ...robot }, scene: edited, before, startFrom, restarts: restarts.value };
    this.#load(load, store.sceneFile.value);
  }

  /** Returns whether nothing else has been opened since. */
  #beginOpening(): () => boolean {
    const opening = ++this.#openings;
    return () => opening === this.#openings;
  }

  #openScene(read: () => Scene, sceneFile: string): void {
    try {
      const scene = read();
      const { file } = robotOf(scene);
      const name = robotFileName(file);
      const content = file.includes('/') ? undefined : bundledRobots.get(name);
      const own = store.robot.value?.name === name ? store.robot.value : null;
      const robot = content === undefined ? own : { name, content };
      if (!robot)
        throw new SceneError(
          '$.robot',
          `"${file}"`,
          [...bundledRobots.keys()].join(', '),
          'drop that robot file first, then the scene',
        );
      this.#load({ robot, scene, startFrom: null, restarts: 1 }, sceneFile);
    } catch (error) {
      store.failure.value = failureOf(error);
    }
  }

  #load(load: LoadRequest, sceneFile: string, isKept = false): void {
    this.#beginOpening();
    const phaseBefore = this.#opening?.phaseBefore ?? (store.isRunning.value ? 'paused' : store.phase.value);
    this.#opening?.call.drop();
    this.run.leave();
    batch(() => {
      store.phase.value = 'loading';
      store.failure.value = null;
    });
    const opening = { load, sceneFile, isKept, phaseBefore };
    const call = this.#client.call('load', load, {
      onResult: (loaded) => this.#show(opening, loaded),
      onFailure: (failure) => this.#refused(opening, failure),
    });
    this.#opening = { ...opening, call };
  }

  #show({ load, sceneFile, isKept, phaseBefore }: Opening, found: Loaded): void {
    this.#opening = null;
    const { value: before } = store.loaded;
    const loaded = { ...found, notes: (isKept ? null : found.notes) ?? before?.notes ?? null };
    const joints = jointNames(loaded.model);
    if (!isKept && !load.before) this.#opened = load.scene && { scene: loaded.scene, joints };
    batch(() => {
      const isOtherRobot = store.robot.value?.content !== load.robot.content;
      const known = isOtherRobot ? [] : store.weldable.value;
      store.weldable.value = [...new Set([...known, ...joints, ...robotOf(loaded.scene).weld])];
      store.robot.value = load.robot;
      store.sceneFile.value = sceneFile;
      store.loaded.value = loaded;
      this.run.begin(loaded, isKept);
      if (loaded.backend === 'interpreter' && !this.#hasTold) store.engineNotice.value = interpreterNotice;
      this.#hasTold = true;
      store.phase.value = isKept ? phaseBefore : 'ready';
      if (isOtherRobot) {
        store.time.value = 0;
        store.isPlaying.value = false;
      }
      store.time.value = Math.min(store.time.value, store.duration.value);
    });
  }

  /** What was open stays open. */
  #refused({ load, sceneFile, phaseBefore }: Opening, failure: Failure): void {
    this.#opening = null;
    this.run.stay();
    batch(() => {
      store.refused.value = failure.findings.length > 0 ? { load, sceneFile } : null;
      store.failure.value = failure;
      store.phase.value = phaseBefore === 'loading' && store.scene.value ? 'ready' : phaseBefore;
    });
  }

  #giveUp(reason: string): void {
    this.#opening = null;
    store.phase.value = 'failed';
    store.failure.value = failureOf(
      new Error(
        `The simulation worker cannot be started: ${reason}. Reload the page; if that does not help, use another browser.`,
      ),
    );
  }

  /** Builds the same experiment in the new worker; what could not be built before is not tried again. */
  #recover(reason: string | null): void {
    const wasBuilding = store.phase.value === 'loading';
    const { robot, scene, restarts, iteration, sceneFile } = store;
    this.#opening = null;
    this.run.lose();
    if (reason !== null) store.notice.value = reason;
    if (!robot.value || !scene.value) {
      store.failure.value = failureOf(new Error(reason ?? 'the worker did not answer'));
      return;
    }
    store.phase.value = iteration.value && !wasBuilding ? 'paused' : 'ready';
    const load = { robot: robot.value, scene: scene.value, startFrom: this.run.parameters, restarts: restarts.value };
    this.#load(load, sceneFile.value, true);
  }
}
