/**
 * @file Element by element work on large tensors, and sums of it, row by row: in the loop that makes the rows where there is
 * one, so that they need not go to memory and come back; else in a loop of its own.
 */
import type { ScalarInstruction } from '../../scalar/instruction.ts';
import { add } from '../../scalar/basic.ts';
import type { ProgramBuilder } from '../record/builder.ts';
import type { ArrayTwins } from './array-twins.ts';
import { largestRecordPart } from './carries.ts';
import {
  asRows,
  type Elementwise,
  type Expression,
  leavesOf,
  type Lowered,
  regionOf,
  placesOf,
  type Rows,
  sizeOfLowered,
} from './lowered.ts';
import { isInRows, periodOf, type ReadColumn, readRow, rowsFor, standsAtEnd, usualWidth } from './row-forms.ts';
import { costOf } from '../reuse/store-or-recompute.ts';
import { type Loop, placeIn, type Region, type Value } from '../record/values.ts';

/** Operations of an element that are rather done again than written and read. */
const cheap = 16;
/** Sums of more elements are not carried from row to row. */
const mostSums = 32;

export class RowLowering {
  readonly #builder: ProgramBuilder;
  readonly #toArray: (x: Lowered) => Lowered;
  readonly #forced = new Map<Elementwise, Lowered>();
  /** By instruction and operands: equal ones are one. */
  readonly #known = new Map<string, Elementwise>();
  readonly #numbers = new Map<Expression, number>();
  /** Values that were recorded at the end of a loop's steps, and what they need. */
  readonly #atEnd = new Map<Loop, Set<Value>>();

  /** The last loop of its own that work was done in, by where it stands. */
  readonly #ownLoops = new Map<Region, Loop>();
  readonly #reused: ArrayTwins;

  /** `toArray`: the tensor as a stretch of memory that stays where it is. */
  constructor(builder: ProgramBuilder, reused: ArrayTwins, toArray: (x: Lowered) => Lowered) {
    this.#builder = builder;
    this.#reused = reused;
    this.#toArray = toArray;
  }

  /** An instruction on every element; what costs much is written down before others work on it. */
  map(instruction: ScalarInstruction, inputs: readonly Expression[]): Expression {
    const operands = inputs.map((x) => this.#operand(x));
    const constant = this.#constantRows(instruction, operands);
    if (constant) return constant;
    const key = `${instruction.name} ${operands.map((x) => this.#numberOf(x)).join(' ')}`;
    const known = this.#known.get(key);
    if (known) return known;
    const cost = operands.reduce((total, x) => total + (x.kind === 'elementwise' ? x.cost : 0), costOf(instruction));
    const size = sizeOfLowered(operands[0]);
    const result: Elementwise = {
      kind: 'elementwise',
      size,
      instruction,
      operands,
      source: this.#builder.source,
      cost,
    };
    this.#known.set(key, result);
    return result;
  }

  #operand(x: Expression): Expression {
    if (x.kind !== 'values') return this.inlined(x);
    const period = periodOf(x.values, usualWidth.most);
    return period ? asRows(x, x.values.length / period)! : this.#toArray(x);
  }

  /** What others may compute along with their own work: what is cheap and not written down already. */
  inlined(x: Expression): Expression {
    if (x.kind !== 'elementwise') return x;
    return this.#forced.get(x) ?? (x.cost > cheap ? this.force(x) : x);
  }

  #numberOf(x: Expression): number {
    let number = this.#numbers.get(x);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(x, number);
    }
    return number;
  }

  #constantRows(instruction: ScalarInstruction, operands: readonly Expression[]): Lowered | null {
    const lists: (readonly Value[])[] = [];
    for (const x of operands) {
      if (x.kind !== 'rows' || x.rows !== (operands[0] as Rows).rows) return null;
      const values = x.columns.filter((column) => column.kind !== 'column');
      if (values.length < x.columns.length) return null;
      lists.push(values);
    }
    const columns = lists[0].map((_, i) => this.#apply(instruction, lists, i));
    return { ...(operands[0] as Rows), columns };
  }

  #apply(instruction: ScalarInstruction, operands: readonly (readonly Value[])[], i: number): Value {
    const [x, y, z] = operands.map((list) => list[i]);
    return this.#builder.apply(instruction, x, y, z);
  }

  /** The tensor in memory. */
  force(x: Expression): Lowered {
    if (x.kind !== 'elementwise') return x;
    let lowered = this.#forced.get(x);
    if (!lowered) {
      const { source } = this.#builder;
      lowered = x.cost > cheap ? this.#made(x) : this.#make(x);
      this.#builder.source = source;
      this.#forced.set(x, lowered);
    }
    return lowered;
  }

  /** What costs much is done once, and read again in later loops. */
  #made(x: Elementwise): Lowered {
    const region = this.#regionOf(x);
    const key = this.#reused.keyOf(x);
    const known = this.#reused.find(key, region);
    if (known) return known;
    const lowered = this.#make(x);
    if (lowered.kind === 'array') this.#reused.add(key, lowered, region);
    return lowered;
  }

  #make(x: Elementwise): Lowered {
    const producer = this.#producerOf(x);
    const own = this.#ownLoops.get(this.#regionOf(x));
    return (producer && this.#inLoop(x, producer)) ?? (own && this.#inLoop(x, own)) ?? this.#inOwnLoop(x);
  }

  #regionOf(x: Elementwise): Region {
    return regionOf(leavesOf(x), this.#builder.root);
  }

  /** Values of the row of a loop's step, or `null` where a part of them does not lie in such rows. */
  rowOf(
    x: Expression,
    rows: number,
    read: ReadColumn,
    known = new Map<Expression, readonly Value[] | null>(),
  ): readonly Value[] | null {
    let row = known.get(x);
    if (row === undefined) {
      row = x.kind === 'elementwise' ? this.#applyToRow(x, rows, read, known) : readRow(x, rows, read);
      known.set(x, row);
    }
    return row;
  }

  #applyToRow(
    { instruction, operands, source, size }: Elementwise,
    rows: number,
    read: ReadColumn,
    known: Map<Expression, readonly Value[] | null>,
  ): readonly Value[] | null {
    const lists: (readonly Value[])[] = [];
    for (const operand of operands) {
      const list = this.rowOf(operand, rows, read, known);
      if (!list) return null;
      lists.push(list);
    }
    this.#builder.source = source;
    return Array.from({ length: size / rows }, (_, i) => this.#apply(instruction, lists, i));
  }

  /** Reads columns as items of a loop whose steps are being recorded. */
  itemsOf(loop: Loop): ReadColumn {
    return ({ place, stride }) =>
      place.anchor === 'fixed'
        ? this.#builder.load({ ...place, anchor: this.#builder.stream(loop, place.array, stride) })
        : null;
  }

  /** Adds the work to the steps of a loop that makes the rows, or that stands behind what does. */
  #inLoop(x: Elementwise, loop: Loop): Lowered | null {
    const { twins } = this.#builder;
    if (x.size % loop.length !== 0 || x.size / loop.length > largestRecordPart) return null;
    const readItem = this.itemsOf(loop);
    const read: ReadColumn = (column) => {
      const { place, stride } = column;
      if (place.anchor !== 'fixed') return null;
      const own = twins.valueAt(loop, place, stride);
      if (own) return own;
      const isThere = place.array.id < loop.id && twins.writerOf(place.array) !== loop;
      return isThere ? readItem(column) : null;
    };
    const known = new Map<Expression, readonly Value[] | null>();
    for (const leaf of leavesOf(x))
      if (this.#reused.isRecord(leaf)) known.set(leaf, readRow(this.#toArray(leaf), loop.length, read));
    const row = this.rowOf(x, loop.length, read, known);
    return row && this.#canEnd(loop, row) ? this.#stack(loop, row) : null;
  }

  /** Whether the values of a row can be recorded at the end of a loop's steps. What could before is not looked at again. */
  #canEnd(loop: Loop, row: readonly Value[]): boolean {
    const known = this.#atEnd.get(loop) ?? new Set<Value>();
    const seen = new Set<Value>();
    const stack = [...row];
    for (let value = stack.pop(); value; value = stack.pop()) {
      if (known.has(value) || seen.has(value)) continue;
      if (!standsAtEnd(value, loop)) return false;
      seen.add(value);
      if (value.kind === 'operation' && value.id > loop.id) value.operands.forEach((operand) => stack.push(operand));
    }
    seen.forEach((value) => known.add(value));
    this.#atEnd.set(loop, known);
    return true;
  }

  /** The last of the loops that write what the work is on, where it stands beside that work. */
  #producerOf(x: Elementwise): Loop | undefined {
    const { twins, root } = this.#builder;
    const leaves = leavesOf(x);
    const region = regionOf(leaves, root);
    const arrays = new Set(leaves.flatMap(placesOf).map(({ array }) => array));
    let last: Loop | undefined;
    for (const array of arrays) {
      const writer = twins.writerOf(array);
      if (writer?.body.parent === region && writer.id > (last?.id ?? -1)) last = writer;
    }
    return last;
  }

  #inOwnLoop(x: Elementwise): Lowered {
    const { loop, row } = this.#begin(x, 1);
    const result = this.#stack(loop, row);
    this.#builder.endLoop(loop);
    this.#ownLoops.set(loop.body.parent!, loop);
    return result;
  }

  /** A loop over rows of a multiple of `period` elements. */
  #begin(x: Expression, period: number): { readonly loop: Loop; readonly row: readonly Value[] } {
    const leaves = leavesOf(x);
    const region = regionOf(leaves, this.#builder.root);
    const rows = rowsFor(sizeOfLowered(x), leaves, period) ?? sizeOfLowered(x) / period;
    const moved = new Map<Expression, Lowered>();
    for (const leaf of leaves) if (!isInRows(leaf, rows)) moved.set(leaf, this.#toArray(leaf));
    const loop = this.#builder.beginLoop(region, rows, false);
    const read = this.itemsOf(loop);
    const known = new Map<Expression, readonly Value[] | null>();
    for (const [leaf, array] of moved) known.set(leaf, readRow(array, rows, read));
    return { loop, row: this.rowOf(x, rows, read, known)! };
  }

  #stack(loop: Loop, row: readonly Value[]): Lowered {
    const array = this.#builder.stack(loop, row);
    return { kind: 'array', place: placeIn(array), size: array.size };
  }

  /**
   * Sums of elements by their index, where the same few come again row after row; `null` where they do not. They begin
   * at -0, so that they have the bits of x0 + x1 + …
   */
  sums(given: Expression, indices: Int32Array, size: number): Lowered | null {
    const period = size <= mostSums ? periodOf(indices, usualWidth.most) : undefined;
    if (!period) return null;
    const builder = this.#builder;
    const { source } = builder;
    const x = this.#operand(given);
    const { loop, row } = this.#begin(x, period);
    builder.source = source;
    const { carry } = loop;
    const parent = loop.body.parent!;
    loop.carrySize = size;
    carry.size = 2 * size;
    const entering = builder.stream(loop, carry, size, 'entering');
    const next = builder.stream(loop, carry, size, 'next');
    const totals = Array.from({ length: size }, (_, offset) =>
      builder.load({ array: carry, offset, anchor: entering }),
    );
    row.forEach((value, i) => (totals[indices[i]] = builder.apply(add, totals[indices[i]], value)));
    const isHit = new Set(indices.subarray(0, period));
    totals.forEach((total, offset) => {
      builder.store(parent, { array: carry, offset, anchor: 'first' }, builder.constant(isHit.has(offset) ? -0 : 0));
      builder.store(loop.body, { array: carry, offset, anchor: next }, total);
    });
    builder.endLoop(loop);
    return {
      kind: 'values',
      values: totals.map((_, offset) => builder.load({ array: carry, offset, anchor: 'last' })),
    };
  }
}
