/** @file The directions in which rows of numbers vary most: the largest eigenvalues of their matrix of products. */
import { norm } from '../../core/member-norms.ts';
import { normal } from '../../core/random.ts';
import { dotProduct } from './vectors.ts';

/** Directions that are iterated together: convergence goes by the ratio of the ninth eigenvalue to the second. */
const blockSize = 8;
const mostIterations = 500;
/** Change of the first two eigenvalues, as a part of the first, at which they have converged: their vectors have to half the digits. */
const tolerance = 1e-15;
/** Off-diagonal part at which Jacobi's sweeps end. */
const mostSweeps = 30;

/** Eigenvalues in descending order, and their unit vectors. */
interface Pairs {
  readonly values: Float64Array;
  readonly vectors: readonly Float64Array[];
}

/** All eigenpairs of a small symmetric matrix, by cyclic Jacobi rotations (Golub and Van Loan, sec. 8.5). */
export function jacobiEigenpairs(matrix: readonly Float64Array[]): Pairs {
  const n = matrix.length;
  const a = matrix.map((row) => row.slice());
  const v = a.map((_, i) => Float64Array.from({ length: n }, (_x, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let isDiagonal = true;
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) if (rotate(a, v, p, q)) isDiagonal = false;
    if (isDiagonal) break;
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j][j] - a[i][i] || i - j);
  return { values: Float64Array.from(order, (i) => a[i][i]), vectors: order.map((i) => v[i]) };
}

/** Makes a[p][q] zero; says whether it was not. Rows of v are the vectors. */
function rotate(a: Float64Array[], v: Float64Array[], p: number, q: number): boolean {
  const off = a[p][q];
  if (Math.abs(off) <= Number.EPSILON * 0.25 * Math.sqrt(Math.abs(a[p][p])) * Math.sqrt(Math.abs(a[q][q])))
    return false;
  const theta = (a[q][q] - a[p][p]) / (2 * off);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < a.length; k++) {
    [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
    [v[p][k], v[q][k]] = [c * v[p][k] - s * v[q][k], s * v[p][k] + c * v[q][k]];
  }
  for (let k = 0; k < a.length; k++) [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
  a[p][q] = a[q][p] = 0;
  return true;
}

/** Each vector made orthogonal to those before it, twice, and of length 1; one that has nothing left is 0. */
function orthonormalized(vectors: readonly Float64Array[]): Float64Array[] {
  const made: Float64Array[] = [];
  for (const vector of vectors) {
    let rest = vector;
    const before = norm(vector);
    for (let pass = 0; pass < 2; pass++)
      for (const unit of made) {
        const part = dotProduct(unit, rest);
        rest = rest.map((entry, i) => entry - part * unit[i]);
      }
    const length = norm(rest);
    made.push(length > 1e-13 * before ? rest.map((entry) => entry / length) : new Float64Array(rest.length));
  }
  return made;
}

/** The largest eigenpairs of a symmetric matrix without negative eigenvalues, by subspace iteration with Rayleigh and Ritz. */
export function largestEigenpairs(matrix: readonly Float64Array[], seed = 0): Pairs {
  const n = matrix.length;
  const block = Math.min(n, blockSize);
  const apply = (x: Float64Array): Float64Array => Float64Array.from(matrix, (row) => dotProduct(row, x));
  let vectors = orthonormalized(Array.from({ length: block }, (_, k) => normal({ seed, step: k }, n)));
  let values: Float64Array = new Float64Array(block);
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const images = vectors.map(apply);
    const { values: found, vectors: weights } = jacobiEigenpairs(
      vectors.map((x) => Float64Array.from(images, (y) => dotProduct(x, y))),
    );
    const combined = (parts: readonly Float64Array[], w: Float64Array): Float64Array =>
      Float64Array.from({ length: n }, (_, i) => parts.reduce((total, part, k) => total + w[k] * part[i], 0));
    const change = Math.abs(found[0] - values[0]) + Math.abs((found[1] ?? 0) - (values[1] ?? 0));
    values = found;
    const ritz = weights.map((w) => combined(vectors, w));
    if (change <= tolerance * found[0] || block === n) return { values, vectors: orthonormalized(ritz) };
    vectors = orthonormalized(weights.map((w) => combined(images, w)));
  }
  return { values, vectors };
}
