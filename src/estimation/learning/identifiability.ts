/** @file What data say of parameters, by the curvature of their likelihood: standard errors, and directions that they say nothing of. */
import { requireList, requireText } from '../../core/arguments.ts';
import { matrixOf, requireSquare, symmetricEigen } from '../small-matrices.ts';

/** A combination of parameters that the data do not tell from others. */
export interface FlatDirection {
  /** Standard error along it; Infinity where there is no curvature. */
  readonly standardError: number;
  /** Its entries, one a parameter, of length 1. */
  readonly entries: readonly number[];
  readonly words: string;
}

/** How well parameters are known. */
export interface Identifiability {
  /** One a parameter; of a logarithm it is the relative error. Infinity where a flat direction has part in it. */
  readonly standardErrors: readonly number[];
  /** Curvatures of the negative log-likelihood, ascending. */
  readonly curvatures: readonly number[];
  /** The flattest first. */
  readonly flat: readonly FlatDirection[];
}

/** A curvature below this, of the largest, is rounding. */
const leastCurvature = 1e-12;
/** A direction is flat where its 95 % interval is wider than a factor of e to either side. */
const widestError = 0.5;
/** Entries that a direction's words name. */
const leastNamed = 0.3;

/** Of the Hessian [k][k] of a negative log-likelihood of all data where it is least: its inverse is the covariance of the estimate. */
export function identifiability(hessian: readonly (readonly number[])[], names: readonly string[]): Identifiability {
  requireSquare('hessian', hessian);
  requireList('names', names);
  names.forEach((name, i) => requireText(`names[${i}]`, name));
  const n = hessian.length;
  const { values, vectors } = symmetricEigen(matrixOf(n, n, (i, j) => (hessian[i][j] + hessian[j][i]) / 2));
  const largest = Math.max(0, values[n - 1] ?? 0);
  const errors = values.map((value) => (value > leastCurvature * largest ? 1 / Math.sqrt(value) : Infinity));
  const part = (entry: number, error: number): number => (Math.abs(entry) < 1e-9 ? 0 : entry * error) ** 2;
  return {
    standardErrors: names.map((_, i) => Math.sqrt(vectors.reduce((sum, row, k) => sum + part(row[i], errors[k]), 0))),
    curvatures: values,
    flat: errors.flatMap((standardError, k) =>
      standardError > widestError ? [{ standardError, entries: vectors[k], words: wordsOf(vectors[k], names) }] : [],
    ),
  };
}

/** "deviation of camera up and process noise down together". */
function wordsOf(entries: readonly number[], names: readonly string[]): string {
  const order = entries.map((_, i) => i).sort((i, j) => Math.abs(entries[j]) - Math.abs(entries[i]));
  const named = order.filter((i) => Math.abs(entries[i]) >= leastNamed);
  const sign = Math.sign(entries[named[0]]);
  const said = named.map((i) => `${names[i]} ${entries[i] * sign > 0 ? 'up' : 'down'}`);
  return said.length === 1
    ? `the data say nothing of ${names[named[0]]}`
    : `the data do not tell ${said.join(' and ')} from what they are now`;
}
