/** @file Twins: a value of one loop and the same value of an earlier loop at the same step, so that it need not be computed again. */
import type { ScalarInstruction } from '../../scalar/instruction.ts';
import {
  type BlockArray,
  type Load,
  type Loop,
  type Operation,
  type Place,
  type Region,
  resultPlace,
  type Store,
  type Stream,
  type Value,
  writesTo,
} from '../record/values.ts';

const none: readonly Value[] = [];

/** Of one value: where many loops read the same numbers, the first of them will do. */
const mostTwins = 64;

/** Finds what has been recorded. */
interface Recorded {
  readonly load: (place: Place) => Value | undefined;
  readonly operation: (instruction: ScalarInstruction, operands: readonly Value[]) => Value | undefined;
}

/**
 * Two loops of one length that read the same records compute the same from them. A value's twins are found as it is
 * recorded: those of a load by the memory that it reads, those of an operation by the twins of its operands.
 */
export class Twins {
  readonly #recorded: Recorded;
  readonly #loopOf = new Map<Region, Loop>();
  /** Loops that are complete, by the arrays that their steps read or write as they go along; in the order of their ids. */
  readonly #touching = new Map<BlockArray, Loop[]>();
  readonly #writers = new Map<BlockArray, Loop>();
  readonly #twins = new Map<Value, readonly Value[]>();

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
  }

  /** A loop that is complete: later ones may find their values in it. */
  addLoop(loop: Loop): void {
    const { body, carry, streams } = loop;
    this.#loopOf.set(body, loop);
    for (const { array } of streams) this.addTouched(loop, array);
    this.addWritten(loop, carry);
    for (const { place } of body.stores) this.addWritten(loop, place.array);
    for (const statement of body.statements)
      if (statement.kind !== 'loop') this.addWritten(loop, resultPlace(statement).array);
  }

  /** An array that the steps of a loop read or write; those of a loop that is not complete yet are added with it. */
  addTouched(loop: Loop, array: BlockArray): void {
    if (!this.#loopOf.has(loop.body)) return;
    const loops = this.#touching.get(array) ?? [];
    this.#touching.set(array, loops);
    const last = loops.at(-1);
    if (!last || last.id < loop.id) loops.push(loop);
    else if (!loops.includes(loop)) {
      loops.push(loop);
      loops.sort((a, b) => a.id - b.id);
    }
  }

  /** An array that they write. */
  addWritten(loop: Loop, array: BlockArray): void {
    if (!this.#loopOf.has(loop.body)) return;
    this.addTouched(loop, array);
    if (!this.#writers.has(array)) this.#writers.set(array, loop);
  }

  loopOf(region: Region): Loop | undefined {
    return this.#loopOf.get(region);
  }

  /** Values of earlier loops, the earliest first. */
  of(value: Value): readonly Value[] {
    return this.#twins.get(value) ?? none;
  }

  addLoad(load: Load): void {
    const { anchor } = load.place;
    if (typeof anchor === 'string' || anchor.role !== 'item') return;
    const { length, body } = anchor.loop;
    const twins: Value[] = [];
    for (const loop of this.#touching.get(load.place.array) ?? []) {
      if (loop.length !== length || loop.body.parent !== body.parent) continue;
      const value = this.valueAt(loop, load.place, anchor.stride);
      if (value && twins.push(value) === mostTwins) break;
    }
    if (twins.length > 0) this.#twins.set(load, twins);
  }

  /** The loop whose steps have written an array. */
  writerOf(array: BlockArray): Loop | undefined {
    return this.#writers.get(array);
  }

  /** What a loop that is complete has, or writes, at the place that moves by `stride` from step to step. */
  valueAt(loop: Loop, { array, offset }: Place, stride: number): Value | undefined {
    const { carry, carrySize, reverse, streams } = loop;
    if (array !== carry) {
      const written = storeAt(loop, array, offset, (stream) => stream.role === 'item' && stream.stride === stride);
      if (written || writesTo(loop, array)) return written?.value;
      const anchor = streams.find((stream) => stream.array === array && stream.stride === stride);
      return anchor && this.#recorded.load({ array, offset, anchor });
    }
    if (stride !== carrySize) return undefined;
    const isAhead = offset >= carrySize;
    const column = isAhead ? offset - carrySize : offset;
    if (isAhead !== reverse) return storeAt(loop, carry, column, ({ role }) => role === 'next')?.value;
    const anchor = streams.find(({ role }) => role === 'entering')!;
    return this.#recorded.load({ array, offset: column, anchor });
  }

  addOperation(operation: Operation): void {
    if (this.#twins.size === 0) return;
    const { region, operands, instruction } = operation;
    const candidates = this.of(operands.find((operand) => operand.region === region)!);
    let twins: Value[] | undefined;
    for (let k = 0; k < candidates.length; k++) {
      const earlier = candidates[k].region;
      const counterparts = this.#counterparts(operands, region, earlier);
      const twin = counterparts && this.#recorded.operation(instruction, counterparts);
      if (twin?.region === earlier) (twins ??= []).push(twin);
    }
    if (twins) this.#twins.set(operation, twins);
  }

  /** The operands as an earlier region has them; what is recorded outside of `region` is the same there. */
  #counterparts(operands: readonly Value[], region: Region, earlier: Region): Value[] | undefined {
    const counterparts: Value[] = [];
    for (let k = 0; k < operands.length; k++) {
      const counterpart = operands[k].region === region ? this.#in(earlier, operands[k]) : operands[k];
      if (!counterpart) return undefined;
      counterparts.push(counterpart);
    }
    return counterparts;
  }

  /** The value's twin in an earlier region. */
  #in(earlier: Region, value: Value): Value | undefined {
    const twins = this.of(value);
    for (let k = 0; k < twins.length; k++) if (twins[k].region === earlier) return twins[k];
    return undefined;
  }
}

const storeAt = (
  { body }: Loop,
  array: BlockArray,
  offset: number,
  isMeant: (stream: Stream) => boolean,
): Store | undefined =>
  body.stores.find(
    ({ place }) =>
      place.array === array && place.offset === offset && typeof place.anchor !== 'string' && isMeant(place.anchor),
  );
