/** @file The messages between the page and its simulation worker. Plain data; every request of the page carries its number. */
import type { Backend } from '../../core/backend/choose-backend.ts';
import type { RobotFinding } from '../../errors.ts';
import type { RobotModel } from '../../robot/model.ts';
import type { Repair } from '../../robot/urdf/load.ts';
import type { Quantiles } from '../../run/spread.ts';
import type { Scene } from '../../scene/schema.ts';

/** A robot file as the page holds it. */
export interface RobotFile {
  /** Shown in messages. */
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Takes the nearest possible inertia for bodies that have an impossible one. */
  readonly repair?: boolean;
}

/** What to build. Without a scene, the worker makes one that fits the robot. */
export interface LoadRequest {
  readonly robot: RobotFile;
  readonly scene: Scene | null;
  /** Parameters of all restarts to start from where their count fits; the scene's own otherwise. */
  readonly startFrom: Float64Array | null;
  /** Runs side by side. */
  readonly restarts: number;
}

export type PageMessage =
  | { readonly type: 'load'; readonly request: number; readonly load: LoadRequest }
  /** Goes on for at most this many iterations. */
  | { readonly type: 'optimize'; readonly request: number; readonly iterations: number }
  | { readonly type: 'pause'; readonly request: number };

/** A rollout, ready to be drawn: `frames` = steps + 1 rows, `dt` seconds apart. */
export interface Motion {
  /** s. */
  readonly dt: number;
  readonly frames: number;
  readonly bodies: number;
  /** Pose of each body in the world: frames x bodies x 12, each the rows of [rotation | translation], translation in m. */
  readonly poses: Float64Array;
  /** Position of the task's link after each step: (frames - 1) x 3, m. */
  readonly endEffector: Float64Array;
}

/** Paths of the link in other restarts than the one that is shown, one after another, each of `points` points x, y, z, m. */
export interface MemberPaths {
  readonly points: number;
  readonly positions: Float32Array;
}

/** Where the restarts that have not diverged stand. */
export interface Spread {
  readonly loss: Quantiles;
  /** m. */
  readonly endEffectorError: Quantiles;
}

/** What an iteration found: that of the only run, or of the best restart so far, with the spread of all. */
export interface Progress {
  /** From 0. */
  readonly iteration: number;
  readonly loss: number;
  /** m. */
  readonly endEffectorError: number;
  /** Before clipping. */
  readonly gradientNorm: number;
  /** As it was used. */
  readonly clippedGradientNorm: number;
  readonly stepSize: number;
  readonly terms: Readonly<Record<string, number>>;
  readonly spread: Spread | null;
}

export interface Loaded {
  readonly scene: Scene;
  readonly restarts: number;
  /** What computes here. */
  readonly backend: Backend;
  readonly model: RobotModel;
  /** Warnings about the robot file. */
  readonly findings: readonly RobotFinding[];
  readonly repairs: readonly Repair[];
  readonly parameterCount: number;
  /** Parameters that no path joins to the loss. */
  readonly disconnected: readonly string[];
  /** States kept for the reverse sweep, bytes. */
  readonly storedBytes: number;
  readonly parameters: Float64Array;
  readonly motion: Motion;
}

/** What is drawn of an optimization under way. */
export interface Drawing {
  readonly motion: Motion;
  /** Null where there is one run only. */
  readonly paths: MemberPaths | null;
}

/** Why an optimization is not running any more. */
export type Outcome = 'reached' | 'converged' | 'iterations' | 'paused';

/** The best parameters found, of every restart, the best one's first; and what those do. */
export interface Kept {
  readonly parameters: Float64Array;
  readonly motion: Motion;
}

export interface Stopped extends Kept {
  readonly outcome: Outcome;
  /** Where the other restarts go at last; null where they were not drawn again, so as to answer a pause at once. */
  readonly paths: MemberPaths | null;
  /** The method's own words, where it ended by itself. */
  readonly detail?: string;
}

/** An error in words that a person can act on. */
export interface Failure {
  /** What was being done: reading a robot or a scene, optimizing, or something that no user caused. */
  readonly during: 'robot' | 'scene' | 'optimize' | 'internal';
  readonly message: string;
  readonly file?: string;
  readonly findings: readonly RobotFinding[];
}

export type WorkerMessage =
  | { readonly type: 'loaded'; readonly request: number; readonly loaded: Loaded }
  | {
      readonly type: 'iterations';
      readonly request: number;
      /** Since the last message, in order; at least one. */
      readonly iterations: readonly Progress[];
      /** Gradients of whole rollouts that were made in `elapsed`; without the first iteration, which compiles. */
      readonly gradients: number;
      /** Time without that of drawing, s. */
      readonly elapsed: number;
      /** Restarts that have diverged. */
      readonly diverged: number;
      /** Where every restart stands, the best one first: to go on from in another worker. */
      readonly parameters: Float64Array;
      /** Sent a few times a second only. */
      readonly drawing: Drawing | null;
    }
  | { readonly type: 'stopped'; readonly request: number; readonly stopped: Stopped }
  | {
      readonly type: 'failed';
      readonly request: number;
      readonly failure: Failure;
      /** The best parameters of an optimization that diverged. */
      readonly kept: Kept | null;
    };
