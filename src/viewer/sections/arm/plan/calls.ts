/** @file What the page asks of the worker that plans: to open a scene, to run it under control, and to steer it meanwhile. Plain data. */
import type { LiveSettings } from '../../../../plan/mpc/live.ts';
import type { RobotModel } from '../../../../robot/model.ts';
import type { Scene } from '../../../../scene/schema.ts';
import type { Hold } from '../../../world/pull-hand.ts';
import type { Pull } from '../../../world/pull-figure.ts';
import type { MainMeasure, RobotFile } from '../calls.ts';

export type { LiveSettings } from '../../../../plan/mpc/live.ts';

export type Place = readonly [number, number, number];

/** What is planned: the task of a scene, with its robot. */
export interface LiveRequest {
  readonly robot: RobotFile;
  readonly scene: Scene;
  /** Where the target is right now, m; null in a scene without one. */
  readonly target: Place | null;
}

/** What is done to a loop that runs or rests; what is absent stays as it is. */
export interface Steering {
  /** With other numbers than the one that was opened: goals, weights. Another structure is opened anew. */
  readonly scene?: Scene;
  readonly target?: Place | null;
  /** What a hand holds, and where it is; null: it lets go. */
  readonly hold?: Hold | null;
  /** Pushes the watched link once. */
  readonly push?: Push;
  /** Seconds of simulated time a second. */
  readonly speed?: number;
  readonly settings?: LiveSettings;
}

/** A force on the watched link for a while, world axes. */
export interface Push {
  /** N. */
  readonly force: Place;
  /** s. */
  readonly duration: number;
}

/** What is known of an opened scene besides its numbers. */
export interface LiveFacts {
  readonly model: RobotModel;
  /** The link whose path is predicted, and that is pushed. */
  readonly link: string;
  /** Names of the cost terms, in their order. */
  readonly terms: readonly string[];
  /** What the task is judged by; null where it measures nothing. */
  readonly measure: MainMeasure | null;
  /** Step of physics, s. */
  readonly dt: number;
  /** A force that is felt and no more, N: a seventh of the robot's weight. */
  readonly push: number;
  readonly settings: LiveSettings;
  /** Why it cannot come to what it is asked for, in words. */
  readonly warnings: readonly string[];
}

/** How the loop stands at a moment. */
export interface LiveNews {
  /** Simulated, s. */
  readonly time: number;
  /** Twelve numbers a body. */
  readonly poses: Float64Array;
  /** Where the plan leads the link: x, y, z of its knots, m. */
  readonly path: Float64Array;
  /** What the plan costs, by terms in their order. */
  readonly costs: Float64Array;
  /** Of the task, in its unit; NaN where it measures nothing. */
  readonly measure: number;
  /** Forces of the drives, N m or N. */
  readonly tau: Float64Array;
  /** What pulls at the robot, and how strongly, N. */
  readonly pull: Pull | null;
  readonly force: number;
  readonly solver: SolverNews;
  /** Seconds of simulated time that passed a second of late; 0 at rest. */
  readonly pace: number;
  /** Something that happened and was dealt with, in a sentence; said once. */
  readonly notice: string | null;
}

/** What planning costs. */
export interface SolverNews {
  /** Plans a second of late, of time as it passes here. */
  readonly rate: number;
  /** Simulated time since the plan in force was begun, s. */
  readonly age: number;
  /** Time that the last plan took, and 99 of 100 of those of late, ms. */
  readonly last: number;
  readonly p99: number;
  /** Of late, those that took longer than the budget, in 0..1. */
  readonly late: number;
}

/** The calls, by their names. */
export interface PlanCalls {
  /** Compiles, and plans from the scene's start. */
  readonly open: {
    readonly argument: LiveRequest;
    readonly progress: never;
    readonly result: { readonly facts: LiveFacts; readonly news: LiveNews };
  };
  /** Runs until it is cancelled. */
  readonly live: { readonly argument: null; readonly progress: LiveNews; readonly result: LiveNews };
  /** Null while it runs, as that tells by itself; at rest the plan is solved again, from where the robot is. */
  readonly steer: { readonly argument: Steering; readonly progress: never; readonly result: LiveNews | null };
  /** The robot is put back to the scene's start. */
  readonly restart: { readonly argument: null; readonly progress: never; readonly result: LiveNews };
}
