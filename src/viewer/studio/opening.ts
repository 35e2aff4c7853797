/** @file Opens scenes and robots, and recovers what was open where a worker is lost. Talks to the run's worker, writes the store. */
import { batch } from '@preact/signals';
import { type RobotOffer, SceneError } from '../../errors.ts';
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
import type { Loaded, LoadRequest, RobotFile } from '../sections/arm/calls.ts';
import { firstScene } from '../sections/arm/first-scene.ts';
import { jointNames, type SceneOfJoints } from '../sections/arm/fit-joints.ts';
import { tellingInstant } from '../sections/arm/push.ts';
import { type Failure, failureOf } from '../worker/failure.ts';
import type { Call } from '../worker/worker-client.ts';
import type { RunSession } from './run-session.ts';
import type { SessionParts } from './session-parts.ts';
import { bundledRobot } from './address/linked-scene.ts';
import { type Phase, restingPhase } from './store/run.ts';

/** What is being opened. */
interface Wanted {
  readonly load: LoadRequest;
  /** Name of the bundled scene; empty for one of the user's own. */
  readonly sceneFile: string;
  /** Keeps curves and iteration numbers: the same experiment, in a new worker. */
  readonly isKept: boolean;
  /** Called when it is there. */
  readonly then?: () => void;
}

interface Opening extends Wanted {
  readonly phaseBefore: Phase;
}

const interpreterNotice =
  'WebAssembly SIMD is missing or forbidden in this browser, so the interpreter computes: the same results to the last bit, but far slower.';

/** What opens experiments, and where they are seen. */
export interface OpenExperiment extends Pick<SessionParts, 'store' | 'clocks'> {
  readonly experiments: ExperimentSession;
}

export class ExperimentSession {
  readonly #parts: SessionParts;
  readonly #run: RunSession;
  #opening: (Opening & { readonly call: Call }) | null = null;
  /** The scene as it was opened; null for one that was made for its robot. */
  #opened: SceneOfJoints | null = null;
  /** Whether a scene was opened because what the page began with could not be. */
  #hasFallenBack = false;
  /** Whether it was looked at what computes here. */
  #hasTold = false;
  /** Counts what is opened: a file that was read for longer than the next one was chosen in is out of date. */
  #openings = 0;

  constructor(parts: SessionParts, run: RunSession) {
    this.#parts = parts;
    this.#run = run;
  }

  /** Opens a scene that comes with the page; the first one where there is none of that name. */
  openBundledScene(fileName: string, edit: (scene: Scene) => Scene = (scene) => scene, then?: () => void): void {
    const name = bundledScenes.has(fileName) ? fileName : firstScene;
    this.openScene(() => edit(readScene(bundledScenes.get(name) ?? '')), name, null, then);
  }

  openRobot(robot: RobotFile): void {
    this.#load({ load: { robot, scene: null, startFrom: null, restarts: 1 }, sceneFile: '', isKept: false });
  }

  /** Opens a scene with a robot: the one that comes with it, one of the page's own, or the one that is open, by its name. */
  openScene(read: () => Scene, sceneFile: string, dropped: RobotFile | null = null, then?: () => void): void {
    const { experiment, messages } = this.#parts.store;
    try {
      const scene = read();
      const { file } = robotOf(scene);
      const own = experiment.robot.value?.name === robotFileName(file) ? experiment.robot.value : null;
      const robot = dropped ?? bundledRobot(scene) ?? own;
      if (!robot)
        throw new SceneError(
          '$.robot',
          `"${file}"`,
          [...bundledRobots.keys()].join(', '),
          'drop that robot file together with the scene',
        );
      this.#load({ load: { robot, scene, startFrom: null, restarts: 1 }, sceneFile, isKept: false, then });
    } catch (error) {
      messages.failure.value = failureOf(error);
    }
  }

  /** Opens what is given as it stands: a session from before. */
  openSaved(load: LoadRequest, sceneFile: string, then: () => void): void {
    this.#load({ load, sceneFile, isKept: false, then });
  }

  /** Says more of the robot that is open. */
  addToRobot(offer: RobotOffer): void {
    this.#changeRobot((scene) => withRobot(scene, offer));
  }

  /** Says something else of the robot that is open. */
  changeRobot(other: Partial<SceneRobot>): void {
    this.#changeRobot((scene) => withRobotAs(scene, { ...robotOf(scene), ...other }));
  }

  /** Returns whether nothing else has been opened since. */
  beginOpening(): () => boolean {
    const opening = ++this.#openings;
    return () => opening === this.#openings;
  }

  /** Loads the robot again, unless no more changes than numbers of its drives; what is on its way already is changed on. */
  #changeRobot(edit: (scene: Scene) => Scene): void {
    const { loaded, robot, restarts, sceneFile } = this.#parts.store.experiment;
    const scene = this.#opening ? this.#opening.load.before && this.#opening.load.scene : this.#run.scene;
    if (!loaded.value || !robot.value || !scene) return;
    const edited = edit(scene);
    if (!this.#opening && haveSameRobot(scene, edited)) return this.#run.change(edit);
    const startFrom = changeOfScenes(scene, edited).startsAgain ? null : this.#run.parameters;
    const before = { joints: jointNames(loaded.value.model), opened: this.#opened };
    this.#run.remember();
    const load = { robot: { ...robot.value }, scene: edited, before, startFrom, restarts: restarts.value };
    this.#load({ load, sceneFile: sceneFile.value, isKept: false });
  }

  #load(wanted: Wanted): void {
    const { store, jobs } = this.#parts;
    this.beginOpening();
    const phaseBefore = this.#opening?.phaseBefore ?? (store.run.isRunning.value ? 'paused' : store.run.phase.value);
    this.#opening?.call.drop();
    this.#run.leave();
    batch(() => {
      store.run.phase.value = 'loading';
      store.experiment.coming.value = store.experiment.scene.value ? null : wanted.load;
      store.messages.failure.value = null;
    });
    const opening = { ...wanted, phaseBefore };
    const call = jobs.start('load', wanted.load, {
      onResult: (loaded) => this.#show(opening, loaded),
      onFailure: (failure) => this.#refused(opening, failure),
    });
    this.#opening = { ...opening, call };
  }

  #show({ load, sceneFile, isKept, phaseBefore, then }: Opening, found: Loaded): void {
    this.#opening = null;
    const { experiment, run, cursor, messages, shown } = this.#parts.store;
    const { value: before } = experiment.loaded;
    const loaded = { ...found, notes: (isKept ? null : found.notes) ?? before?.notes ?? null };
    const joints = jointNames(loaded.model);
    if (!isKept && !load.before) this.#opened = load.scene && { scene: loaded.scene, joints };
    batch(() => {
      const isOtherRobot = experiment.robot.value?.content !== load.robot.content;
      const known = isOtherRobot ? [] : experiment.weldable.value;
      experiment.weldable.value = [...new Set([...known, ...joints, ...robotOf(loaded.scene).weld])];
      experiment.coming.value = null;
      experiment.robot.value = load.robot;
      experiment.sceneFile.value = sceneFile;
      experiment.loaded.value = loaded;
      if (!isKept && !load.before) {
        experiment.isFresh.value = load.startFrom === null && !load.states;
        experiment.opened.value = { scene: loaded.scene, restarts: load.restarts };
      }
      if (loaded.backend === 'interpreter' && !this.#hasTold) messages.engineNotice.value = interpreterNotice;
      this.#hasTold = true;
      run.phase.value = isKept ? phaseBefore : 'ready';
      if (isOtherRobot) {
        cursor.t.value = loaded.look ? tellingInstant(loaded.look, loaded.model.nv) : 0;
        cursor.isPlaying.value = false;
      }
      if (isKept) this.#run.resume(loaded);
      else this.#run.begin(loaded, load);
      cursor.t.value = Math.min(cursor.t.value, shown.duration.value);
    });
    then?.();
  }

  /** What was open stays open. */
  #refused({ load, sceneFile, phaseBefore }: Opening, failure: Failure): void {
    this.#opening = null;
    this.#run.stay();
    const { messages, run, experiment } = this.#parts.store;
    const accept = (offer: RobotOffer): void => {
      const { scene, said = {} } = load;
      const more = scene ? { scene: withRobot(scene, offer) } : { said: saidMore(said, offer) };
      this.#load({ load: { ...load, ...more }, sceneFile, isKept: false });
    };
    const isOpen = experiment.scene.value !== null;
    batch(() => {
      experiment.coming.value = null;
      // a link whose robot or settings do not fit: the scene that it names is there instead
      if (!isOpen && !this.#hasFallenBack) {
        this.#hasFallenBack = true;
        this.openBundledScene(sceneFile);
      } else if (phaseBefore === 'loading') run.phase.value = isOpen ? 'ready' : 'failed';
      else run.phase.value = phaseBefore;
      messages.failure.value = failure.findings.length > 0 ? { ...failure, accept } : failure;
    });
  }

  giveUp(reason: string): void {
    const { run, messages } = this.#parts.store;
    this.#opening = null;
    this.#run.lose();
    run.phase.value = 'failed';
    messages.failure.value = failureOf(
      new Error(
        `The simulation worker cannot be started: ${reason}. Reload the page; if that does not help, use another browser.`,
      ),
    );
  }

  /** Builds the same experiment in the new worker; what could not be built before is not tried again. */
  recover(reason: string | null): void {
    const { run, experiment, messages } = this.#parts.store;
    const { robot, scene, restarts, sceneFile } = experiment;
    const opening = this.#opening;
    this.#opening = null;
    this.#run.lose();
    run.phase.value = restingPhase(opening?.phaseBefore ?? run.phase.value, run.newest.value);
    if (!robot.value || !scene.value || opening?.isKept) {
      messages.failure.value = failureOf(new Error(reason ?? 'the worker did not answer'));
      run.phase.value = 'failed';
      return;
    }
    if (reason !== null) messages.notice.value = reason;
    const { parameters = null, states = null } = this.#run.standing ?? {};
    const load = {
      robot: robot.value,
      scene: scene.value,
      startFrom: parameters,
      states,
      restarts: restarts.value,
    };
    this.#load({ load, sceneFile: sceneFile.value, isKept: true });
  }
}
