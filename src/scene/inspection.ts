/** @file An inspection: everything of one vector of parameters as plain numbers, which leave a worker as they are. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import type { ParameterLayout } from '../core/parameters.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { singleNumbers } from '../rollout/closed-loop.ts';
import type { Trajectory } from '../rollout/trajectory.ts';
import type { Goals } from '../robot/goal.ts';
import type { Inspected } from './programs.ts';

/** One rollout with all derivatives of its loss; rows one after another. */
export interface Inspection {
  /** Flat: a copy of those it was asked for. */
  readonly parameters: Float64Array;
  readonly loss: number;
  /** Whether the task has succeeded. */
  readonly reached: boolean;
  /** Cost terms, each weighted; they sum to the loss. */
  readonly terms: Record<string, number>;
  /** In their units. */
  readonly measures: Record<string, number>;
  /** Of the loss by the parameters, flat. */
  readonly gradient: Float64Array;
  /** What was simulated: states, forces, paths of links, running costs. */
  readonly trajectory: Trajectory;
  /** The trajectory's: from the start on, (steps + 1) x nq and (steps + 1) x nv. */
  readonly states: { readonly q: Float64Array; readonly v: Float64Array };
  /** The trajectory's: forces of the drives, steps x nv, N m or N. */
  readonly tau: Float64Array;
  /** Derivatives of the loss by what would move the rollout from outside. */
  readonly costates: {
    /** By a force besides that of the drives over each step, steps x nv. */
    readonly tau: Float64Array;
    /** By the state after each step, steps x nv each. */
    readonly q: Float64Array;
    readonly v: Float64Array;
    /** By the position of each goal that has one, [3], 1/m. */
    readonly goals: Record<string, Float64Array>;
  };
}

const positionsOf = (goals: Goals): Record<string, Float64Array> =>
  Object.fromEntries(
    Object.entries(goals).flatMap(([name, { position }]) => (position ? [[name, copied(position)]] : [])),
  );

/** Numbers that stay when the program runs again. */
const copied = ({ data }: PopulationTensor): Float64Array => data.slice();

/** What a program found as plain data. */
export function inspectionOf(
  { found, gradient, costates }: Inspected,
  layout: ParameterLayout<ControllerParameters>,
  trajectory: Trajectory,
  parameters: Float64Array,
): Inspection {
  const { q, v, tau } = trajectory;
  return {
    parameters: parameters.slice(),
    loss: found.loss.item(),
    reached: found.reached.item() === 1,
    terms: singleNumbers(found.terms),
    measures: singleNumbers(found.measures),
    gradient: layout.toVector(gradient),
    trajectory,
    states: { q, v },
    tau,
    costates: {
      tau: copied(costates.tau),
      q: copied(costates.q),
      v: copied(costates.v),
      goals: positionsOf(costates.goals),
    },
  };
}
