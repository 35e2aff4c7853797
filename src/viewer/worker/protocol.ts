/** @file The messages between the page and its simulation worker. Plain data; every request of the page carries its number. */
import type { RobotFinding } from '../../errors.ts';
import type { RobotModel } from '../../robot/model.ts';
import type { Repair } from '../../robot/urdf/load.ts';
import type { Iteration } from '../../run/run.ts';
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
  /** Parameters to start from where their count fits; the scene's own otherwise. */
  readonly startFrom: Float64Array | null;
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

export interface Loaded {
  readonly scene: Scene;
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

/** Why an optimization is not running any more. */
export type Outcome = 'reached' | 'converged' | 'iterations' | 'paused';

/** The best parameters found, and what they do. */
export interface Kept {
  readonly parameters: Float64Array;
  readonly motion: Motion;
}

export interface Stopped extends Kept {
  readonly outcome: Outcome;
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
      readonly iterations: readonly Iteration[];
      /** Time that they took, s. */
      readonly elapsed: number;
      /** Where the optimization stands, to go on from after a restart. */
      readonly parameters: Float64Array;
      /** Sent a few times a second only. */
      readonly motion: Motion | null;
    }
  | { readonly type: 'stopped'; readonly request: number; readonly stopped: Stopped }
  | {
      readonly type: 'failed';
      readonly request: number;
      readonly failure: Failure;
      /** The best parameters of an optimization that diverged. */
      readonly kept: Kept | null;
    };
