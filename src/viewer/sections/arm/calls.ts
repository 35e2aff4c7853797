/** @file What the page asks of its workers: to load an experiment, change it, optimize it; to look at it, and check it. Plain data. */
import type { Backend } from '../../../core/backend/choose-backend.ts';
import type { RobotFinding } from '../../../errors.ts';
import type { ParameterEntry } from '../../../learning/parameter-list.ts';
import type { GradientTrust } from '../../../learning/check-experiment.ts';
import type { CheckPart } from '../../../learning/check-parts.ts';
import type { Repair } from '../../../robot/judge-bodies.ts';
import type { Estimate } from '../../../robot/estimate-inertia.ts';
import type { RobotModel } from '../../../robot/model.ts';
import type { RobotSettings } from '../../../robot/robot-fields.ts';
import type { MemberHistory } from '../../../optimize/iteration-values.ts';
import type { PortableState } from '../../../run/portable-state.ts';
import type { End, Progress } from '../../../run/job.ts';
import type { Inspection } from '../../../scene/inspection.ts';
import type { Scene } from '../../../scene/schema.ts';
import type { Failure } from '../../worker/failure.ts';
import type { MemberPaths } from '../../worker/member-paths.ts';
import type { Motion } from '../../worker/motion.ts';
import type { SceneOfJoints } from './fit-joints.ts';
import type { InBoth, SecondLook } from './second/results.ts';
import type { CrowdLook } from './train/crowd-look.ts';
import type { Situation } from './train/situation.ts';

/** A robot file as the page holds it. */
export interface RobotFile {
  /** Shown in messages. */
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** Where a scene comes from whose robot is changed. */
export interface Before {
  /** Joints that its lists have a number of. */
  readonly joints: readonly string[];
  /** As it was opened; null for one that was made for its robot, and is made again for other joints. */
  readonly opened: SceneOfJoints | null;
}

/** Why a scene that was made for its robot is as it is, in words. */
export interface SceneNotes {
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
}

/** What to build. */
export interface LoadRequest {
  readonly robot: RobotFile;
  /** Null for one that fits the robot. */
  readonly scene: Scene | null;
  /** What is said of a robot that comes without a scene. */
  readonly said?: Partial<RobotSettings>;
  /** Set where the scene's robot may have other joints than the scene was for. */
  readonly before?: Before;
  /** Parameters of all restarts to start from where their count fits; the scene's own otherwise. */
  readonly startFrom: Float64Array | null;
  /** Runs side by side. */
  readonly restarts: number;
  /**
   * What all restarts go on from with the same bits, in the place of a start. Where they are of another experiment, `startFrom` counts;
   * they are refused where there is none.
   */
  readonly states?: readonly PortableState[] | null;
}

/** What becomes of the experiment that is loaded. A run under way goes on with it. */
export interface ChangeRequest {
  readonly scene: Scene;
  readonly restarts: number;
  /** Starts where the scene says; else from where the run is, unless the change leaves no way to do so. */
  readonly fromStart: boolean;
  /** Parameters of all restarts to start from, where their count fits. */
  readonly startFrom?: Float64Array;
  /** What all restarts go on from with the same bits instead, where they are of this experiment. */
  readonly states?: readonly PortableState[] | null;
}

/** How an optimization goes on from where its job stands. */
export interface OptimizeRequest {
  /** Iterations that have been heard of and are made again, with the same bits: they do not count. */
  readonly repeats: number;
}

/** Everything of one vector of parameters: what is drawn and shown of an iteration. */
export interface Look extends Inspection {
  readonly motion: Motion;
}

/** What a run is measured by. */
export interface MainMeasure {
  readonly name: string;
  /** SI. */
  readonly unit: string;
}

/** What is known of a training besides its scene. */
export interface TrainingFacts {
  /** Names of the layers that have a gradient, and of those whose units can be saturated. */
  readonly layers: { readonly all: readonly string[]; readonly saturable: readonly string[] };
  /** Rollouts of a step of training, of a validation, and those that are looked at. */
  readonly members: number;
  readonly validation: number;
  readonly crowd: number;
}

/** An experiment as it stands in the worker. */
export interface Built {
  readonly scene: Scene;
  readonly restarts: number;
  /** The measure that a run is judged by; null for a task that measures nothing. */
  readonly measure: MainMeasure | null;
  /** Everything that it measures, the main measure among them. */
  readonly measures: readonly MainMeasure[];
  /** The link whose path is drawn; null for a task of no link. */
  readonly link: string | null;
  /** Null where its method makes one rollout again and again. */
  readonly training: TrainingFacts | null;
  /** The numbers that are learned, in words. */
  readonly parameterList: readonly ParameterEntry[];
  /** Why it cannot come to what it is asked for, in words. */
  readonly warnings: readonly string[];
  /** States kept for the reverse sweep, bytes. */
  readonly storedBytes: number;
  /** Of all restarts, the best one's first. */
  readonly parameters: Float64Array;
  /** Whether these are the numbers that the scene begins with: then nothing was learned. */
  readonly isUntaught: boolean;
  /** Iterations that were made of it: those of the states that it goes on from, else 0. */
  readonly iteration: number;
  /** Whether everything that an iteration runs has been compiled. */
  readonly isCompiled: boolean;
  /** At the best parameters; null while a run goes on. */
  readonly look: Look | null;
}

/** A robot with what its scene says of it. */
export interface BuiltRobot {
  readonly model: RobotModel;
  /** Warnings about the robot file. */
  readonly findings: readonly RobotFinding[];
  readonly repairs: readonly Repair[];
  /** Links whose inertia was estimated. */
  readonly estimates: readonly Estimate[];
}

/** After a change: with the robot where something else is said of it. */
export type Changed = Built & Partial<BuiltRobot>;

export interface Loaded extends Built, BuiltRobot {
  /** What computes here. */
  readonly backend: Backend;
  /** What is to be said of how the scene came about; null for the scene that there was before. */
  readonly notes: SceneNotes | null;
}

/** How an optimization goes on. */
export interface News {
  /** Since the last news, in order; at least one. */
  readonly iterations: readonly Progress[];
  /** Parameters of each of them, of the only run or of the best restart by then, one after another. */
  readonly tracks: Float64Array;
  /** What else is known of each of them, by the names of its columns. */
  readonly columns: readonly Readonly<Record<string, number>>[];
  /** Gradients of whole rollouts that were made in `elapsed`; without the first iteration, which compiles. */
  readonly gradients: number;
  /** Time without that of drawing, s. */
  readonly elapsed: number;
  /** Where every restart stands, the best one first: to go on from in another worker. */
  readonly parameters: Float64Array;
  /** All that they go on from with the same bits; sent about twice a second, null elsewhere. */
  readonly states: readonly PortableState[] | null;
  /** Where the restarts go that are not shown; sent a few times a second only, and only where there are any. */
  readonly paths: MemberPaths | null;
  /** Something that happened and was dealt with, in a sentence; said once. */
  readonly notice: string | null;
}

/** How it ended, with the best parameters found, of every restart, the best one's first. */
export interface Stopped extends Pick<End, 'outcome' | 'detail'> {
  /** Where it diverged. */
  readonly failure: Failure | null;
  readonly parameters: Float64Array;
  /** All that the restarts go on from with the same bits. */
  readonly states: readonly PortableState[];
  /** Iterations that were made in all. */
  readonly iteration: number;
  /** Where the other restarts go at last; null where they were not drawn again, so as to answer a pause at once. */
  readonly paths: MemberPaths | null;
}

/** What is looked at: an experiment as the run's worker has it. */
export interface PrepareRequest {
  readonly robot: RobotFile;
  readonly scene: Scene;
  /** Where the one rollout that is looked at starts and leads to; null for the scene's own. */
  readonly situation: Situation | null;
}

/** What is run in the second physics: an experiment of its own, at these parameters. */
export interface SecondRequest extends PrepareRequest {
  readonly parameters: Float64Array;
}

/** What is checked: an experiment of its own, at these parameters. */
export interface CheckRequest extends Omit<PrepareRequest, 'situation'> {
  readonly parameters: Float64Array;
}

/** What a controller file has for the experiment that is open. */
export interface FoundController {
  /** The numbers that are learned. */
  readonly parameters: Float64Array;
  /** What was another thing where it was learned, in words that follow "with". */
  readonly differences: readonly string[];
}

/** What the page knows of a run besides its worker. */
export interface RunTextRequest {
  /** Every iteration, where the page has kept them all. */
  readonly history: MemberHistory | null;
  readonly end: Pick<End, 'outcome' | 'detail'> | null;
}

/** The calls, by their names. Which worker each is for: jobs.ts. */
export interface Calls {
  readonly load: { readonly argument: LoadRequest; readonly progress: never; readonly result: Loaded };
  readonly change: { readonly argument: ChangeRequest; readonly progress: never; readonly result: Changed };
  /** Goes on for as many iterations as the scene says; a change on the way begins them again. */
  readonly optimize: { readonly argument: OptimizeRequest; readonly progress: News; readonly result: Stopped };
  /** The text of the run's file, as the command line writes it. */
  readonly writeRun: { readonly argument: RunTextRequest; readonly progress: never; readonly result: string };
  /** The bytes of the controller file of what was learned. */
  readonly writeController: {
    readonly argument: null;
    readonly progress: never;
    readonly result: Uint8Array<ArrayBuffer>;
  };
  /** Of the bytes of a controller file; refused where it does not fit the experiment. */
  readonly openController: {
    readonly argument: Uint8Array;
    readonly progress: never;
    readonly result: FoundController;
  };
  readonly prepare: { readonly argument: PrepareRequest; readonly progress: never; readonly result: null };
  readonly look: {
    readonly argument: { readonly parameters: Float64Array };
    readonly progress: never;
    readonly result: Look;
  };
  /** Many arms at once, of a scene that trains. */
  readonly lookAtMany: {
    readonly argument: { readonly parameters: Float64Array };
    readonly progress: never;
    readonly result: CrowdLook;
  };
  /** Tells of the part that is done; null where it was cancelled. */
  readonly lookInSecond: {
    readonly argument: SecondRequest;
    readonly progress: number;
    readonly result: SecondLook | null;
  };
  /** Of a scene that trains. Tells of the part that is done; null where it was cancelled. */
  readonly evaluateInBoth: {
    readonly argument: CheckRequest;
    readonly progress: number;
    readonly result: InBoth | null;
  };
  readonly check: {
    readonly argument: CheckRequest;
    readonly progress: CheckPart;
    readonly result: GradientTrust;
  };
}
