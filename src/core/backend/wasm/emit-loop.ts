/** @file Loops in time: pointers of all streams are set, then the step's functions are called. */
import { alternates, streamPosition } from '../../program/arrange/layout.ts';
import type { Segments } from '../../program/arrange/segments.ts';
import type { BlockArray, Loop, Stream } from '../../program/record/values.ts';
import { FunctionWriter, opcode } from './assembler.ts';
import { elementBytes, type Surroundings } from './emit-tile.ts';

/** Globals that tell a segment's function where it begins, and how many steps it has. */
export interface SegmentGlobals {
  readonly begin: number;
  readonly count: number;
}

export class LoopEmitter {
  readonly #surroundings: Surroundings;
  readonly #globals: SegmentGlobals;

  constructor(surroundings: Surroundings, globals: SegmentGlobals) {
    this.#surroundings = surroundings;
    this.#globals = globals;
  }

  plain(loop: Loop, body: readonly number[]): FunctionWriter {
    const code = new FunctionWriter();
    const counter = code.local('i32');
    code.repeat(counter, loop.length, 1, () => {
      for (const stream of loop.streams) setPointer(code, this.#surroundings, stream, () => code.get(counter));
      body.forEach((index) => code.call(index));
    });
    return code;
  }

  /** The steps of one segment, from what `begin` and `count` say. */
  segment({ producer, sizes }: Segments, body: readonly number[]): FunctionWriter {
    const code = new FunctionWriter();
    const { begin, count } = this.#globals;
    const counter = code.local('i32');
    code.repeatTo(
      counter,
      () => code.getGlobal(count),
      () => {
        for (const stream of producer.streams)
          setPointer(code, this.#surroundings, stream, () => {
            code.get(counter);
            if (!sizes.has(stream.array)) code.getGlobal(begin).plain(opcode.i32Add);
          });
        body.forEach((index) => code.call(index));
      },
    );
    return code;
  }

  /** All segments in order; the carry is kept where each begins. */
  producer(segments: Segments, segment: number): FunctionWriter {
    const code = new FunctionWriter();
    const { carry, carrySize } = segments.producer;
    const index = code.local('i32');
    const first = (): void => this.#begin(code, carry);
    code.repeat(index, segments.count, 1, () => {
      this.#setSegment(code, segments, index);
      this.#copyRecord(code, carrySize, () => this.#checkpoint(code, segments, index), first);
      code.call(segment);
      this.#copyRecord(code, carrySize, first, () => {
        first();
        code
          .getGlobal(this.#globals.count)
          .integer(elementBytes(this.#surroundings, carry) * carrySize)
          .plain(opcode.i32Mul)
          .plain(opcode.i32Add);
      });
    });
    this.#copyRecord(code, carrySize, () => this.#begin(code, segments.finals), first);
    return code;
  }

  /** From the last segment to the first: the records are made again, then read backwards. */
  consumer(segments: Segments, segment: number, body: readonly number[]): FunctionWriter {
    const code = new FunctionWriter();
    const { producer, consumer, sizes, count } = segments;
    const [run, index, counter, local, step] = [0, 1, 2, 3, 4].map(() => code.local('i32'));
    const globals = this.#globals;
    code.repeat(run, count, 1, () => {
      code
        .integer(count - 1)
        .get(run)
        .plain(opcode.i32Sub)
        .set(index);
      this.#setSegment(code, segments, index);
      this.#copyRecord(
        code,
        producer.carrySize,
        () => this.#begin(code, producer.carry),
        () => this.#checkpoint(code, segments, index),
      );
      code.call(segment);
      code.repeatTo(
        counter,
        () => code.getGlobal(globals.count),
        () => {
          // step of the segment, counted from its end; and of the loop
          code.getGlobal(globals.count).integer(1).plain(opcode.i32Sub).get(counter).plain(opcode.i32Sub).set(local);
          code
            .integer(consumer.length - 1)
            .getGlobal(globals.begin)
            .plain(opcode.i32Sub);
          code.get(local).plain(opcode.i32Sub).set(step);
          for (const stream of consumer.streams)
            if (sizes.has(stream.array)) this.#setLocalPointer(code, stream, local);
            else setPointer(code, this.#surroundings, stream, () => code.get(step));
          body.forEach((call) => code.call(call));
        },
      );
    });
    return code;
  }

  #begin(code: FunctionWriter, array: BlockArray): void {
    pushBegin(code, this.#surroundings, array);
  }

  #checkpoint(code: FunctionWriter, { checkpoints, producer }: Segments, index: number): void {
    this.#begin(code, checkpoints);
    code
      .get(index)
      .integer(elementBytes(this.#surroundings, checkpoints) * producer.carrySize)
      .plain(opcode.i32Mul)
      .plain(opcode.i32Add);
  }

  /** begin = index steps; count = the steps of the segment, fewer in the last. */
  #setSegment(code: FunctionWriter, { steps, producer: { length } }: Segments, index: number): void {
    const { begin, count } = this.#globals;
    code.get(index).integer(steps).plain(opcode.i32Mul).setGlobal(begin);
    pushSmaller(
      code,
      () => code.integer(steps),
      () => code.integer(length).getGlobal(begin).plain(opcode.i32Sub),
    );
    code.setGlobal(count);
  }

  /** Copies a record of the carry between two addresses that are pushed. */
  #copyRecord(code: FunctionWriter, size: number, pushTo: () => void, pushFrom: () => void): void {
    if (size === 0) return;
    const { format, layout } = this.#surroundings;
    pushTo();
    pushFrom();
    code.integer(format.bytes * size * layout.lanes).copyMemory();
  }

  /** In the records of a segment, from its beginning. */
  #setLocalPointer(code: FunctionWriter, stream: Stream, local: number): void {
    code
      .get(local)
      .integer(elementBytes(this.#surroundings, stream.array) * stream.stride)
      .plain(opcode.i32Mul);
    code.setGlobal(this.#surroundings.globalOf(stream));
  }
}

/** Address of the first element of an array, `offset` bytes on. */
export const pushBegin = (
  code: FunctionWriter,
  { format, layout }: Surroundings,
  array: BlockArray,
  offset = 0,
): FunctionWriter => code.integer(format.bytes * layout.baseOf(array) + offset);

/** The smaller of two unsigned integers. */
export function pushSmaller(code: FunctionWriter, pushFirst: () => void, pushSecond: () => void): void {
  for (let times = 0; times < 2; times++) {
    pushFirst();
    pushSecond();
  }
  code.plain(opcode.i32LessUnsigned).plain(opcode.select);
}

/** Positions are affine in the number of the step, or alternate between two. */
export function setPointer(
  code: FunctionWriter,
  surroundings: Surroundings,
  stream: Stream,
  pushStep: () => void,
): void {
  const unit = elementBytes(surroundings, stream.array);
  const [first, second] = [0, 1].map((s) => unit * streamPosition(stream, s));
  pushStep();
  if (alternates(stream)) code.integer(1).plain(opcode.i32And);
  code
    .integer(second - first)
    .plain(opcode.i32Mul)
    .integer(first)
    .plain(opcode.i32Add);
  code.setGlobal(surroundings.globalOf(stream));
}
