/** @file A scan as a loop: carries in records of memory, items read where they lie, outputs stored once. */
import type { Application } from '../application.ts';
import type { ScanAttributes } from '../scan.ts';
import { type Carried, largestRecordPart, planCarries } from './carries.ts';
import { type ScanNeeds, scanNeeds } from './liveness.ts';
import type { Lowering } from './lower.ts';
import {
  asRows,
  type Column,
  fromValues,
  type Lowered,
  regionOf,
  shifted,
  sizeOfLowered,
  valuesOf,
} from './lowered.ts';
import { type BlockArray, type Loop, type Place, placeIn, type Stream, type Value } from './values.ts';

type Lists = readonly (Lowered | null)[];

/** Outputs of a scan application; `null` for those not needed. */
export function lowerScan(
  lowering: Lowering,
  { attributes, outputs }: Application,
  inputs: Lists,
  used: readonly boolean[],
): Lists {
  const scan = attributes as ScanAttributes;
  if (scan.length === 0) return outputs.map((_, i) => (i < scan.carries ? inputs[i] : fromValues([])));
  return new ScanLowering(lowering, scan, inputs, used).lower();
}

class ScanLowering {
  readonly #lowering: Lowering;
  readonly #scan: ScanAttributes;
  readonly #inputs: Lists;
  readonly #used: readonly boolean[];
  readonly #needs: ScanNeeds;
  readonly #loop: Loop;
  readonly #carried: readonly Carried[];
  readonly #entering: Stream;
  readonly #next: Stream;
  /** Values that leave the step as a carry, by their offset in the record. */
  readonly #leaving = new Map<Value, number>();
  /** The same, by offset. */
  readonly #nextValues: Value[] = [];
  /** Values stored as outputs, by their column. */
  readonly #stored = new Map<Value, number>();

  /** Large carries as they entered each step. */
  readonly #stackedCarries = new Map<number, Lowered>();

  constructor(lowering: Lowering, scan: ScanAttributes, inputs: Lists, used: readonly boolean[]) {
    const { builder } = lowering;
    this.#lowering = lowering;
    this.#scan = scan;
    this.#inputs = inputs;
    this.#used = used;
    this.#needs = scanNeeds(scan, used);
    const parent = regionOf(
      inputs.filter((input, i) => input !== null && this.#needs.inputs[i]) as Lowered[],
      builder.root,
    );
    const loop = builder.loop(parent, scan.length, scan.reverse);
    this.#loop = loop;
    this.#carried = planCarries(builder, loop, scan, this.#needs.inputs, inputs);
    loop.carry = builder.array(0, { region: parent, carryOf: loop });
    this.#entering = this.#stream(loop.carry, loop.carrySize, 'entering');
    this.#next = this.#stream(loop.carry, loop.carrySize, 'next');
  }

  lower(): Lists {
    const { builder } = this.#lowering;
    const { length } = this.#scan;
    const loop = this.#loop;
    this.#storeInitialCarries();
    const bodyInputs = this.#scan.body.inputs.map((_, i) => this.#bodyInput(i));
    this.#stackLargeCarries();
    const results = this.#lowering.walk(this.#scan.body, bodyInputs, this.#needs.outputs);
    this.#storeNextCarries(results);
    const stacked = this.#stackOutputs(results);
    loop.carry.size = (loop.keepsCarries ? length + 1 : 2) * loop.carrySize;
    loop.id = builder.nextId();
    loop.nextValues = this.#nextValues;
    loop.outputValues = [...this.#stored.keys()];
    builder.twins.addLoop(loop);
    loop.body.parent!.statements.push(loop);
    const finals = this.#carried.map((carried, i) => (this.#used[i] ? this.#finalCarry(carried) : null));
    return [...finals, ...stacked];
  }

  #stream(array: BlockArray, stride: number, role: Stream['role']): Stream {
    const { streams } = this.#loop;
    const known = streams.find((stream) => stream.array === array && stream.stride === stride && stream.role === role);
    if (known) return known;
    const stream: Stream = { id: this.#lowering.builder.nextId(), loop: this.#loop, array, stride, role };
    streams.push(stream);
    return stream;
  }

  #storeInitialCarries(): void {
    const { builder, arrays } = this.#lowering;
    const { parent } = this.#loop.body;
    this.#carried.forEach((carried, i) => {
      const initial = this.#inputs[i];
      if (carried.kind === 'array')
        arrays.copy(parent!, arrays.toArray(initial!), 1, placeIn(carried.array), 1, carried.size);
      else if (carried.kind === 'record')
        valuesOf(builder, initial!).forEach((value, k) =>
          builder.store(parent!, { array: this.#loop.carry, offset: carried.offset + k, anchor: 'first' }, value),
        );
    });
  }

  #bodyInput(i: number): Lowered | null {
    const { carries, sequences } = this.#scan;
    if (!this.#needs.inputs[i]) return null;
    if (i >= carries + sequences) return this.#inputs[i];
    if (i >= carries) return this.#item(this.#inputs[i]!);
    const carried = this.#carried[i];
    if (carried.kind === 'invariant') return carried.value;
    if (carried.kind === 'array') return { kind: 'array', place: placeIn(carried.array), size: carried.size };
    if (carried.kind === 'unused') return null;
    const { builder } = this.#lowering;
    const from: Place = { array: this.#loop.carry, offset: carried.offset, anchor: this.#entering };
    return fromValues(Array.from({ length: carried.size }, (_, k) => builder.load(shifted(from, k))));
  }

  /** The item of the present step, read from where the sequence lies. */
  #item(sequence: Lowered): Lowered {
    const { arrays, builder } = this.#lowering;
    const { length } = this.#scan;
    const isFixed = (column: Column): boolean => column.kind !== 'column' || column.place.anchor === 'fixed';
    let rows = asRows(sequence, length);
    if (!rows?.columns.every(isFixed)) {
      const size = sizeOfLowered(sequence);
      const copied = arrays.toArray(
        sequence.kind === 'array' ? { kind: 'rows', rows: 1, columns: asRows(sequence, 1)!.columns } : sequence,
      );
      rows = asRows({ kind: 'array', place: copied, size }, length)!;
    }
    const { columns } = rows;
    const [first] = columns;
    if (columns.length > largestRecordPart && sequence.kind === 'array' && first.kind === 'column') {
      const anchor = this.#stream(first.place.array, first.stride, 'item');
      return { kind: 'array', place: { ...first.place, anchor }, size: columns.length };
    }
    return fromValues(
      columns.map((column) =>
        column.kind === 'column'
          ? builder.load({ ...column.place, anchor: this.#stream(column.place.array, column.stride, 'item') })
          : column,
      ),
    );
  }

  #storeNextCarries(results: Lists): void {
    const { builder, arrays } = this.#lowering;
    const { body } = this.#loop;
    const copies: (() => void)[] = [];
    this.#carried.forEach((carried, i) => {
      if (carried.kind === 'array') {
        const next = arrays.toArray(results[i]!);
        copies.push(() => arrays.copy(body, next, 1, placeIn(carried.array), 1, carried.size));
      } else if (carried.kind === 'record')
        valuesOf(builder, results[i]!).forEach((value, k) => {
          const offset = carried.offset + k;
          builder.store(body, { array: this.#loop.carry, offset, anchor: this.#next }, value);
          this.#nextValues[offset] = value;
          if (!this.#leaving.has(value)) this.#leaving.set(value, offset);
        });
    });
    // only when all next values are there may the present ones be overwritten
    copies.forEach((copy) => copy());
  }

  /** Copies of large carries as they enter each step, where they are asked for. */
  #stackLargeCarries(): void {
    const { body, length } = this.#scan;
    this.#carried.forEach((carried, i) => {
      if (carried.kind !== 'array' || !this.#used[body.outputs.length + i]) return;
      const { builder, arrays } = this.#lowering;
      const stacked = builder.array(length * carried.size, { region: this.#loop.body.parent! });
      const to: Place = { array: stacked, offset: 0, anchor: this.#stream(stacked, carried.size, 'item') };
      arrays.copy(this.#loop.body, placeIn(carried.array), 1, to, 1, carried.size);
      this.#stackedCarries.set(i, { kind: 'array', place: placeIn(stacked), size: stacked.size });
    });
  }

  #stackOutputs(results: Lists): Lists {
    const { carries, body, length } = this.#scan;
    const loop = this.#loop;
    const { builder } = this.#lowering;
    const plans = results.map((result, i) => {
      if (i < carries || !this.#used[i]) return null;
      return result!.kind === 'array' && result!.size > largestRecordPart
        ? this.#stackLarge(result!)
        : valuesOf(builder, result!);
    });
    for (const plan of plans)
      if (Array.isArray(plan))
        (plan as Value[]).forEach(
          (value) => this.#needsColumn(value) && this.#stored.set(value, this.#stored.get(value) ?? this.#stored.size),
        );
    loop.outputSize = this.#stored.size;
    loop.outputs = builder.array(length * loop.outputSize, { region: loop.body.parent! });
    const stream = this.#stream(loop.outputs, loop.outputSize, 'item');
    for (const [value, offset] of this.#stored)
      builder.store(loop.body, { array: loop.outputs, offset, anchor: stream }, value);
    const rowsOf = (values: readonly Value[]): Lowered => ({
      kind: 'rows',
      rows: length,
      columns: values.map((value) => this.#columnOf(value)),
    });
    const produced = plans
      .slice(carries)
      .map((plan) => (plan === null ? null : Array.isArray(plan) ? rowsOf(plan as Value[]) : (plan as Lowered)));
    const entered = this.#carried.map((_, i) => {
      if (!this.#used[body.outputs.length + i]) return null;
      return this.#stackedCarries.get(i) ?? rowsOf(valuesOf(builder, this.#bodyInput(i)!));
    });
    return [...produced, ...entered];
  }

  #stackLarge(result: Extract<Lowered, { kind: 'array' }>): Lowered {
    const { builder, arrays } = this.#lowering;
    const stacked = builder.array(this.#scan.length * result.size, { region: this.#loop.body.parent! });
    const to: Place = { array: stacked, offset: 0, anchor: this.#stream(stacked, result.size, 'item') };
    arrays.copy(this.#loop.body, result.place, 1, to, 1, result.size);
    return { kind: 'array', place: placeIn(stacked), size: stacked.size };
  }

  /** Whether a value of the step lies nowhere yet. */
  #needsColumn(value: Value): boolean {
    if (value.region !== this.#loop.body) return false;
    if (value.kind === 'load') {
      const { anchor } = value.place;
      if (typeof anchor !== 'string' && anchor.loop === this.#loop && anchor.role !== 'next') return false;
    }
    return !this.#leaving.has(value);
  }

  /** Where a value of the step is found after the loop: in a record of the carry, in its sequence, or among the outputs. */
  #columnOf(value: Value): Column {
    const loop = this.#loop;
    if (value.region !== loop.body) return value;
    const inCarry = (offset: number, isNext: boolean): Column => {
      loop.keepsCarries = true;
      const ahead = isNext !== loop.reverse ? loop.carrySize : 0;
      return { kind: 'column', place: placeIn(loop.carry, offset + ahead), stride: loop.carrySize };
    };
    if (value.kind === 'load') {
      const { array, offset, anchor } = value.place;
      if (typeof anchor !== 'string' && anchor.loop === loop && anchor.role !== 'next')
        return anchor.role === 'entering'
          ? inCarry(offset, false)
          : { kind: 'column', place: placeIn(array, offset), stride: anchor.stride };
    }
    const leaving = this.#leaving.get(value);
    if (leaving !== undefined) return inCarry(leaving, true);
    return { kind: 'column', place: placeIn(loop.outputs, this.#stored.get(value)!), stride: loop.outputSize };
  }

  #finalCarry(carried: Carried): Lowered | null {
    const { builder, arrays } = this.#lowering;
    if (carried.kind === 'unused') return null;
    if (carried.kind === 'invariant') return carried.value;
    if (carried.kind === 'record') {
      const from: Place = { array: this.#loop.carry, offset: carried.offset, anchor: 'last' };
      return fromValues(Array.from({ length: carried.size }, (_, k) => builder.load(shifted(from, k))));
    }
    const parent = this.#loop.body.parent!;
    const last = arrays.newArray(carried.size, parent);
    arrays.copy(parent, placeIn(carried.array), 1, placeIn(last), 1, carried.size);
    return { kind: 'array', place: placeIn(last), size: carried.size };
  }
}
