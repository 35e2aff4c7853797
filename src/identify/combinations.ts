/** @file Which combinations of numbers are determined where the numbers themselves are not: base parameters, as the literature calls them. */
import { requireList } from '../core/arguments.ts';
import { formatNumber } from '../text/quantities.ts';

/** A sum of numbers, by their places. */
export interface Combination {
  readonly terms: readonly { readonly place: number; readonly factor: number }[];
}

/** What changes that nothing shows leave. */
export interface Regrouped {
  /** Numbers that have no effect on their own. */
  readonly without: readonly number[];
  /** What is determined of the others that have no value of their own. */
  readonly combinations: readonly Combination[];
}

/** Of the largest entry of a change: what is less has no part in it. */
const leastEntry = 1e-5;

/**
 * Of changes of numbers that nothing shows, [numbers] each, in units in which all are about as large: they are brought to a form in which each has one
 * number to itself, which is then counted with the others (the regrouping of base parameters, Gautier and Khalil 1990).
 */
export function regrouped(changes: readonly Float64Array[], scales: Float64Array): Regrouped {
  requireList('changes', changes);
  const rows = changes.map((change) => change.map((entry, j) => entry / scales[j])).map(normalized);
  const pivots = reduced(rows);
  const count = scales.length;
  const free = Array.from({ length: count }, (_, j) => j).filter((j) => !pivots.includes(j));
  const part = (row: number, j: number): number =>
    pivots[row] < 0 || Math.abs(rows[row][j]) < leastEntry ? 0 : rows[row][j];
  const without = pivots.filter((pivot, row) => pivot >= 0 && free.every((j) => part(row, j) === 0));
  const combinations = free.flatMap((j): Combination[] => {
    const others = pivots.flatMap((place, row) =>
      part(row, j) === 0 ? [] : [{ place, factor: (-part(row, j) * scales[j]) / scales[place] }],
    );
    return others.length === 0 ? [] : [{ terms: [{ place: j, factor: 1 }, ...others] }];
  });
  return { without, combinations };
}

const normalized = (row: Float64Array): Float64Array => {
  const most = row.reduce((so, entry) => Math.max(so, Math.abs(entry)), 0);
  return most === 0 ? row : row.map((entry) => entry / most);
};

/** Gauss and Jordan's elimination in place; the pivot of each row, -1 of one that depends on the others. Of entries about as large the later one is taken. */
function reduced(rows: Float64Array[]): number[] {
  const pivots = rows.map(() => -1);
  for (let done = 0; done < rows.length; done++) {
    let [best, at, most] = [-1, -1, leastEntry];
    rows.forEach((row, i) => {
      if (pivots[i] >= 0) return;
      row.forEach((entry, j) => {
        if (Math.abs(entry) > most * 1.01 || (Math.abs(entry) > most * 0.99 && j > at))
          [best, at, most] = [i, j, Math.abs(entry)];
      });
    });
    if (best < 0) break;
    pivots[best] = at;
    const pivot = rows[best][at];
    rows[best] = rows[best].map((entry) => entry / pivot);
    rows.forEach((row, i) => {
      if (i !== best) rows[i] = row.map((entry, j) => entry - row[at] * rows[best][j]);
    });
  }
  return pivots;
}

/** "mass of a + 0.5 x mass of b". */
export function wordsOf({ terms }: Combination, names: readonly string[]): string {
  return terms
    .map(({ place, factor }, i) => {
      const size = Math.abs(factor);
      const said = Math.abs(size - 1) < 5e-4 ? names[place] : `${formatNumber(size)} × ${names[place]}`;
      if (i === 0) return factor < 0 ? `-${said}` : said;
      return `${factor < 0 ? '-' : '+'} ${said}`;
    })
    .join(' ');
}
