/** @file Twins: a value of one loop and the same value of an earlier loop at the same step, so that it need not be computed again. */
import type { ScalarInstruction } from '../scalar/instruction.ts';
import {
  type BlockArray,
  type Load,
  type Loop,
  type Operation,
  type Place,
  type Region,
  type Store,
  type Stream,
  type Value,
  writesTo,
} from './values.ts';

const none: readonly Value[] = [];

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
  readonly #loops: Loop[] = [];
  readonly #loopOf = new Map<Region, Loop>();
  readonly #twins = new Map<Value, readonly Value[]>();

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
  }

  /** A loop that is complete: later ones may find their values in it. */
  addLoop(loop: Loop): void {
    this.#loops.push(loop);
    this.#loopOf.set(loop.body, loop);
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
    const twins = this.#loops
      .filter((loop) => loop.length === anchor.loop.length && loop.body.parent === anchor.loop.body.parent)
      .map((loop) => this.valueAt(loop, load.place, anchor.stride))
      .filter((value) => value !== undefined);
    if (twins.length > 0) this.#twins.set(load, twins);
  }

  /** The loop whose steps have written an array. */
  writerOf(array: BlockArray): Loop | undefined {
    return this.#loops.find((loop) => loop.carry === array || writesTo(loop, array));
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
