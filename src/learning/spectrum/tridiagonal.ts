/** @file Eigenvalues and eigenvectors of a symmetric tridiagonal matrix: implicit QR steps with Wilkinson's shift. */
import { requireInstance, requireOptions } from '../../core/arguments.ts';
import { largest } from '../../core/largest.ts';
import { ArgumentError } from '../../errors.ts';

/** Eigenvalues, ascending, and of each the ends of its unit eigenvector; the vectors themselves where they were asked for. */
export interface TridiagonalEigen {
  readonly values: Float64Array;
  /** First component of each eigenvector. */
  readonly first: Float64Array;
  /** Last component of each eigenvector. */
  readonly last: Float64Array;
  /** One a value; empty where none were asked for. */
  readonly vectors: readonly Float64Array[];
}

/** A power of two near x: dividing by it is exact, and squares neither overflow nor vanish. */
export function scaleOf(x: number): number {
  let scale = 1;
  while (scale < x && scale < 2 ** 1023) scale *= 2;
  while (scale > 2 * x && scale > 2 ** -1000) scale /= 2;
  return scale;
}

/** Cosine and sine of the rotation that turns (x, z) into (r, 0). */
function rotationOf(x: number, z: number): readonly [cosine: number, sine: number] {
  if (z === 0) return [1, 0];
  // where squares would lose their digits, or vanish, a power of two more
  const lift = Math.abs(x) < 2 ** -400 && Math.abs(z) < 2 ** -400 ? 2 ** 650 : 1;
  const [a, b] = [lift * x, lift * z];
  const r = Math.sqrt(a * a + b * b);
  return [a / r, b / r];
}

function rotateColumns(left: Float64Array, right: Float64Array, c: number, s: number): void {
  for (let k = 0; k < left.length; k++) {
    const [a, b] = [left[k], right[k]];
    left[k] = c * a + s * b;
    right[k] = c * b - s * a;
  }
}

/** The eigenvalue of the last two rows that is nearer to the last entry. */
function shiftOf(d: Float64Array, e: Float64Array, end: number): number {
  const half = (d[end - 1] - d[end]) / 2;
  const off = e[end - 1];
  const root = Math.abs(half) + Math.sqrt(half * half + off * off);
  return root === 0 ? d[end] : d[end] - ((half < 0 ? -1 : 1) * off * off) / root;
}

/** One step on the rows from `start` to `end`: the bulge of the first rotation is chased down. */
function qrStep(d: Float64Array, e: Float64Array, columns: readonly Float64Array[], start: number, end: number): void {
  let x = d[start] - shiftOf(d, e, end);
  let z = e[start];
  for (let k = start; k < end; k++) {
    const [c, s] = rotationOf(x, z);
    if (k > start) e[k - 1] = c * x + s * z;
    const change = s * (s * (d[k + 1] - d[k]) + 2 * c * e[k]);
    e[k] = c * s * (d[k + 1] - d[k]) + (c * c - s * s) * e[k];
    d[k] += change;
    d[k + 1] -= change;
    rotateColumns(columns[k], columns[k + 1], c, s);
    if (k + 1 === end) continue;
    [x, z] = [e[k], s * e[k + 1]];
    e[k + 1] *= c;
  }
}

/**
 * Makes T = (d on the diagonal, e beside it) diagonal, in place: d become its eigenvalues in no order, and the columns C become C Q where
 * T = Q diag(d) Q'. The last of e is not read.
 */
export function diagonalize(d: Float64Array, e: Float64Array, columns: readonly Float64Array[]): void {
  const scale = scaleOf(largest(largest(0, d.map(Math.abs)), e.map(Math.abs)));
  for (let i = 0; i < d.length; i++) [d[i], e[i]] = [d[i] / scale, e[i] / scale];
  const isZero = (k: number): boolean =>
    Math.abs(e[k]) <= Number.EPSILON * (Math.abs(d[k]) + Math.abs(d[k + 1])) || Math.abs(e[k]) < 2 ** -500;
  let end = d.length - 1;
  while (end > 0) {
    if (isZero(end - 1)) {
      e[--end] = 0;
      continue;
    }
    let start = end - 1;
    while (start > 0 && !isZero(start - 1)) start--;
    qrStep(d, e, columns, start, end);
  }
  for (let i = 0; i < d.length; i++) d[i] *= scale;
}

/** Places of the values, the smallest first. */
export const ascending = (values: Float64Array): number[] =>
  Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b] || a - b);

/** Refuses numbers that are not all finite. */
export function requireFiniteNumbers(argument: string, values: Float64Array): void {
  requireInstance(argument, values, Float64Array);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new ArgumentError(`${argument}[${bad}]`, `${values[bad]}`, 'a finite number');
}

/**
 * Eigenvalues of the symmetric tridiagonal matrix with `diagonal` [n] and `beside` it [n - 1], with first and last components of its
 * unit eigenvectors; with `vectors` these as a whole. Implicit QR steps with Wilkinson's shift (Golub and Van Loan 2013, algorithm
 * 8.3.3). Throws an ArgumentError where the sizes do not fit or a number is not finite.
 */
export function tridiagonalEigen(
  diagonal: Float64Array,
  beside: Float64Array,
  options: { readonly vectors?: boolean } = {},
): TridiagonalEigen {
  requireOptions('tridiagonalEigen', options, ['vectors']);
  requireFiniteNumbers('diagonal', diagonal);
  requireFiniteNumbers('beside', beside);
  const n = diagonal.length;
  if (beside.length !== Math.max(0, n - 1))
    throw new ArgumentError('beside', `${beside.length} numbers`, `${Math.max(0, n - 1)} numbers`);
  const rows = options.vectors ? n : 2;
  const columns = Array.from({ length: n }, (_, k) => {
    const column = new Float64Array(rows);
    if (options.vectors) column[k] = 1;
    else {
      if (k === 0) column[0] = 1;
      if (k === n - 1) column[1] = 1;
    }
    return column;
  });
  const values = diagonal.slice();
  const rest = new Float64Array(n);
  rest.set(beside);
  diagonalize(values, rest, columns);
  const order = ascending(values);
  return {
    values: Float64Array.from(order, (i) => values[i]),
    first: Float64Array.from(order, (i) => columns[i][0]),
    last: Float64Array.from(order, (i) => columns[i][rows - 1]),
    vectors: options.vectors ? order.map((i) => columns[i]) : [],
  };
}
