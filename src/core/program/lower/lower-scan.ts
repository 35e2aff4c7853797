/** @file A scan as a loop: carries in records of memory, items read where they lie, outputs stored once. */
import type { Application } from '../../application.ts';
import type { ScanAttributes } from '../../scan-attributes.ts';
import { type Carried, type LargeCarry, largestRecordPart, planCarries } from './carries.ts';
import { type ScanNeeds, scanNeeds } from './liveness.ts';
import type { Lowering, Sum } from './lower.ts';
import {
  type Column,
  type Expression,
  fromValues,
  leavesOf,
  type Lowered,
  regionOf,
  shifted,
  sizeOfLowered,
  type StoredColumn,
  type Stretch,
  valuesOf,
} from './lowered.ts';
import { type Loop, type Place, placeIn, type Stream, type Value } from '../record/values.ts';

type Lists = readonly (Lowered | null)[];
type Expressions = readonly (Expression | null)[];

/** Outputs of a scan application; `null` for those not needed. */
export function lowerScan(
  lowering: Lowering,
  application: Application,
  given: Expressions,
  used: readonly boolean[],
): Lists {
  const { outputs } = application;
  const scan = application.attributes as ScanAttributes;
  const inputs = given.map((x, i) => {
    const isSequence = i >= scan.carries && i < scan.carries + scan.sequences;
    return x && (isSequence ? lowering.arrays.rows.inlined(x) : lowering.arrays.force(x));
  });
  if (scan.length === 0) return outputs.map((_, i) => (i < scan.carries ? (inputs[i] as Lowered) : fromValues([])));
  return new ScanLowering(lowering, scan, inputs, used, lowering.sumsOf(application)).lower();
}

class ScanLowering {
  readonly #lowering: Lowering;
  readonly #scan: ScanAttributes;
  /** Expressions where they are sequences. */
  readonly #inputs: Expressions;
  readonly #used: readonly boolean[];
  /** Carries that are sums over the members. */
  readonly #sums: ReadonlyMap<number, Sum>;
  readonly #needs: ScanNeeds;
  readonly #loop: Loop;
  readonly #carried: readonly Carried[];
  readonly #entering: Stream;
  readonly #next: Stream;
  /** Values that leave the step as a carry, by their offset in the record. */
  readonly #leaving = new Map<Value, number>();
  /** Values stored as outputs, and where. */
  readonly #stored = new Map<Value, StoredColumn>();

  /** Large carries as they entered each step. */
  readonly #stackedCarries = new Map<number, Lowered>();

  constructor(
    lowering: Lowering,
    scan: ScanAttributes,
    inputs: Expressions,
    used: readonly boolean[],
    sums: ReadonlyMap<number, Sum> = new Map(),
  ) {
    const { builder } = lowering;
    this.#lowering = lowering;
    this.#scan = scan;
    this.#inputs = inputs;
    this.#used = used;
    this.#sums = sums;
    this.#needs = scanNeeds(scan, used);
    const parent = regionOf(
      inputs.flatMap((input, i) => (input && this.#needs.inputs[i] ? leavesOf(input) : [])),
      builder.root,
    );
    const loop = builder.beginLoop(parent, scan.length, scan.reverse);
    this.#loop = loop;
    this.#carried = planCarries(builder, loop, scan, (i) => this.#needs.inputs[i] && !sums.has(i), inputs as Lists);
    this.#entering = builder.stream(loop, loop.carry, loop.carrySize, 'entering');
    this.#next = builder.stream(loop, loop.carry, loop.carrySize, 'next');
  }

  lower(): Lists {
    const { builder } = this.#lowering;
    const { length } = this.#scan;
    const loop = this.#loop;
    this.#storeInitialCarries();
    const bodyInputs = this.#scan.body.inputs.map((_, i) => this.#bodyInput(i));
    this.#stackLargeCarries();
    const results = this.#lowering.walk(this.#scan.body, bodyInputs, {
      needed: this.#needs.outputs,
      sums: this.#sums,
      region: loop.body,
    });
    // Everything that reads the step's large carries as they entered is recorded before the first of them is overwritten, and
    // work runs in the order of recording: first all next values, then the outputs, at last the parallel assignment.
    this.#storeNextRecords(results);
    const next = this.#nextLargeCarries(results);
    const stacked = this.#stackOutputs(results);
    this.#overwriteLargeCarries(next);
    loop.carry.size = (loop.keepsCarries ? length + 1 : 2) * loop.carrySize;
    builder.endLoop(loop);
    const finals = this.#carried.map((carried, i) => (this.#used[i] ? this.#finalCarry(carried) : null));
    return [...finals, ...stacked];
  }

  #storeInitialCarries(): void {
    const { builder, arrays } = this.#lowering;
    const { parent } = this.#loop.body;
    this.#carried.forEach((carried, i) => {
      const initial = this.#inputs[i] as Lowered | null;
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
    if (i >= carries + sequences) return this.#inputs[i] as Lowered;
    if (i >= carries) return this.#item(this.#inputs[i]!);
    const carried = this.#carried[i];
    if (carried.kind === 'invariant') return carried.value;
    if (carried.kind === 'array') return { kind: 'array', place: placeIn(carried.array), size: carried.size };
    if (carried.kind === 'unused') return null;
    const { builder } = this.#lowering;
    const from: Place = { array: this.#loop.carry, offset: carried.offset, anchor: this.#entering };
    return fromValues(Array.from({ length: carried.size }, (_, k) => builder.load(shifted(from, k))));
  }

  /** The item of the present step, read from where the sequence lies, or computed from what lies there. */
  #item(given: Expression): Lowered {
    const { arrays, builder } = this.#lowering;
    const { rows } = arrays;
    const { length } = this.#scan;
    const width = sizeOfLowered(given) / length;
    const isWide = width > largestRecordPart;
    const read = rows.itemsOf(this.#loop);
    const row = isWide && given.kind !== 'rows' ? null : rows.rowOf(given, length, read);
    if (row) return fromValues(row);
    const sequence = arrays.fixed(arrays.force(given));
    if (!isWide) return fromValues(rows.rowOf(sequence, length, read)!);
    const anchor = builder.stream(this.#loop, sequence.place.array, width);
    return { kind: 'array', place: { ...sequence.place, anchor }, size: width };
  }

  /** They are written beside the records that entered. */
  #storeNextRecords(results: Lists): void {
    const { builder } = this.#lowering;
    this.#carried.forEach((carried, i) => {
      if (carried.kind !== 'record') return;
      valuesOf(builder, results[i]!).forEach((value, k) => {
        const offset = carried.offset + k;
        builder.store(this.#loop.body, { array: this.#loop.carry, offset, anchor: this.#next }, value);
        if (!this.#leaving.has(value)) this.#leaving.set(value, offset);
      });
    });
  }

  /** Where the next values of large carries lie when all of the step is computed: in none of the arrays that are overwritten. */
  #nextLargeCarries(results: Lists): ReadonlyMap<LargeCarry, Place> {
    const { arrays } = this.#lowering;
    const { body } = this.#loop;
    const next = new Map<LargeCarry, Place>();
    this.#carried.forEach((carried, i) => {
      if (carried.kind !== 'array') return;
      const place = arrays.toArray(results[i]!);
      const { isOverwritten, region } = place.array;
      if (!isOverwritten || region !== body) {
        next.set(carried, place);
        return;
      }
      // a view of a large carry as it entered, its own or another: it may be overwritten before it is moved
      const aside = placeIn(arrays.newArray(carried.size, body));
      arrays.copy(body, place, 1, aside, 1, carried.size);
      next.set(carried, aside);
    });
    return next;
  }

  #overwriteLargeCarries(next: ReadonlyMap<LargeCarry, Place>): void {
    const { arrays } = this.#lowering;
    next.forEach((place, { array, size }) => arrays.copy(this.#loop.body, place, 1, placeIn(array), 1, size));
  }

  /** Copies of large carries as they enter each step, where they are asked for. */
  #stackLargeCarries(): void {
    const { body } = this.#scan;
    this.#carried.forEach((carried, i) => {
      if (carried.kind !== 'array' || !this.#used[body.outputs.length + i]) return;
      this.#stackedCarries.set(i, this.#stackLarge(placeIn(carried.array), carried.size));
    });
  }

  #stackOutputs(results: Lists): Lists {
    const { carries, body, length } = this.#scan;
    const { builder } = this.#lowering;
    const rowsOf = (values: readonly Value[]): Lowered => ({
      kind: 'rows',
      rows: length,
      columns: values.map((value) => this.#columnOf(value)),
    });
    const produced = results.slice(carries).map((result, k) => {
      if (!this.#used[carries + k]) return null;
      if (result!.kind === 'array' && result!.size > largestRecordPart)
        return this.#stackLarge(result!.place, result!.size);
      const values = valuesOf(builder, result!);
      this.#stack(values);
      return rowsOf(values);
    });
    const entered = this.#carried.map((_, i) => {
      if (!this.#used[body.outputs.length + i]) return null;
      return this.#stackedCarries.get(i) ?? rowsOf(valuesOf(builder, this.#bodyInput(i)!));
    });
    return [...produced, ...entered];
  }

  /** Stores what lies nowhere yet, as an array of its own: it is dropped again where nobody reads it. */
  #stack(values: readonly Value[]): void {
    const { builder } = this.#lowering;
    const own = [...new Set(values)].filter((value) => this.#needsColumn(value));
    if (own.length === 0) return;
    const array = builder.stack(this.#loop, own);
    own.forEach((value, offset) =>
      this.#stored.set(value, { kind: 'column', place: placeIn(array, offset), stride: own.length }),
    );
  }

  /** Copies of many numbers of every step, from where they lie in it. */
  #stackLarge(from: Place, size: number): Stretch {
    const { builder, arrays } = this.#lowering;
    const stacked = builder.array(this.#scan.length * size, { region: this.#loop.body.parent! });
    const to: Place = { array: stacked, offset: 0, anchor: builder.stream(this.#loop, stacked, size) };
    arrays.copy(this.#loop.body, from, 1, to, 1, size);
    return { kind: 'array', place: placeIn(stacked), size: stacked.size };
  }

  /** Whether a value of the step lies nowhere yet. */
  #needsColumn(value: Value): boolean {
    if (value.region !== this.#loop.body) return false;
    if (value.kind === 'load') {
      const { anchor } = value.place;
      if (typeof anchor !== 'string' && anchor.loop === this.#loop && anchor.role !== 'next') return false;
    }
    return !this.#leaving.has(value) && !this.#stored.has(value);
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
    return this.#stored.get(value)!;
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
