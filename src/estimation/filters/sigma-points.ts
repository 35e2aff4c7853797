/** @file Sigma points: a Gaussian belief as a few points, which go through any function of a state. */
import { requireFiniteNumber, requireInteger, requireOptions } from '../../core/arguments.ts';
import { add, choose, mul } from '../../core/ops/elementwise.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { concat, reshape, slice, transpose } from '../../core/ops/indexing.ts';
import { sum } from '../../core/ops/reduction.ts';
import { type PopulationTensor, tensor, zeros } from '../../core/population-tensor.ts';
import { scan } from '../../core/scan.ts';
import { ArgumentError } from '../../errors.ts';
import type { Gaussian } from '../gaussian.ts';
import type { Space } from '../space.ts';

/** Where points lie and what they weigh. */
export interface SigmaPointSettings {
  /** How far out they lie, in units of the spread that needs no negative weight. Default 1. */
  readonly alpha?: number;
  /** Added to the dimension. Default 0, the cubature rule: the centre has no part in the mean. */
  readonly kappa?: number;
  /** What is added to the centre's weight in covariances. Default 2, which for a quadratic function of one number is exact. */
  readonly beta?: number;
}

/** Weights of the points of a belief. */
export interface SigmaPointWeights {
  /** Standard deviations that the points lie out. */
  readonly spread: number;
  /** Of the centre in means, and in covariances. */
  readonly centre: { readonly mean: number; readonly covariance: number };
  /** Of each of the others, in both. */
  readonly other: number;
}

/** Weights of the 2 n + 1 points of a belief of n dimensions. Throws where there are none. */
export function sigmaPointWeights(dimension: number, settings: SigmaPointSettings = {}): SigmaPointWeights {
  requireInteger('dimension', dimension, 1);
  requireOptions('sigmaPointWeights', settings, ['alpha', 'kappa', 'beta']);
  const { alpha = 1, kappa = 0, beta = 2 } = settings;
  Object.entries({ alpha, kappa, beta }).forEach(([name, value]) => requireFiniteNumber(name, value));
  if (!(alpha > 0)) throw new ArgumentError('alpha', String(alpha), 'a positive number', 'use 1');
  if (!(dimension + kappa > 0))
    throw new ArgumentError('kappa', String(kappa), `a number above -${dimension}`, 'use 0');
  const square = alpha * alpha * (dimension + kappa);
  const mean = 1 - dimension / square;
  return {
    spread: Math.sqrt(square),
    centre: { mean, covariance: mean + 1 - alpha * alpha + beta },
    other: 1 / (2 * square),
  };
}

/**
 * What is wrong with weights that are negative, for people: far points that lie close together are subtracted from each other,
 * and a covariance may come out that is none. Nothing where no weight is negative.
 */
export function sigmaPointWarning(dimension: number, settings: SigmaPointSettings = {}): string | undefined {
  const { centre, other } = sigmaPointWeights(dimension, settings);
  if (centre.mean >= 0 && centre.covariance >= 0) return undefined;
  const said = (x: number): string => String(Number(x.toPrecision(6)));
  return `the centre of ${2 * dimension + 1} sigma points weighs ${said(centre.mean)} in means and ${said(centre.covariance)} in covariances beside ${said(other)} of each other point: use alpha 1 and kappa 0`;
}

/** What a belief becomes under a function. */
export interface Transformed {
  /** About the image of the centre. */
  readonly mean: PopulationTensor;
  /** Columns [rows, columns] whose products with each other add up to the covariance; the first ones go along with the belief's factor. */
  readonly deviations: PopulationTensor;
  /** A column whose square is to be taken off, where the centre's weight is negative. */
  readonly less?: PopulationTensor;
}

/** Images of the points as tangents at the image of the centre, [2 n + 1, dimension], and that image. One loop: the function is traced once. */
function images(
  { mean, factor }: Gaussian,
  f: (point: PopulationTensor) => PopulationTensor,
  { from, to, spread }: { readonly from: Space; readonly to: Space; readonly spread: number },
): { readonly centre: PopulationTensor; readonly tangents: PopulationTensor } {
  const n = from.dimension;
  const out = mul(spread, transpose(factor));
  const isFirst = tensor(Float64Array.from({ length: 2 * n + 1 }, (_, i) => (i === 0 ? 1 : 0)));
  const { carry, outputs } = scan(
    (centre: PopulationTensor, item: { readonly tangent: PopulationTensor; readonly first: PopulationTensor }) => {
      const image = f(from.move(mean, item.tangent));
      const reference = choose(item.first, image, centre);
      return { carry: reference, output: to.difference(reference, image) };
    },
    zeros([to.size]),
    { tangent: concat([zeros([1, n]), out, mul(-1, out)]), first: isFirst },
  );
  return { centre: carry, tangents: outputs };
}

/**
 * A belief under a function, by its sigma points drawn from it now. The mean is about the image of the centre, so that angles
 * whose images lie on both sides of +-pi have the right one. Pairs of opposite points are kept as half sums and half differences,
 * an orthogonal change of columns: what is odd goes along with the belief's factor, and what is even is the curvature.
 */
export function transformed(
  belief: Gaussian,
  f: (point: PopulationTensor) => PopulationTensor,
  { from, to, weights }: { readonly from: Space; readonly to: Space; readonly weights: SigmaPointWeights },
): Transformed {
  const n = from.dimension;
  const { spread, centre, other } = weights;
  const { centre: reference, tangents } = images(belief, f, { from, to, spread });
  const [plus, minus] = [slice(tangents, [1], [n + 1]), slice(tangents, [n + 1])];
  const pairs = add(plus, minus);
  const shift = mul(other, sum(pairs, 0));
  const scale = Math.sqrt(other / 2);
  const odd = mul(scale, sub(plus, minus));
  const even = mul(scale, sub(pairs, mul(2, shift)));
  const ofCentre = mul(Math.sqrt(Math.abs(centre.covariance)), shift);
  const rows = [odd, even, ...(centre.covariance > 0 ? [reshape(ofCentre, [1, to.dimension])] : [])];
  return {
    mean: to.move(reference, shift),
    deviations: transpose(concat(rows)),
    ...(centre.covariance < 0 && { less: ofCentre }),
  };
}
