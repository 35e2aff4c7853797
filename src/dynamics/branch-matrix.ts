/**
 * @file Symmetric matrices with branch-induced sparsity: entry (i, j) is 0 unless one joint lies on the other's path to
 * the base. Factors L' D L keep all these zeros (Featherstone 2008, sec. 6.5, tables 6.3 to 6.5).
 */
import { isKnownZero } from '../core/known-zero.ts';
import { div, sub } from '../core/ops/arithmetic.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { at, concat, reshape, stack } from '../core/ops/indexing.ts';
import { matmul, outer } from '../core/ops/linear-algebra.ts';
import { gatherFlat, scatterFlat } from '../core/ops/structural.ts';
import { eye, type PopulationTensor, zeros } from '../core/population-tensor.ts';

import { requireShapeOf } from '../core/shape.ts';
import { ArgumentError, ShapeError } from '../errors.ts';

/** Runs the work for row i of the factors, or of a solution, so that what it records can be labelled. */
export type ForRow = (i: number, part: 'factors' | 'solution', body: () => void) => void;

const unlabelled: ForRow = (_, __, body) => body();

/** The lower triangle's entries that are not 0, packed row by row: row i holds i, its parent, its parent's parent, ... */
export class BranchMatrix {
  /** For each row the columns of its entries. */
  readonly paths: readonly (readonly number[])[];
  readonly entries: PopulationTensor;
  readonly #parents: readonly number[];
  /** Position of each row's first entry. */
  readonly #begin: readonly number[];

  constructor(parents: readonly number[], entries: PopulationTensor) {
    this.#parents = parents;
    this.paths = pathsOf(parents);
    const count = this.paths.reduce((total, path) => total + path.length, 0);
    requireShapeOf('BranchMatrix', entries.shape, [count], 'an entry for each joint on a path');
    this.entries = entries;
    this.#begin = beginnings(this.paths);
  }

  /** From columns of the lower triangle: `rows` are the joints of the subtree, in any order. */
  static fromColumns(
    parents: readonly number[],
    columns: readonly { readonly rows: readonly number[]; readonly entries: PopulationTensor }[],
  ): BranchMatrix {
    const paths = pathsOf(parents);
    const begins = beginnings(columns.map(({ rows }) => rows));
    const places = columns.map(({ rows }, j) => new Map(rows.map((row, place) => [row, begins[j] + place])));
    const positions = paths.flatMap((path, i) => path.map((j) => places[j].get(i)!));
    const all = concat(columns.map(({ entries }) => entries));
    return new BranchMatrix(parents, gatherFlat(all, Int32Array.from(positions), [positions.length]));
  }

  /** The sum of entries at places of the lower triangle, each on the row's path; the rest is 0. */
  static sumOf(
    parents: readonly number[],
    places: readonly { readonly row: number; readonly column: number }[],
    entries: PopulationTensor,
  ): BranchMatrix {
    const paths = pathsOf(parents);
    const begins = beginnings(paths);
    const positions = places.map(({ row, column }) => begins[row] + paths[row].indexOf(column));
    const count = paths.reduce((total, path) => total + path.length, 0);
    return new BranchMatrix(parents, scatterFlat(entries, Int32Array.from(positions), [count]));
  }

  /** This plus a diagonal [n]; this itself where nothing is added. */
  plusDiagonal(diagonal: PopulationTensor): BranchMatrix {
    if (isKnownZero(diagonal)) return this;
    const { shape } = this.entries;
    return new BranchMatrix(
      this.#parents,
      add(this.entries, scatterFlat(diagonal, Int32Array.from(this.#begin), shape)),
    );
  }

  get size(): number {
    return this.paths.length;
  }

  /** The whole matrix, [n, n]. */
  dense(): PopulationTensor {
    const n = this.size;
    const positions = new Int32Array(n * n).fill(this.entries.size);
    this.paths.forEach((path, i) =>
      path.forEach((j, place) => {
        positions[i * n + j] = positions[j * n + i] = this.#begin[i] + place;
      }),
    );
    return gatherFlat(concat([this.entries, zeros([1])]), positions, [n, n]);
  }

  /** L and D with L' D L equal to this matrix, L lower triangular with unit diagonal and the same zeros. */
  factorize(forRow: ForRow = unlabelled): BranchFactors {
    let rest = this.entries;
    const rows: PopulationTensor[] = [];
    const reciprocals: PopulationTensor[] = [];
    for (let k = this.size - 1; k >= 0; k--)
      forRow(k, 'factors', () => {
        const ancestors = this.paths[k].slice(1);
        reciprocals[k] = div(1, at(rest, this.#begin[k]));
        const row = gatherFlat(rest, Int32Array.from(span(this.#begin[k] + 1, ancestors.length)), [ancestors.length]);
        rows[k] = mul(row, reciprocals[k]);
        if (ancestors.length === 0) return;
        const { nearer, farther } = pairsOf(ancestors.length);
        const products = mul(gatherFlat(rows[k], nearer, [nearer.length]), gatherFlat(row, farther, [farther.length]));
        const places = nearer.map((x, pair) => this.#begin[ancestors[x]] + farther[pair] - x);
        rest = sub(rest, scatterFlat(products, places, rest.shape));
      });
    return new BranchFactors(this.paths, rows, reciprocals, forRow);
  }
}

/** Factors of a matrix with branch-induced sparsity, ready to solve with. */
export class BranchFactors {
  readonly paths: readonly (readonly number[])[];
  /** Row i of L left of the diagonal, by the path of i. */
  readonly rows: readonly PopulationTensor[];
  /** 1 / D. */
  readonly reciprocals: readonly PopulationTensor[];
  readonly #forRow: ForRow;

  constructor(
    paths: readonly (readonly number[])[],
    rows: readonly PopulationTensor[],
    reciprocals: readonly PopulationTensor[],
    forRow: ForRow = unlabelled,
  ) {
    this.paths = paths;
    this.rows = rows;
    this.reciprocals = reciprocals;
    this.#forRow = forRow;
  }

  /** Factors of the matrix divided by a factor: solutions are multiplied by it. */
  divided(factor: number): BranchFactors {
    const reciprocals = this.reciprocals.map((reciprocal) => mul(factor, reciprocal));
    return new BranchFactors(this.paths, this.rows, reciprocals, this.#forRow);
  }

  /** The inverse [n, n], of which one triangle is computed. */
  inverse(): PopulationTensor {
    const n = this.paths.length;
    const upper = Int32Array.from({ length: n * n }, (_, p) => {
      const [i, j] = [Math.floor(p / n), p % n];
      return Math.min(i, j) * n + Math.max(i, j);
    });
    return gatherFlat(this.solve(eye(n)), upper, [n, n]);
  }

  /** x with L' D L x = b, for b [n] or several right sides [n, k]. */
  solve(b: PopulationTensor): PopulationTensor {
    const n = this.paths.length;
    const k = b.shape[1] ?? 1;
    if (b.shape[0] !== n || b.shape.length > 2)
      throw new ShapeError(
        'BranchFactors.solve',
        [b.shape],
        'the right side does not fit',
        `give shape [${n}] or [${n}, k]`,
      );
    const above = this.paths.map((path) => path.slice(1));
    let rest = reshape(b, [n, k]);
    for (let i = n - 1; i >= 0; i--) {
      if (above[i].length === 0) continue;
      const places = placesOfRows(above[i], k);
      this.#forRow(i, 'solution', () => {
        rest = sub(rest, scatterFlat(outer(this.rows[i], at(rest, i)), places, [n, k]));
      });
    }
    const x: PopulationTensor[] = [];
    for (let i = 0; i < n; i++)
      this.#forRow(i, 'solution', () => {
        const own = mul(this.reciprocals[i], at(rest, i));
        x[i] = above[i].length === 0 ? own : sub(own, matmul(this.rows[i], stack(above[i].map((j) => x[j]))));
      });
    return reshape(stack(x), b.shape);
  }
}

const span = (begin: number, count: number): number[] => Array.from({ length: count }, (_, i) => begin + i);

/** Every pair of a path's joints, by their places on the way to the base. */
function pairsOf(count: number): { readonly nearer: Int32Array; readonly farther: Int32Array } {
  const [nearer, farther] = [0, 1].map(() => new Int32Array((count * (count + 1)) / 2));
  let pair = 0;
  for (let x = 0; x < count; x++)
    for (let y = x; y < count; y++) {
      nearer[pair] = x;
      farther[pair++] = y;
    }
  return { nearer, farther };
}

/** Positions of whole rows in a matrix of so many columns. */
function placesOfRows(rows: readonly number[], columns: number): Int32Array {
  const places = new Int32Array(rows.length * columns);
  let place = 0;
  for (const row of rows) for (let column = 0; column < columns; column++) places[place++] = row * columns + column;
  return places;
}

function pathsOf(parents: readonly number[]): number[][] {
  const paths: number[][] = [];
  parents.forEach((parent, i) => {
    if (!Number.isInteger(parent) || parent < -1 || parent >= i)
      throw new ArgumentError(`parents[${i}]`, String(parent), `-1, or the index of an earlier joint`);
    paths[i] = parent < 0 ? [i] : [i, ...paths[parent]];
  });
  return paths;
}

function beginnings(lists: readonly (readonly number[])[]): number[] {
  let position = 0;
  return lists.map(({ length }) => (position += length) - length);
}
