/** @file Trajectories that the dynamics and their noise can make, and how likely they are: what a step of smoothing is judged by. */
import { div, square, sub } from '../../core/ops/arithmetic.ts';
import { less } from '../../core/ops/comparison.ts';
import { add, choose, mul, where } from '../../core/ops/elementwise.ts';
import { concat, reshape, slice, transpose } from '../../core/ops/indexing.ts';
import { dot, matmul } from '../../core/ops/linear-algebra.ts';
import { sum } from '../../core/ops/reduction.ts';
import { triangularFactor } from '../../core/ops/triangular-factor.ts';
import { lenient } from '../../core/ops/triangular-solve.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { scan } from '../../core/scan.ts';
import type { Tree } from '../../core/tree.ts';
import { heardOf } from '../filters/gaussian-filter.ts';
import type { Gaussian } from '../gaussian.ts';
import { rowOf, rowsBetween } from '../late/rows.ts';
import type { Space } from '../space.ts';
import type { StateModel } from '../state-model.ts';
import type { Stretch } from './sweep.ts';

/** States [ticks, size], and twice the negative logarithm of their density with all that was told, but for a constant, []. */
export type Judged = { readonly states: PopulationTensor; readonly cost: PopulationTensor };

/** What noise can do, [n, n]: the triangular factor of its deviations, and that of the products of the factor's columns. */
export type NoiseRange = { readonly factor: PopulationTensor; readonly normal: PopulationTensor };

/** What noise of deviations [n, m] can do. */
export function rangeOf(deviations: PopulationTensor): NoiseRange {
  const factor = triangularFactor(deviations);
  return { factor, normal: triangularFactor(transpose(factor)) };
}

/** The noise z [n] of least size with factor z as near to a tangent [n] as can be, and that tangent. */
export function nearest(
  { factor, normal }: NoiseRange,
  tangent: PopulationTensor,
): { readonly noise: PopulationTensor; readonly reached: PopulationTensor } {
  const [n] = factor.shape;
  const right = matmul(transpose(factor), reshape(tangent, [n, 1]));
  const half = lenient.lower({ factor: normal, right });
  const noise = reshape(lenient.transposed({ factor: normal, right: half }), [n]);
  return { noise, reached: matmul(factor, noise) };
}

/** Squares of what the readings of a tick err by, in standard deviations. */
function readingCost({ sensors }: StateModel, state: PopulationTensor, row: Stretch): PopulationTensor {
  return sensors.reduce((total, sensor, s) => {
    const expected = sensor.read(state, row.sensed);
    const { present, value } = heardOf(sensor, row.readings[s], expected);
    const told = mul(row.happened, present);
    const residual = mul(told, sensor.space.difference(expected, value));
    return add(total, sum(square(div(residual, choose(told, sensor.deviation, 1)))));
  }, tensor(0));
}

/** Infinity where a tangent is none of the shortest, as noise of more than half a turn is: it would be taken for another; else 0. */
const impossible = (
  space: Space,
  from: PopulationTensor,
  to: PopulationTensor,
  tangent: PopulationTensor,
): PopulationTensor => {
  const apart = sub(space.difference(from, to), tangent);
  return where(less(dot(apart, apart), 1), 0, Infinity);
};

/** A state, how unlikely all is that led to it, and its readings. */
type Walk = { readonly state: PopulationTensor; readonly cost: PopulationTensor };
/** A tick, its noise, and where the next shall be. */
type Stride = { readonly row: Stretch; readonly range: NoiseRange; readonly wanted: PopulationTensor };

/**
 * The trajectory that dynamics and noise can make nearest to the wanted one, [ticks, size], from the start on. Where noise ranges
 * all directions it is the wanted one. `ranges`: of the start, and of each tick but the last.
 */
export function followed(
  model: StateModel,
  prior: Gaussian,
  { stretch, ranges, start }: { readonly stretch: Stretch; readonly ranges: NoiseRange; readonly start: NoiseRange },
  wanted: PopulationTensor,
): Judged {
  const { space, step } = model.process;
  const last = wanted.shape[0] - 1;
  const rowAt = (i: number): Stretch => rowOf<Tree>(stretch, i) as Stretch;
  const begun = nearest(start, space.difference(prior.mean, reshape(slice(wanted, [0], [1]), [space.size])));
  const first = space.move(prior.mean, begun.reached);
  const { carry, outputs } = scan(
    ({ state, cost }: Walk, { row, range, wanted: next }: Stride) => {
      const told = add(cost, readingCost(model, state, row));
      const foreseen = choose(row.happened, step(state, row.acting), state);
      const { noise, reached } = nearest(range, space.difference(foreseen, next));
      const moved = space.move(foreseen, reached);
      const unlikely = add(dot(noise, noise), impossible(space, foreseen, moved, reached));
      return { carry: { state: moved, cost: add(told, unlikely) }, output: moved };
    },
    { state: first, cost: dot(begun.noise, begun.noise) },
    { row: rowsBetween<Tree>(stretch, 0, last) as Stretch, range: ranges, wanted: slice(wanted, [1]) },
  );
  return {
    states: concat([reshape(first, [1, space.size]), outputs]),
    cost: add(carry.cost, readingCost(model, carry.state, rowAt(last))),
  };
}
