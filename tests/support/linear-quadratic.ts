/** @file Linear-quadratic problems in plain numbers, a textbook's Riccati recursion for them, and the whole horizon as one dense program. */
import type { KnotModels } from '../../src/plan/planning.ts';
import type { Random } from './random.ts';

export type Matrix = readonly (readonly number[])[];

export const multiplied = (X: Matrix, Y: Matrix): number[][] =>
  X.map((row) => Y[0].map((_, j) => row.reduce((sum, x, l) => sum + x * Y[l][j], 0)));
export const transposed = (X: Matrix): number[][] => X[0].map((_, j) => X.map((row) => row[j]));
export const summed = (...list: readonly Matrix[]): number[][] =>
  list[0].map((row, i) => row.map((_, j) => list.reduce((sum, X) => sum + X[i][j], 0)));
const applied = (X: Matrix, x: readonly number[]): number[] => X.map((row) => inner(row, x));
export const inner = (x: readonly number[], y: readonly number[]): number => x.reduce((sum, a, i) => sum + a * y[i], 0);
const scaled = (s: number, X: Matrix): number[][] => X.map((row) => row.map((x) => s * x));

/** X^-1 Y by elimination with row exchanges. */
export function solved(X: Matrix, Y: Matrix): number[][] {
  const rows = X.map((row, i) => [...row, ...Y[i]]);
  for (let i = 0; i < rows.length; i++) {
    const best = rows.reduce((b, row, r) => (r > i && Math.abs(row[i]) > Math.abs(rows[b][i]) ? r : b), i);
    [rows[i], rows[best]] = [rows[best], rows[i]];
    for (let r = 0; r < rows.length; r++)
      if (r !== i) {
        const factor = rows[r][i] / rows[i][i];
        rows[r] = rows[r].map((x, j) => x - factor * rows[i][j]);
      }
  }
  return rows.map((row, i) => row.slice(X.length).map((x) => x / row[i]));
}

/** A knot: x+ = A x + B u + c, and what it costs by x, u and x+. */
export interface LinearKnot {
  readonly A: Matrix;
  readonly B: Matrix;
  readonly c: readonly number[];
  readonly x: readonly number[];
  readonly u: readonly number[];
  readonly xx: Matrix;
  readonly ux: Matrix;
  readonly uu: Matrix;
  readonly arrival: { readonly x: readonly number[]; readonly xx: Matrix };
}

/** A random problem: convex, with cross terms; the first costs nothing at 0. */
export function randomProblem(random: Random, knots: number, n: number, m: number): LinearKnot[] {
  const vector = (size: number, scale = 1): number[] =>
    Array.from({ length: size }, () => scale * random.uniform(-1, 1));
  const matrix = (rows: number, columns: number, scale = 1): number[][] =>
    Array.from({ length: rows }, () => vector(columns, scale));
  return Array.from({ length: knots }, () => {
    const root = matrix(n + m, n + m);
    const joint = multiplied(root, transposed(root));
    const half = matrix(n, n);
    return {
      A: summed(
        matrix(n, n, 0.4),
        matrix(n, n, 0).map((row, i) => row.with(i, 0.8)),
      ),
      B: matrix(n, m),
      c: vector(n, 0.3),
      x: vector(n),
      u: vector(m),
      xx: joint.slice(0, n).map((row) => row.slice(0, n)),
      ux: joint.slice(n).map((row) => row.slice(0, n)),
      uu: joint.slice(n).map((row, i) => row.slice(n).map((x, j) => x + (i === j ? 0.2 : 0))),
      arrival: { x: vector(n), xx: multiplied(half, transposed(half)) },
    };
  });
}

/** Where a knot leads. */
export const led = ({ A, B, c }: LinearKnot, x: readonly number[], u: readonly number[]): number[] =>
  A.map((row, i) => inner(row, x) + inner(B[i], u) + c[i]);

/** What a knot costs from x under u, of which the next state is x+. */
export function costOf(
  knot: LinearKnot,
  x: readonly number[],
  u: readonly number[],
  next: readonly number[] = led(knot, x, u),
): number {
  return (
    inner(knot.x, x) +
    inner(knot.u, u) +
    inner(x, applied(knot.xx, x)) / 2 +
    inner(u, applied(knot.ux, x)) +
    inner(u, applied(knot.uu, u)) / 2 +
    inner(knot.arrival.x, next) +
    inner(next, applied(knot.arrival.xx, next)) / 2
  );
}

/** States x_0 … x_N of forces from x_0, and what they cost. */
export function rolledOut(
  problem: readonly LinearKnot[],
  start: readonly number[],
  forces: Matrix,
): { states: number[][]; cost: number } {
  const states = [[...start]];
  let cost = 0;
  problem.forEach((knot, k) => {
    cost += costOf(knot, states[k], forces[k]);
    states.push(led(knot, states[k], forces[k]));
  });
  return { states, cost };
}

/** The knots' models about states [N + 1] and forces [N]. */
export function modelsAbout(problem: readonly LinearKnot[], states: Matrix, forces: Matrix): KnotModels {
  const next = problem.map((knot, k) => led(knot, states[k], forces[k]));
  const rows = (of: (knot: LinearKnot, k: number) => readonly number[]): Float64Array =>
    Float64Array.from(problem.flatMap(of));
  const plus = (...vectors: readonly (readonly number[])[]): number[] =>
    vectors[0].map((_, i) => vectors.reduce((s, v) => s + v[i], 0));
  return {
    next: { q: rows((_, k) => next[k]), v: new Float64Array(0) },
    gaps: rows((_, k) => next[k].map((x, i) => x - states[k + 1][i])),
    A: rows(({ A }) => A.flat()),
    B: rows(({ B }) => B.flat()),
    cost: rows((knot, k) => [costOf(knot, states[k], forces[k], states[k + 1])]),
    departure: {
      x: rows((knot, k) => plus(knot.x, applied(knot.xx, states[k]), applied(transposed(knot.ux), forces[k]))),
      u: rows((knot, k) => plus(knot.u, applied(knot.ux, states[k]), applied(knot.uu, forces[k]))),
      xx: rows(({ xx }) => xx.flat()),
      ux: rows(({ ux }) => ux.flat()),
      uu: rows(({ uu }) => uu.flat()),
    },
    arrival: {
      x: rows(({ arrival }, k) => plus(arrival.x, applied(arrival.xx, states[k + 1]))),
      xx: rows(({ arrival }) => arrival.xx.flat()),
    },
  };
}

/** u = k + K x by a textbook: the cost of arrival is one of x and u, and P = Qxx - Qux' Quu^-1 Qux. */
export function textbookPolicy(problem: readonly LinearKnot[]): { readonly k: number[]; readonly K: number[][] }[] {
  const n = problem[0].A.length;
  let P: number[][] = problem[0].A.map((row) => row.map(() => 0));
  let p: number[] = new Array<number>(n).fill(0);
  return [...problem]
    .reverse()
    .map(({ A, B, c, x, u, xx, ux, uu, arrival }) => {
      const [At, Bt] = [transposed(A), transposed(B)];
      const W = summed(P, arrival.xx);
      const w = applied(W, c).map((value, i) => value + p[i] + arrival.x[i]);
      const Qxx = summed(xx, multiplied(At, multiplied(W, A)));
      const Qux = summed(ux, multiplied(Bt, multiplied(W, A)));
      const Quu = summed(uu, multiplied(Bt, multiplied(W, B)));
      const [Qx, Qu] = [applied(At, w).map((value, i) => value + x[i]), applied(Bt, w).map((value, i) => value + u[i])];
      const K = scaled(-1, solved(Quu, Qux));
      const k = solved(
        Quu,
        Qu.map((value) => [-value]),
      ).flat();
      P = summed(Qxx, multiplied(transposed(Qux), K));
      p = applied(transposed(Qux), k).map((value, i) => value + Qx[i]);
      return { k, K };
    })
    .reverse();
}

/** The cost of all forces in a row: 1/2 U' H U + g' U and a constant. */
export function wholeHorizon(
  problem: readonly LinearKnot[],
  start: readonly number[],
): { readonly H: number[][]; readonly g: number[] } {
  const m = problem[0].B[0].length;
  const size = problem.length * m;
  const forcesOf = (U: readonly number[]): number[][] => problem.map((_, k) => U.slice(k * m, (k + 1) * m));
  const cost = (...ones: readonly number[]): number => {
    const U = new Array<number>(size).fill(0);
    for (const i of ones) U[i] += 1;
    return rolledOut(problem, start, forcesOf(U)).cost;
  };
  // a quadratic is known by its values at sums of unit vectors
  const none = cost();
  const single = Array.from({ length: size }, (_, i) => cost(i));
  const H = single.map((a, i) => single.map((b, j) => cost(i, j) - a - b + none));
  return { H, g: single.map((a, i) => a - none - H[i][i] / 2) };
}
