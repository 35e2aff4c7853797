/** @file Reductions over axes of one member's value, and means over the population. */
import { ShapeError } from '../../errors.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../population-tensor.ts';
import { normalizeAxes, sizeOf, stridedIndices, stridesOf } from '../shape.ts';
import { add, choose, equal } from './elementwise.ts';
import { abs, div, sub } from './arithmetic.ts';
import { less, maximum } from './comparison.ts';
import { exp, log } from './exponential.ts';
import { concat, reshape, slice, transpose } from './indexing.ts';
import { stopGradient } from './stop-gradient.ts';
import { broadcastTo, populationSum, scatterFlat } from './structural.ts';

/** One axis or several, each once; negative ones count from the last. */
export type Axes = number | readonly number[];

/** Sum over the axes (all, where none is named). */
export function sum(x: TensorLike, axes?: Axes): PopulationTensor {
  const value = tensor(x);
  const over = new Set(normalizeAxes('sum', value.shape, axes));
  const shape = value.shape.filter((_, axis) => !over.has(axis));
  const kept = stridesOf(shape);
  let position = 0;
  const strides = value.shape.map((_, axis) => (over.has(axis) ? 0 : kept[position++]));
  return scatterFlat(value, stridedIndices(value.shape, strides), shape);
}

/** Mean over the axes (all, where none is named). */
export function mean(x: TensorLike, axes?: Axes): PopulationTensor {
  const value = tensor(x);
  const total = sum(value, axes);
  return div(total, value.size / total.size);
}

/** Mean over all members; the result is shared (population 1). */
export const populationMean = (x: TensorLike): PopulationTensor => {
  const value = tensor(x);
  return div(populationSum(value), value.population);
};

/** Reduced axes moved to the front and flattened into one: shape [reduced, ...kept]. */
function reducedFirst(operation: string, x: TensorLike, axes?: Axes): PopulationTensor {
  const value = tensor(x);
  const over = normalizeAxes(operation, value.shape, axes);
  const kept = value.shape.map((_, axis) => axis).filter((axis) => !over.includes(axis));
  const rows = sizeOf(over.map((axis) => value.shape[axis]));
  if (rows === 0) throw new ShapeError(operation, [value.shape], 'nothing to reduce over', 'give at least one element');
  return reshape(transpose(value, [...over, ...kept]), [rows, ...kept.map((axis) => value.shape[axis])]);
}

/** Largest element over the axes; NaN if any is. Among equal largest ones the derivative flows to one of them only. */
export function amax(x: TensorLike, axes?: Axes): PopulationTensor {
  let rest = reducedFirst('amax', x, axes);
  while (rest.shape[0] > 1) {
    const half = Math.ceil(rest.shape[0] / 2);
    const larger = maximum(slice(rest, [0], [rest.shape[0] - half]), slice(rest, [half]));
    rest = rest.shape[0] % 2 === 0 ? larger : concat([larger, slice(rest, [half - 1], [half])]);
  }
  return reshape(rest, rest.shape.slice(1));
}

/** log of the sum of e^x over the axes, shifted by the largest so that nothing overflows; of nothing but -Infinity its derivative is 0. */
export function logsumexp(x: TensorLike, axes?: Axes): PopulationTensor {
  const rows = reducedFirst('logsumexp', x, axes);
  const largest = stopGradient(amax(rows, 0));
  const shift = choose(less(abs(largest), Infinity), largest, 0);
  const total = sum(exp(sub(rows, broadcastTo(shift, rows.shape))), 0);
  // a total of 0, where all are -Infinity, is where the logarithm has a pole: there it is left out
  return choose(equal(total, 0), -Infinity, add(log(total), shift));
}
