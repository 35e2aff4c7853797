/** @file Checks a whole problem's gradient: extrapolated central differences, the dot-product test, growth of the state Jacobian. */
import { compile } from '../core/compile.ts';
import { checkGradients, type GradientCheck, type GradientCheckOptions } from '../core/derivative/check-gradients.ts';
import { jvp } from '../core/derivative/functions.ts';
import { norm } from '../core/member-norms.ts';
import { concat, slice } from '../core/ops/indexing.ts';
import { population, type PopulationTensor } from '../core/population-tensor.ts';
import type { TreeOf } from '../core/tree.ts';
import { type Problem, requireProblem, rolledOut } from '../rollout/problem.ts';

/** How a gradient compares, and how far its horizon lets it be compared. */
export interface GradientReport extends GradientCheck {
  readonly steps: number;
  /** Frobenius norm of d x_T / d x_0: how much the horizon amplifies rounding. */
  readonly stateGrowth: number;
}

/** Entries smaller than this part of the largest are compared with it instead of themselves. */
const floorPart = 1e-3;

/**
 * Checks the gradient of the loss by the parameters, in the problem's own scenario, against extrapolated central differences.
 * `onEntry` is called after each entry. Throws an ArgumentError where the arguments do not fit.
 */
export function checkProblem<P extends TreeOf<P>>(
  problem: Problem<P>,
  parameters?: P,
  onEntry?: GradientCheckOptions['onEntry'],
): GradientReport {
  requireProblem(problem);
  const at = parameters ?? problem.start;
  const loss = (x: P): PopulationTensor => rolledOut(problem, x, problem.scenario).loss;
  return {
    ...checkGradients(loss, at, { floor: floorPart, onEntry }),
    steps: problem.steps,
    stateGrowth: stateGrowth(problem, at),
  };
}

/**
 * Frobenius norm of d x_T / d x_0. Each member moves one entry of the state: one compiled sweep, whose lanes are the columns of the
 * Jacobian.
 */
function stateGrowth<P extends TreeOf<P>>({ model, scenario, steps, rollout }: Problem<P>, parameters: P): number {
  const { nq, nv } = model;
  const end = (rows: PopulationTensor, count: number): PopulationTensor => slice(rows, [steps - 1], [steps, count]);
  const last = (x: PopulationTensor): PopulationTensor => {
    const initial = { q: slice(x, [0], [nq]), v: slice(x, [nq]) };
    const { q, v } = rollout(parameters, { ...scenario, initial }).states;
    return concat([end(q, nq), end(v, nv)], 1);
  };
  const state = [scenario.initial.q, scenario.initial.v].flatMap((part) => part.toArray());
  const entries = (of: (element: number, member: number) => number): PopulationTensor =>
    population(state.map((_x, member) => state.map((_y, element) => of(element, member))));
  const unmoved = entries((element) => state[element]);
  const moves = entries((element, member) => (element === member ? 1 : 0));
  const columns = compile((x: PopulationTensor, dx: PopulationTensor) => jvp(last, x, dx).tangent, [unmoved, moves], {
    checkFinite: false,
  });
  return norm(columns(unmoved, moves).data);
}
