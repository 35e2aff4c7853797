/** @file Cholesky factor of the free block of a small matrix, rows and columns of what is held masked; it says whether it is positive. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import { tensor } from '../core/population-tensor.ts';
import { div, sqrt, sub } from '../core/ops/arithmetic.ts';
import { less } from '../core/ops/comparison.ts';
import { choose, mul } from '../core/ops/elementwise.ts';
import { at, stack } from '../core/ops/indexing.ts';

/** A pivot below this part of its diagonal entry is rounding: the matrix is not positive. */
const roundingOfPivot = 2 ** -48;

/** L of L L' = H_ff, with rows and columns of the unit matrix where nothing is free. */
export type FreeFactor = {
  /** Rows of L before the diagonal, [m, below m]. */
  readonly rows: readonly (readonly PopulationTensor[])[];
  /** Inverses of its diagonal, [m]. */
  readonly inverses: readonly PopulationTensor[];
  /** 1 where all pivots are positive and finite, else 0, also where they are NaN. */
  readonly isPositive: PopulationTensor;
};

/** Factor of H [m, m], of which the lower half is read; `free` [m] is 1 or 0, all where not given. */
export function factorOfFree(H: PopulationTensor, free?: PopulationTensor): FreeFactor {
  const rows: PopulationTensor[][] = [];
  const inverses: PopulationTensor[] = [];
  let isPositive = tensor(1);
  for (let i = 0; i < H.shape[0]; i++) {
    rows.push([]);
    for (let j = 0; j <= i; j++) {
      const entry = maskedEntry(H, free, i, j);
      let rest = entry;
      for (let k = 0; k < j; k++) rest = sub(rest, mul(rows[i][k], rows[j][k]));
      if (j < i) rows[i].push(mul(rest, inverses[j]));
      else {
        const isSound = mul(less(mul(roundingOfPivot, entry), rest), mul(less(0, rest), less(rest, Infinity)));
        isPositive = mul(isPositive, isSound);
        inverses.push(div(1, sqrt(rest)));
      }
    }
  }
  return { rows, inverses, isPositive };
}

/** What is held has a row and a column of the unit matrix. Entries of what is free are not rounded. */
function maskedEntry(H: PopulationTensor, free: PopulationTensor | undefined, i: number, j: number): PopulationTensor {
  const entry = at(H, i, j);
  if (!free) return entry;
  return i === j ? choose(at(free, i), entry, 1) : mul(mul(at(free, i), at(free, j)), entry);
}

/** x with L L' x = b, of b [m, …]. */
export function solveFactored({ rows, inverses }: FreeFactor, b: PopulationTensor): PopulationTensor {
  const m = rows.length;
  const x = Array.from({ length: m }, (_, i) => at(b, i));
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < i; k++) x[i] = sub(x[i], mul(rows[i][k], x[k]));
    x[i] = mul(x[i], inverses[i]);
  }
  for (let i = m - 1; i >= 0; i--) {
    for (let k = i + 1; k < m; k++) x[i] = sub(x[i], mul(rows[k][i], x[k]));
    x[i] = mul(x[i], inverses[i]);
  }
  return stack(x);
}
