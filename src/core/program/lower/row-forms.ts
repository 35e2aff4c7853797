/** @file The rows that tensors are read in: how many, and what they are made of. */
import { largest } from '../../largest.ts';
import { asRows, type Lowered, type StoredColumn } from './lowered.ts';
import type { Loop, Value } from '../record/values.ts';

/** Elements of a row: enough to pay for the calls of a step, few enough for short code. */
export const usualWidth = { least: 6, most: 64 };

/** Where a row takes what is in memory from; `null` where it cannot. */
export type ReadColumn = (column: StoredColumn) => Value | null;

export function readRow(x: Lowered, rows: number, read: ReadColumn): readonly Value[] | null {
  const row: Value[] = [];
  for (const column of asRows(x, rows)?.columns ?? [null]) {
    const value = column?.kind === 'column' ? read(column) : column;
    if (!value) return null;
    row.push(value);
  }
  return row;
}

/** Whether a loop of its own can read the tensor in so many rows. */
export const isInRows = (x: Lowered, rows: number): boolean =>
  asRows(x, rows)?.columns.every((column) => column.kind !== 'column' || column.place.anchor === 'fixed') ?? false;

/** Rows of the shortest of the usual widths that all tensors have, or of the widest there is below. */
export function rowsFor(size: number, leaves: readonly Lowered[], period: number): number | undefined {
  const most = largest(
    usualWidth.most,
    leaves.map((leaf) => (leaf.kind === 'rows' ? leaf.columns.length : 0)),
  );
  let rows: number | undefined;
  for (let width = period; width <= Math.min(size, most); width += period) {
    if (size % width !== 0 || !leaves.every((leaf) => isInRows(leaf, size / width))) continue;
    rows = size / width;
    if (width >= usualWidth.least) break;
  }
  return rows;
}

/** The length of the shortest part that a list repeats; `undefined` where it is longer than `most`. */
export function periodOf(list: ArrayLike<unknown>, most: number): number | undefined {
  const { length } = list;
  for (let period = 1; period <= Math.min(length, most); period++) {
    let i = period;
    if (length % period === 0) while (i < length && list[i] === list[i - period]) i++;
    if (i === length) return period;
  }
  return undefined;
}

/**
 * Whether a value of a loop's steps, recorded at their end, can stand there, its operands apart: it is not made behind the loop,
 * and is no large carry as it entered, which is overwritten by then.
 */
export function standsAtEnd(value: Value, { id, body }: Loop): boolean {
  if (value.kind === 'load' && value.region === body) return !value.place.array.isOverwritten;
  return value.kind === 'constant' || value.id < id || value.region === body;
}
