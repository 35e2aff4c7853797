/** @file Least squares over segments that go on from one another: each start is eliminated by the next, and what is left tells what all share. */
import { requireParts } from '../core/arguments.ts';
import { backSubstituted, type Rows, stacked, triangular } from './elimination.ts';

/** What a segment says of its own start and of what is shared, J d = -r. */
export interface SegmentEquations {
  /** Columns [own | shared | right-hand side], upper triangular or not. */
  readonly rows: Rows;
  /** Where it goes on: rows of its end less the next start, [own | shared | right-hand side], and the weight of each number of the next start. */
  readonly link?: { readonly rows: Rows; readonly next: Float64Array };
}

/** Segments one after another; a segment without a link ends a recording. */
export interface Equations {
  readonly own: number;
  readonly shared: number;
  readonly segments: readonly SegmentEquations[];
}

/** Damping of a step: rows that ask for 0, a weight a number. */
export interface Damping {
  readonly shared: Float64Array;
  readonly own: readonly Float64Array[];
}

/** A step, and what the linear model says of it. */
export interface Solution {
  readonly shared: Float64Array;
  readonly own: readonly Float64Array[];
  /** Square of what is left of the right-hand side, rows of the damping included. */
  readonly rest: number;
}

/** Top rows of an elimination, from which a start follows when the rest is known. */
interface Eliminated {
  readonly rows: Rows;
  readonly hasNext: boolean;
}

/** The block of a segment, where it goes on with the columns of the next start between. */
function blockOf(
  { own, shared }: Equations,
  { rows, link }: SegmentEquations,
  carried: Float64Array,
  damping?: Float64Array,
): Rows {
  const narrow = own + shared + 1;
  const weights = diagonal(damping ?? new Float64Array(0), narrow);
  const plain = stacked(narrow, [carried, rows.data, weights]);
  if (!link) return plain;
  const columns = narrow + own;
  const wide = widened(plain, own, own);
  const joined = widened(link.rows, own, own);
  for (let i = 0; i < own; i++) joined.data[i * columns + own + i] = -link.next[i];
  return stacked(columns, [wide.data, joined.data]);
}

/** Rows with a weight each on the diagonal. */
function diagonal(weights: Float64Array, columns: number, first = 0): Float64Array {
  const data = new Float64Array(weights.length * columns);
  weights.forEach((weight, i) => (data[i * columns + first + i] = weight));
  return data;
}

/** The same rows with columns of 0 put in at a place. */
function widened({ columns, data }: Rows, at: number, count: number): { columns: number; data: Float64Array } {
  const rows = data.length / columns;
  const wide = new Float64Array(rows * (columns + count));
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) wide[i * (columns + count) + (j < at ? j : j + count)] = data[i * columns + j];
  return { columns: columns + count, data: wide };
}

/** Rows without their first rows and columns. */
function without({ columns, data }: Rows, count: number): Float64Array {
  const rows = Math.max(0, data.length / columns - count);
  const rest = new Float64Array(rows * (columns - count));
  for (let i = 0; i < rows; i++)
    for (let j = count; j < columns; j++) rest[i * (columns - count) + j - count] = data[(i + count) * columns + j];
  return rest;
}

function eliminate(equations: Equations, damping?: Damping): { readonly tops: Eliminated[]; readonly left: Rows } {
  const { own, shared, segments } = equations;
  const lefts: Float64Array[] = [];
  let carried = new Float64Array(0);
  const tops = segments.map((segment, i): Eliminated => {
    const block = triangular(blockOf(equations, segment, carried, damping?.own[i]));
    const below = without(block, own);
    if (segment.link) carried = below as Float64Array<ArrayBuffer>;
    else {
      carried = new Float64Array(0);
      lefts.push(below);
    }
    return {
      rows: { columns: block.columns, data: block.data.slice(0, own * block.columns) },
      hasNext: segment.link !== undefined,
    };
  });
  const weights = damping ? diagonal(damping.shared, shared + 1) : new Float64Array(0);
  return { tops, left: triangular(stacked(shared + 1, [...lefts, weights])) };
}

/** What all segments say of what is shared when their starts are as they like best: upper triangular [.., shared + 1], the last column the right-hand side. */
export function sharedEquations(equations: Equations): Rows {
  requireParts('equations', equations, { own: 'a number', shared: 'a number', segments: 'a list' });
  return eliminate(equations).left;
}

/** The least squares step of all segments, damped (Golub and Van Loan 2013, sec. 5.3; the elimination is that of a square-root smoother). */
export function solveChains(equations: Equations, damping: Damping): Solution {
  requireParts('equations', equations, { own: 'a number', shared: 'a number', segments: 'a list' });
  requireParts('damping', damping, { shared: 'an object', own: 'a list' });
  const { own, shared } = equations;
  const { tops, left } = eliminate(equations, damping);
  const step = backSubstituted(left, shared);
  const starts: Float64Array[] = [];
  for (let i = tops.length - 1; i >= 0; i--) {
    const { rows, hasNext } = tops[i];
    const known = new Float64Array((hasNext ? own : 0) + shared);
    if (hasNext) known.set(starts[0]);
    known.set(step, hasNext ? own : 0);
    starts.unshift(backSubstituted(rows, own, known));
  }
  return { shared: step, own: starts, rest: restOf(left, shared, tops, own) };
}

/** Squares of right-hand sides that no column reaches. */
function restOf({ columns, data }: Rows, shared: number, tops: readonly Eliminated[], own: number): number {
  const rows = data.length / columns;
  let sum = 0;
  for (let i = 0; i < rows; i++)
    if (i >= shared || data[i * columns + i] === 0) sum += data[i * columns + columns - 1] ** 2;
  for (const top of tops)
    for (let i = 0; i < own && i < top.rows.data.length / top.rows.columns; i++)
      if (top.rows.data[i * top.rows.columns + i] === 0) sum += top.rows.data[(i + 1) * top.rows.columns - 1] ** 2;
  return sum;
}
