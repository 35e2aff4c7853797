/** @file Checks a whole experiment's gradient: extrapolated central differences, the dot-product test, growth of the state Jacobian. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { compile } from '../core/compile.ts';
import { checkGradients, type GradientCheck, type GradientCheckOptions } from '../core/derivative/check-gradients.ts';
import { jvp } from '../core/derivative/functions.ts';
import { norm } from '../core/member-norms.ts';
import { concat, slice } from '../core/ops/indexing.ts';
import { population, type PopulationTensor } from '../core/population-tensor.ts';
import { rollout } from '../rollout/rollout.ts';
import type { Experiment } from './assemble.ts';

export interface GradientReport extends GradientCheck {
  readonly steps: number;
  /** Frobenius norm of d x_T / d x_0: how much the horizon amplifies rounding. */
  readonly stateGrowth: number;
}

/** Entries smaller than this part of the largest are compared with it instead of themselves. */
const floorPart = 1e-3;

/** Checks the gradient at flat parameters. `onEntry` is called after each entry. */
export function checkExperimentGradient(
  experiment: Experiment,
  parameters: Float64Array,
  onEntry?: GradientCheckOptions['onEntry'],
): GradientReport {
  const { settings, complete, layout, initialState, target } = experiment;
  const loss = (tree: ControllerParameters): PopulationTensor =>
    rollout(settings, complete(tree), initialState, target).loss;
  return {
    ...checkGradients(loss, layout.fromVector(parameters), { floor: floorPart, onEntry }),
    steps: settings.steps,
    stateGrowth: stateGrowth(experiment, parameters),
  };
}

/** Each member moves one entry of the state: one compiled sweep, whose lanes are the columns of the Jacobian. */
function stateGrowth(
  { settings, complete, layout, initialState, target, model }: Experiment,
  parameters: Float64Array,
): number {
  const tree = complete(layout.fromVector(parameters));
  const end = (rows: PopulationTensor, count: number): PopulationTensor =>
    slice(rows, [settings.steps - 1], [settings.steps, count]);
  const last = (x: PopulationTensor): PopulationTensor => {
    const { q, v } = rollout(settings, tree, { q: slice(x, [0], [model.nq]), v: slice(x, [model.nq]) }, target);
    return concat([end(q, model.nq), end(v, model.nv)], 1);
  };
  const state = [initialState.q, initialState.v].flatMap((part) => part.toArray());
  const entries = (of: (element: number, member: number) => number): PopulationTensor =>
    population(state.map((_x, member) => state.map((_y, element) => of(element, member))));
  const unmoved = entries((element) => state[element]);
  const moves = entries((element, member) => (element === member ? 1 : 0));
  const columns = compile((x: PopulationTensor, dx: PopulationTensor) => jvp(last, x, dx).tangent, [unmoved, moves], {
    checkFinite: false,
  });
  return norm(columns(unmoved, moves).data);
}
