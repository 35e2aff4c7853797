/** @file What a tensor becomes: a list of values, a stretch of memory, or rows that a loop has left behind. */
import type { ProgramBuilder } from './builder.ts';
import type { Region } from './values.ts';
import { type Place, type Value } from './values.ts';

/** An element of every row: in memory, `stride` elements from row to row; or the same value in all rows. */
export type Column = Value | { readonly kind: 'column'; readonly place: Place; readonly stride: number };

/** Elements in row-major order. */
export type Lowered =
  | { readonly kind: 'values'; readonly values: readonly Value[] }
  /** Contiguous from `place` on. */
  | { readonly kind: 'array'; readonly place: Place; readonly size: number }
  /** Stacked by a loop: element `i` is column `i % columns.length` of row `floor(i / columns.length)`. */
  | { readonly kind: 'rows'; readonly rows: number; readonly columns: readonly Column[] };

export const fromValues = (values: readonly Value[]): Lowered => ({ kind: 'values', values });

export const sizeOfLowered = (x: Lowered): number =>
  x.kind === 'values' ? x.values.length : x.kind === 'array' ? x.size : x.rows * x.columns.length;

export const shifted = (place: Place, by: number): Place => ({ ...place, offset: place.offset + by });

/** The value of a column in one row. */
function columnAt(builder: ProgramBuilder, column: Column, row: number): Value {
  return column.kind === 'column' ? builder.load(shifted(column.place, row * column.stride)) : column;
}

export function valueAt(builder: ProgramBuilder, x: Lowered, i: number): Value {
  if (x.kind === 'values') return x.values[i];
  if (x.kind === 'array') return builder.load(shifted(x.place, i));
  const { columns } = x;
  return columnAt(builder, columns[i % columns.length], Math.floor(i / columns.length));
}

export const valuesOf = (builder: ProgramBuilder, x: Lowered): readonly Value[] =>
  x.kind === 'values' ? x.values : Array.from({ length: sizeOfLowered(x) }, (_, i) => valueAt(builder, x, i));

const regionOfPlace = ({ array, anchor }: Place): Region =>
  typeof anchor === 'string' ? array.region : anchor.loop.body;

/** The innermost region that any of the tensors belongs to: work on them cannot stand further out. */
export function regionOf(operands: readonly Lowered[], outermost: Region): Region {
  let region = outermost;
  const visit = (other: Region): void => {
    if (other.depth > region.depth) region = other;
  };
  for (const x of operands) {
    if (x.kind === 'values') x.values.forEach((value) => visit(value.region));
    else if (x.kind === 'array') visit(regionOfPlace(x.place));
    else x.columns.forEach((column) => visit(column.kind === 'column' ? regionOfPlace(column.place) : column.region));
  }
  return region;
}

/** The tensor as `rows` rows, where it has that form. */
export function asRows(x: Lowered, rows: number): Extract<Lowered, { kind: 'rows' }> | null {
  const count = rows === 0 ? 0 : sizeOfLowered(x) / rows;
  if (x.kind === 'rows') return x.rows === rows ? x : null;
  if (x.kind === 'array')
    return {
      kind: 'rows',
      rows,
      columns: Array.from({ length: count }, (_, i) => ({ kind: 'column', place: shifted(x.place, i), stride: count })),
    };
  // a list of values has the form of rows where all rows are alike
  const isConstant = x.values.every((value, i) => value === x.values[i % count]);
  return isConstant ? { kind: 'rows', rows, columns: x.values.slice(0, count) } : null;
}
