/** @file What the page asks of the worker of the Senses: to estimate a rollout, with sensors switched as they are. Plain data. */
import type { RobotModel } from '../../../robot/model.ts';
import type { Scene } from '../../../scene/schema.ts';
import type { MonteCarloReport } from '../../../senses/monte-carlo.ts';
import type { SensesFit } from '../../../senses/fit.ts';
import type { EstimateRecord, SensorSwitch } from '../../../senses/records.ts';
import type { SensesDiagnosis } from '../../../senses/scene-doctor.ts';
import type { RobotFile } from '../arm/calls.ts';

/** What is estimated. */
export interface SensesSource {
  readonly scene: Scene;
  readonly robot: RobotFile;
  /** What a run has found; null for what the scene begins with. */
  readonly parameters: Float64Array | null;
}

/** One rollout of it. */
export interface SensesRequest {
  readonly source: SensesSource;
  readonly switches: readonly SensorSwitch[];
  /** Of what errs; null for the scene's own rollout, and those that its test draws. */
  readonly seed: number | null;
}

/** Poses of all bodies at moments: rows of bodies x 12 numbers, s apart. */
export interface Poses {
  readonly dt: number;
  readonly frames: number;
  readonly bodies: number;
  readonly poses: Float64Array;
}

/** A camera, as it is drawn. */
export interface CameraFacts {
  readonly sensor: string;
  /** The body that carries it; -1 where it stands in the world. */
  readonly body: number;
  /** Its axes in those of the body, twelve numbers: x right, y down, z forward. */
  readonly inBody: Float64Array;
  /** Half of the picture's width and height at 1 m. */
  readonly half: readonly [number, number];
}

/** A coordinate of the state, as units are tuned to it. */
export interface CoordinateFacts {
  /** The joint whose configuration it is; null for all else. */
  readonly joint: string | null;
  /** Whether it comes round. */
  readonly isAngle: boolean;
  /** Ends of what it can be; null where nothing bounds it. */
  readonly range: readonly [number, number] | null;
}

/** An estimated rollout, ready to be drawn. */
export interface Estimated {
  /** Counts robots: the same number, the same model. */
  readonly robot: number;
  readonly model: RobotModel;
  readonly record: EstimateRecord;
  readonly arm: Poses;
  /** As it is believed to be, a row a tick. */
  readonly believed: Poses;
  readonly cameras: readonly CameraFacts[];
  readonly coordinates: readonly CoordinateFacts[];
  /** Where the task wants its link, m; null for a task without a place. */
  readonly target: readonly [number, number, number] | null;
}

/** What many rollouts say, and what the task came to in words. */
export interface Judged {
  readonly report: MonteCarloReport;
  readonly outcome: string;
}

/** Rollouts that are made, of so many. */
export interface RunsDone {
  readonly done: number;
  readonly total: number;
}

/** The calls, by their names. */
export interface SensesCalls {
  readonly estimate: {
    readonly argument: SensesRequest;
    readonly progress: never;
    readonly result: Estimated;
  };
  /** Null where it is cancelled. */
  readonly monteCarlo: {
    readonly argument: { readonly request: SensesRequest; readonly runs: number };
    readonly progress: RunsDone;
    readonly result: Judged | null;
  };
  /** Null where it is cancelled. */
  readonly diagnose: {
    readonly argument: { readonly request: SensesRequest };
    readonly progress: RunsDone;
    readonly result: SensesDiagnosis | null;
  };
  /** Null where it is cancelled. */
  readonly fit: {
    readonly argument: { readonly request: SensesRequest };
    readonly progress: RunsDone;
    readonly result: SensesFit | null;
  };
}
