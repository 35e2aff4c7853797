/** @file What a method that plans is: beside methods of one rollout and trainers, the third kind of a scene's methods. */
import type { ParameterLayout } from '../core/parameters.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { RunState } from '../optimize/run-state.ts';
import type { Scenario } from '../rollout/scenario.ts';
import type { Job } from '../run/job.ts';
import type { Guess } from './guess.ts';
import type { PlanningSettings } from './planning.ts';

/**
 * A plan as the parameters of the controller that follows it (controllers/plan-following.ts): so runs, controller files, rollouts and
 * trials in other physics know it as any other. `x` [N + 1, nq + nv], `u` [N, nv], `K` [N, nv, 2 nv], `time` [N + 1], s.
 */
export type PlanParameters = {
  readonly plan: {
    readonly x: PopulationTensor;
    readonly u: PopulationTensor;
    readonly K: PopulationTensor;
    readonly time: PopulationTensor;
  };
};

/** What of a rollout is said of an iteration. */
export interface PlanScore {
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
  readonly measures: Readonly<Record<string, number>>;
  /** 1 where the task has succeeded. */
  readonly reached: number;
}

/** What an experiment gives a method that plans. */
export interface PlanningTask {
  readonly settings: PlanningSettings;
  readonly scenario: Scenario;
  readonly seed: number;
  /** Of a plan's parameters as one vector, which is what the job's state and result have as their parameters. */
  readonly layout: ParameterLayout<PlanParameters>;
  /** Where planning starts: what the scene's own controller does, as forces or as a motion. */
  readonly guess: () => Guess;
  /** A rollout of the controller that follows the plan of these parameters. */
  readonly score: (parameters: Float64Array) => PlanScore;
  /** A clock, ms, where there is one: of time that planning may take, and of what is told of it. */
  readonly now?: () => number;
}

/** Planning as a job, which is one run however many starts it has. */
export interface PlannedJob extends Job {
  readonly bestMember: 0;
}

/** A method of a scene that plans. */
export interface PlanningMethod {
  readonly name: string;
  /** A job that goes on from `saved`, with the same bits, where there is one. */
  plan(task: PlanningTask, saved?: RunState): PlannedJob;
}

/** Whether a scene's method plans. */
export const isPlanning = (method: object): method is PlanningMethod => 'plan' in method;
