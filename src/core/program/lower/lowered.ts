/** @file What a tensor becomes: a list of values, a stretch of memory, or rows that a loop has left behind. */
import type { Source } from '../../application.ts';
import type { ScalarInstruction } from '../../scalar/instruction.ts';
import type { ProgramBuilder } from '../record/builder.ts';
import type { Region } from '../record/values.ts';
import { type Place, type Value } from '../record/values.ts';

/** An element of every row in memory, `stride` elements from row to row. */
export interface StoredColumn {
  readonly kind: 'column';
  readonly place: Place;
  readonly stride: number;
}

/** An element of every row: in memory, or the same value in all rows. */
export type Column = Value | StoredColumn;

/** Elements in row-major order. */
export type Lowered =
  | { readonly kind: 'values'; readonly values: readonly Value[] }
  /** Contiguous from `place` on. */
  | { readonly kind: 'array'; readonly place: Place; readonly size: number }
  /** Stacked by a loop: element `i` is column `i % columns.length` of row `floor(i / columns.length)`. */
  | { readonly kind: 'rows'; readonly rows: number; readonly columns: readonly Column[] };

export type Rows = Extract<Lowered, { kind: 'rows' }>;
export type Stretch = Extract<Lowered, { kind: 'array' }>;

/** Work on each element that is written down where it is needed: in the loop that makes its rows, or in one that reads them. */
export interface Elementwise {
  readonly kind: 'elementwise';
  readonly size: number;
  readonly instruction: ScalarInstruction;
  readonly operands: readonly Expression[];
  readonly source: Source;
  /** Of an element, operands included, in additions. */
  readonly cost: number;
}

/** What a tensor is until something needs it to lie somewhere. */
export type Expression = Lowered | Elementwise;

export const fromValues = (values: readonly Value[]): Lowered => ({ kind: 'values', values });

export const sizeOfLowered = (x: Expression): number =>
  x.kind === 'values' ? x.values.length : x.kind === 'rows' ? x.rows * x.columns.length : x.size;

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

const partsOf = (x: Lowered): readonly Column[] => {
  if (x.kind === 'values') return x.values;
  return x.kind === 'rows' ? x.columns : [{ kind: 'column', place: x.place, stride: 1 }];
};

/** Where in memory the tensor, or a column of it, begins. */
export const placesOf = (x: Lowered): readonly Place[] =>
  partsOf(x).flatMap((part) => (part.kind === 'column' ? part.place : []));

/** The innermost region that any of the tensors belongs to: work on them cannot stand further out. */
export function regionOf(operands: readonly Lowered[], outermost: Region): Region {
  let region = outermost;
  const visit = (other: Region): void => {
    if (other.depth > region.depth) region = other;
  };
  for (const x of operands)
    partsOf(x).forEach((part) => visit(part.kind === 'column' ? regionOfPlace(part.place) : part.region));
  return region;
}

/** What an expression is made of. */
export function leavesOf(x: Expression, leaves = new Set<Lowered>()): readonly Lowered[] {
  if (x.kind === 'elementwise') x.operands.forEach((operand) => leavesOf(operand, leaves));
  else leaves.add(x);
  return [...leaves];
}

/** The tensor as `rows` rows, where it has that form; `rows` divides its size. */
export function asRows(x: Lowered, rows: number): Rows | null {
  if (x.kind === 'rows') return x.rows === rows ? x : x.rows > rows ? mergedRows(x, rows) : splitRows(x, rows);
  const count = rows === 0 ? 0 : sizeOfLowered(x) / rows;
  if (x.kind === 'array') return rowsAt(x.place, rows, count);
  return alike(rows, count, x.values);
}

const rowsAt = (place: Place, rows: number, count: number): Rows => ({
  kind: 'rows',
  rows,
  columns: Array.from({ length: count }, (_, i) => ({ kind: 'column', place: shifted(place, i), stride: count })),
});

/** Values, once or again and again, have the form of shorter rows where whole ones make them up and all are alike. */
function alike(rows: number, count: number, columns: readonly Column[]): Rows | null {
  if (columns.length % Math.max(1, count) !== 0) return null;
  const isPeriodic = columns.every((column, i) => column.kind !== 'column' && column === columns[i % count]);
  return isPeriodic ? { kind: 'rows', rows, columns: columns.slice(0, count) } : null;
}

/** Where a tensor lies as one stretch of memory: rows do, one behind the other, as a loop stacks its outputs. */
export function placeOf(x: Lowered): Place | undefined {
  if (x.kind === 'array') return x.place;
  if (x.kind === 'values') return undefined;
  const [first] = x.columns;
  if (first?.kind !== 'column' || first.place.anchor !== 'fixed') return undefined;
  const { array, offset } = first.place;
  const isStretch = x.columns.every(
    (column, k) =>
      column.kind === 'column' &&
      column.place.array === array &&
      column.place.anchor === 'fixed' &&
      column.place.offset === offset + k &&
      column.stride === x.columns.length,
  );
  return isStretch ? first.place : undefined;
}

/** Parts of rows as rows. */
function splitRows(x: Rows, rows: number): Rows | null {
  const count = sizeOfLowered(x) / rows;
  const place = placeOf(x);
  return place ? rowsAt(place, rows, count) : alike(rows, count, x.columns);
}

/** Several rows as one. */
function mergedRows(x: Rows, rows: number): Rows | null {
  const count = x.rows / rows;
  if (!Number.isInteger(count)) return null;
  const columns = Array.from({ length: count }, (_, row) =>
    x.columns.map((column): Column =>
      column.kind === 'column'
        ? { ...column, place: shifted(column.place, row * column.stride), stride: count * column.stride }
        : column,
    ),
  );
  return { kind: 'rows', rows, columns: columns.flat() };
}
