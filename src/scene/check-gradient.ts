/** @file Checks a whole experiment's gradient: extrapolated central differences, the dot-product test, growth of the state Jacobian. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { compile } from '../core/compile.ts';
import { extrapolatedDifference } from '../core/derivative/check-gradients.ts';
import { jacobian, jvp } from '../core/derivative/functions.ts';
import { concat, slice } from '../core/ops/indexing.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { norm } from '../optimize/vector.ts';
import { rollout } from '../rollout/rollout.ts';
import type { Experiment } from './assemble.ts';

export interface GradientEntry {
  readonly name: string;
  readonly gradient: number;
  readonly difference: number;
  /** |gradient - difference| / max(|gradient|, |difference|, floor). */
  readonly relativeError: number;
}

export interface GradientReport {
  readonly steps: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly worst: GradientEntry;
  readonly entries: readonly GradientEntry[];
  /** |<g, u> - jvp u| / (|g| |u|). */
  readonly dotProductError: number;
  /** Frobenius norm of d x_T / d x_0: how much the horizon amplifies rounding. */
  readonly stateGrowth: number;
}

/** Entries smaller than this part of the largest are compared with it instead of themselves. */
const floorPart = 1e-3;

/** Checks the gradient at flat parameters. `onEntry` is called after each entry. */
export function checkExperimentGradient(
  experiment: Experiment,
  parameters: Float64Array,
  onEntry: (done: number, total: number) => void = () => undefined,
): GradientReport {
  const { layout, evaluate } = experiment;
  const { loss, gradient } = evaluate(parameters);
  const lossOf = compileLoss(experiment);
  const largest = gradient.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  const entries = Array.from(parameters, (value, i): GradientEntry => {
    const difference = extrapolatedDifference(
      (offset) => lossOf(parameters.with(i, value + offset)),
      2e-2 * Math.max(1, Math.abs(value)),
    );
    onEntry(i + 1, parameters.length);
    const scale = Math.max(Math.abs(gradient[i]), Math.abs(difference), floorPart * largest, Number.MIN_VALUE);
    return {
      name: layout.nameOf(i),
      gradient: gradient[i],
      difference,
      relativeError: Math.abs(gradient[i] - difference) / scale,
    };
  });
  return {
    steps: experiment.settings.steps,
    loss,
    gradientNorm: norm(gradient),
    worst: entries.reduce((a, b) => (b.relativeError > a.relativeError ? b : a)),
    entries,
    dotProductError: dotProductError(experiment, parameters, gradient),
    stateGrowth: stateGrowth(experiment, parameters),
  };
}

const lossTree =
  ({ settings, complete, initialState, target }: Experiment) =>
  (parameters: ControllerParameters): PopulationTensor =>
    rollout(settings, complete(parameters), initialState, target).loss;

function compileLoss(experiment: Experiment): (parameters: Float64Array) => number {
  const { layout } = experiment;
  const compiled = compile(lossTree(experiment), [layout.fromVector(experiment.initialParameters)]);
  return (parameters) => compiled(layout.fromVector(parameters)).item();
}

function dotProductError(experiment: Experiment, parameters: Float64Array, gradient: Float64Array): number {
  const { layout } = experiment;
  const direction = Float64Array.from({ length: layout.size }, (_, i) => ((i * 2654435761) % 7 < 3 ? 1 : -1));
  const { tangent } = jvp(lossTree(experiment), layout.fromVector(parameters), layout.fromVector(direction));
  const along = gradient.reduce((total, value, i) => total + value * direction[i], 0);
  return Math.abs(tangent.item() - along) / Math.max(norm(gradient) * norm(direction), Number.MIN_VALUE);
}

function stateGrowth(
  { settings, complete, layout, initialState, target, model }: Experiment,
  parameters: Float64Array,
): number {
  const tree = complete(layout.fromVector(parameters));
  const last = (x: PopulationTensor): PopulationTensor => {
    const initial = { q: slice(x, [0], [model.nq]), v: slice(x, [model.nq]) };
    const { q, v } = rollout(settings, tree, initial, target);
    const end = (rows: PopulationTensor, count: number): PopulationTensor =>
      slice(rows, [settings.steps - 1], [settings.steps, count]);
    return concat([end(q, model.nq), end(v, model.nv)], 1);
  };
  return norm(jacobian(last)(concat([initialState.q, initialState.v])).toArray());
}
