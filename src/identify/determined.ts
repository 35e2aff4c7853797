/** @file What recordings determine: singular values of the scaled equations, confidence, and the directions in which nothing is told. */
import { requireInteger, requireParts } from '../core/arguments.ts';
import { largest } from '../core/largest.ts';
import type { Rows } from './elimination.ts';
import { singularValues } from './singular-values.ts';

/** How well coordinates are known. */
export interface Knowledge {
  /** Of J'J with columns of length 1: largest by smallest eigenvalue; Infinity where a column is 0. */
  readonly condition: number;
  /** Changes of the coordinates that no recording shows, [size] each: an orthonormal basis in scaled coordinates, scaled back. */
  readonly nulls: readonly Float64Array[];
  /**
   * Standard deviation of a number with these slopes by the coordinates, for residuals of deviation 1; Infinity where it moves along
   * a change that no recording shows.
   */
  readonly deviation: (slopes: Float64Array) => number;
}

/** Of the largest singular value: below it there is no information, J'J is singular to working precision. */
const leastSingular = 1e-6;
/** Of the largest column: a change of a coordinate by 1 that shows this little is not seen. */
const leastColumn = 1e-9;
/** Part of a number's slopes that counts as along a change that nothing shows. */
const leastPart = 1e-4;

/** Lengths of the first columns of rows. */
export function columnLengths({ columns, data }: Rows, size: number): Float64Array {
  const squares = new Float64Array(size);
  for (let at = 0; at < data.length; at++) if (at % columns < size) squares[at % columns] += data[at] ** 2;
  return squares.map(Math.sqrt);
}

/** Of a column as it was before something else was eliminated: what is left below it is rounding. */
export const leastLeft = 1e-6;

/**
 * Of rows [.., size + 1] of equations, the last column the right-hand side; with the lengths of columns before anything else was
 * eliminated.
 */
export function knowledgeOf(rows: Rows, size: number, before: Float64Array = new Float64Array(size)): Knowledge {
  requireParts('rows', rows, { columns: 'a number', data: 'an object' });
  requireInteger('size', size, 0);
  const lengths = columnLengths(rows, size);
  const seen = leastColumn * largest(0, lengths);
  const isSeen = (j: number): boolean => lengths[j] > Math.max(seen, leastLeft * before[j]);
  const live = Array.from(lengths.keys()).filter(isSeen);
  const dead = Array.from(lengths.keys()).filter((j) => !isSeen(j));
  const { values, vectors } = scaledSingular(rows, live, lengths);
  const isNull = Array.from(values, (value) => !(value > leastSingular * values[0]));
  const unscaled = (vector: Float64Array): Float64Array => {
    const change = new Float64Array(size);
    live.forEach((j, i) => (change[j] = vector[i] / lengths[j]));
    return change;
  };
  const unit = (j: number): Float64Array => Float64Array.from({ length: size }, (_, i) => (i === j ? 1 : 0));
  const smallest = values.at(-1) ?? 0;
  return {
    condition: dead.length > 0 || smallest === 0 ? Infinity : (values[0] / smallest) ** 2,
    nulls: [...dead.map(unit), ...vectors.filter((_, k) => isNull[k]).map(unscaled)],
    deviation: (slopes) => {
      const length = Math.sqrt(slopes.reduce((sum, slope) => sum + slope * slope, 0));
      if (dead.some((j) => Math.abs(slopes[j]) > leastPart * length)) return Infinity;
      const scaled = live.map((j) => slopes[j] / lengths[j]);
      const whole = Math.sqrt(scaled.reduce((sum, part) => sum + part * part, 0));
      let variance = 0;
      for (const [k, vector] of vectors.entries()) {
        const part = scaled.reduce((sum, slope, i) => sum + slope * vector[i], 0);
        if (!isNull[k]) variance += (part / values[k]) ** 2;
        else if (Math.abs(part) > leastPart * whole) return Infinity;
      }
      return Math.sqrt(variance);
    },
  };
}

/** Singular values of the live columns, each of length 1. */
function scaledSingular({ columns, data }: Rows, live: readonly number[], lengths: Float64Array) {
  const rows = data.length / columns;
  const matrix = new Float64Array(rows * live.length);
  for (let i = 0; i < rows; i++)
    live.forEach((j, c) => (matrix[i * live.length + c] = data[i * columns + j] / lengths[j]));
  return singularValues(matrix, live.length);
}
