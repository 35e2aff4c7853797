/** @file What a loop is told, what it tells of each tick, and what it keeps: plain data. */
import type { Scenario } from '../../rollout/scenario.ts';
import type { Plan, PlanningSettings } from '../planning.ts';
import type { Regularization } from '../regularization.ts';
import type { IterationReport } from '../report.ts';
import type { SolverState } from '../solver.ts';

/** How a loop plans. */
export interface MpcSettings {
  /**
   * Robot, task and horizon: final terms are paid at the horizon's end, running ones are means over it, so that weights keep their meaning
   * whatever its length.
   */
  readonly planning: PlanningSettings;
  /** Iterations of a tick, at most. Default 1. */
  readonly iterations?: number;
  /** Time that a tick may take by the caller's clock, ms: no iteration is begun beyond it. Default: no limit. */
  readonly budget?: number;
  /** s from a measurement to the moment at which what is planned from it is in force. Default 0. */
  readonly delay?: number;
  /** Longest step of physics by which the state after the delay is predicted, s. Default: the planning's. */
  readonly step?: number;
  /**
   * Standard deviation of noise on the forces that hold still, from which planning begins, as a part of what a drive can give: what is exactly at
   * rest in an unstable posture has no slope to leave it by. Default 0.
   */
  readonly noise?: number;
  /** Of the noise. Default 0. */
  readonly seed?: number;
}

/** What is asked for at a moment: goals, weights, and robot parameters to plan with where they are not the model's own. */
export type Asked = Pick<Scenario, 'goals' | 'weights' | 'robot'>;

/** A plan in force from a time on. */
export interface MpcPlan extends Plan {
  /** s since the start. */
  readonly from: number;
}

/** What a tick came to. */
export interface MpcTick {
  readonly plan: MpcPlan;
  /** Iterations that were made. */
  readonly iterations: number;
  /** Whether one of them found better than what was left of the plan before. */
  readonly isImproved: boolean;
  /** Of the last iteration; null where none was made. */
  readonly report: IterationReport | null;
  /** By the caller's clock, ms. */
  readonly took: number;
  /** Something that happened and was dealt with, in a sentence; null where nothing did. */
  readonly notice: string | null;
}

/** All that a loop goes on from: the plan in force, and the newest one where its time has not come. */
export interface MpcMemory {
  readonly plans: readonly { readonly from: number; readonly state: SolverState }[];
  readonly regularization: Regularization;
}
