/** @file Errors of an estimator over many runs: their size, and how far above the bound that no estimator is below. */
import { requireInstance } from '../../core/arguments.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import { ShapeError } from '../../errors.ts';
import { solvedByFactor, semidefiniteFactor, matrixOf } from '../small-matrices.ts';

/** Root of the mean square over runs and ticks, one a coordinate, of errors [T, n]. */
export function rootMeanSquare(errors: PopulationTensor): number[] {
  requireInstance('errors', errors, PopulationTensor);
  const { data, population } = errors;
  const [ticks, n] = requireRows(errors);
  return Array.from({ length: n }, (_, i) => {
    let square = 0;
    for (let t = 0; t < ticks; t++)
      for (let m = 0; m < population; m++) square += data[(t * n + i) * population + m] ** 2;
    return Math.sqrt(square / (ticks * population));
  });
}

/** How far an estimator is above a bound: 1 where it is as good as any can be. */
export interface ErrorOverBound {
  /** Root of the mean of squared errors over the bound's variances, one a coordinate. */
  readonly coordinates: readonly number[];
  /** Root of the mean of e' B^-1 e / n, which asks for no units. */
  readonly all: number;
}

/** Errors [T, n] of all runs over bounds [T, n, n] of their mean squares. Throws a ShapeError where they do not fit. */
export function errorOverBound(errors: PopulationTensor, bound: PopulationTensor): ErrorOverBound {
  requireInstance('errors', errors, PopulationTensor);
  requireInstance('bound', bound, PopulationTensor);
  const { data, population } = errors;
  const [ticks, n] = requireRows(errors);
  if (bound.shape.join() !== [ticks, n, n].join())
    throw new ShapeError(
      'errorOverBound',
      [errors.shape, bound.shape],
      'a matrix a tick is expected',
      'give [T, n, n]',
    );
  const squares = new Float64Array(n);
  let normalized = 0;
  for (let t = 0; t < ticks; t++) {
    const covariance = matrixOf(n, n, (i, j) => bound.data[(t * n + i) * n + j]);
    const factor = semidefiniteFactor(covariance);
    const one = matrixOf(n, n, (i, j) => (i === j ? 1 : 0));
    const inverse = solvedByFactor(factor, one);
    for (let m = 0; m < population; m++)
      for (let i = 0; i < n; i++) {
        const error = data[(t * n + i) * population + m];
        squares[i] += error ** 2 / covariance[i][i];
        for (let j = 0; j < n; j++) normalized += error * inverse[i][j] * data[(t * n + j) * population + m];
      }
  }
  const count = ticks * population;
  return {
    coordinates: Array.from(squares, (square) => Math.sqrt(square / count)),
    all: Math.sqrt(normalized / (n * count)),
  };
}

function requireRows({ shape }: PopulationTensor): readonly number[] {
  if (shape.length !== 2)
    throw new ShapeError('errors', [shape], 'a vector a tick is expected', 'give shape [ticks, dimension]');
  return shape;
}
