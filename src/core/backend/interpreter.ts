/**
 * @file The reference interpreter: runs a laid-out program operation by operation. Its meaning is the instruction table's;
 * writing a result to memory rounds it to the program's numbers.
 */
import type { LaidOutProgram } from '../program/compile-program.ts';
import { type Address, type Layout, streamPosition } from '../program/arrange/layout.ts';
import type { NumberArray, NumberFormat } from '../program/record/number-format.ts';
import type { Item, ScheduledLoop, Step } from '../program/arrange/schedule.ts';
import type { Segments } from '../program/arrange/segments.ts';
import type { ArrayOperation, Place, Stream, Value } from '../program/record/values.ts';
import * as scalar from '../scalar/basic.ts';
import type { ScalarInstruction } from '../scalar/instruction.ts';
import { runArrayOperation } from './interpret-array-operation.ts';
import type { Kernel, KernelInput } from './kernel.ts';

/** Opcodes with loops of their own; every other instruction goes through its `value`. */
const direct: readonly ScalarInstruction[] = [scalar.add, scalar.sub, scalar.mul, scalar.div, scalar.neg];

type Code = (memory: NumberArray) => void;

/** Moves with its stream's pointer; one number a lane, or one for all. */
interface Operand {
  readonly base: number;
  readonly pointer: { value: number } | null;
  readonly laneStep: 0 | 1;
}

export class Interpreter implements Kernel {
  readonly lanes: number;
  readonly memory: NumberArray;
  readonly inputs: readonly KernelInput[];
  readonly outputs: readonly Int32Array[];
  readonly sums: readonly number[];
  readonly presentAt: number | null;
  readonly run: () => void;
  readonly staging = null;
  readonly #format: NumberFormat;
  readonly #layout: Layout;
  readonly #pointers = new Map<Stream, { value: number }>();
  /** Constants, behind the layout's memory; by their text, which tells -0 from 0. */
  readonly #constants = new Map<string, { readonly base: number; readonly value: number }>();

  constructor(program: LaidOutProgram) {
    const { kernel, layout, schedule, inputs, outputs, sums, presentAt } = program;
    this.#format = kernel.format;
    this.#layout = layout;
    this.lanes = layout.lanes;
    this.inputs = inputs;
    this.outputs = outputs;
    this.sums = sums;
    this.presentAt = presentAt;
    const code = this.#block(schedule.steps, program);
    this.memory = kernel.format.allocate(layout.size + this.#constants.size);
    for (const { base, value } of this.#constants.values()) this.memory[base] = value;
    for (const { base, data } of layout.constants) this.memory.set(data, base);
    this.run = () => code(this.memory);
  }

  /** Runs one segment and says how many steps it had. */
  readonly #segmentRunners = new Map<Segments, (memory: NumberArray, index: number) => number>();

  /** What the addresses of places are at the present step. */
  readonly positionOf = (place: Place): number => {
    const { base, stream } = this.#layout.addressOf(place);
    return base + (stream ? this.#pointerOf(stream).value : 0);
  };

  #pointerOf(stream: Stream): { value: number } {
    let pointer = this.#pointers.get(stream);
    if (!pointer) {
      pointer = { value: 0 };
      this.#pointers.set(stream, pointer);
    }
    return pointer;
  }

  #operandAt({ base, stream, shared }: Address): Operand {
    return { base, pointer: stream && this.#pointerOf(stream), laneStep: shared ? 0 : 1 };
  }

  #operand(value: Value): Operand {
    if (value.kind === 'load') return this.#operandAt(this.#layout.addressOf(value.place));
    if (value.kind === 'operation') return this.#operandAt(this.#layout.homeOf(value));
    const key = Object.is(value.value, -0) ? '-0' : String(value.value);
    const base = this.#constants.get(key)?.base ?? this.#layout.size + this.#constants.size;
    this.#constants.set(key, { base, value: value.value });
    return { base, pointer: null, laneStep: 0 };
  }

  #block(steps: readonly Step[], program: LaidOutProgram): Code {
    const codes = steps.map((step) => this.#step(step, program));
    return (memory) => {
      for (const code of codes) code(memory);
    };
  }

  #step(step: Step, program: LaidOutProgram): Code {
    if (step.kind === 'scheduledLoop') return this.#loop(step, program);
    if (step.kind === 'tile') {
      const items = step.items.map((item) => this.#item(item, program));
      return (memory) => {
        for (const item of items) item(memory);
      };
    }
    const operation: ArrayOperation = step;
    return (memory) => runArrayOperation(operation, memory, this.#format, this.#layout.lanes, this.positionOf);
  }

  #loop({ loop, steps }: ScheduledLoop, program: LaidOutProgram): Code {
    const body = this.#block(steps, program);
    const { segments } = program.layout;
    const produced = segments.find(({ producer }) => producer === loop);
    if (produced) return this.#producer(produced, body);
    const consumed = segments.find(({ consumer }) => consumer === loop);
    if (consumed) return this.#consumer(consumed, body);
    const move = this.#mover(loop.streams);
    return (memory) => {
      for (let s = 0; s < loop.length; s++) {
        move((stream) => streamPosition(stream, s));
        body(memory);
      }
    };
  }

  /** Sets the pointers of streams to what `positionOf` says, in elements. */
  #mover(streams: readonly Stream[]): (positionOf: (stream: Stream) => number) => void {
    const moving = streams.map((stream) => ({
      stream,
      pointer: this.#pointerOf(stream),
      unit: stream.array.shared ? 1 : this.#layout.lanes,
    }));
    return (positionOf) => {
      for (const { stream, pointer, unit } of moving) pointer.value = unit * positionOf(stream);
    };
  }

  /** Runs the segments in order; the carry is kept where each begins. */
  #producer(segments: Segments, body: Code): Code {
    const { producer, sizes, steps, count, checkpoints, finals } = segments;
    const move = this.#mover(producer.streams);
    const record = producer.carrySize * this.#layout.lanes;
    const [carry, kept, last] = [producer.carry, checkpoints, finals].map((array) => this.#layout.baseOf(array));
    const run = (memory: NumberArray, index: number): number => {
      const begin = index * steps;
      const length = Math.min(steps, producer.length - begin);
      for (let s = 0; s < length; s++) {
        move((stream) => streamPosition(stream, sizes.has(stream.array) ? s : begin + s));
        body(memory);
      }
      return length;
    };
    this.#segmentRunners.set(segments, run);
    return (memory) => {
      for (let index = 0; index < count; index++) {
        memory.copyWithin(kept + index * record, carry, carry + record);
        const length = run(memory, index);
        memory.copyWithin(carry, carry + length * record, carry + (length + 1) * record);
      }
      memory.copyWithin(last, carry, carry + record);
    };
  }

  /** From the last segment to the first: the records are made again, then read backwards. */
  #consumer(segments: Segments, body: Code): Code {
    const { producer, consumer, sizes, steps, count, checkpoints } = segments;
    const move = this.#mover(consumer.streams);
    const run = this.#segmentRunners.get(segments)!;
    const record = producer.carrySize * this.#layout.lanes;
    const [carry, kept] = [producer.carry, checkpoints].map((array) => this.#layout.baseOf(array));
    return (memory) => {
      for (let index = count - 1; index >= 0; index--) {
        const from = kept + index * record;
        memory.copyWithin(carry, from, from + record);
        for (let s = run(memory, index) - 1; s >= 0; s--) {
          move((stream) =>
            sizes.has(stream.array)
              ? s * stream.stride
              : streamPosition(stream, consumer.length - 1 - index * steps - s),
          );
          body(memory);
        }
      }
    };
  }

  #item(item: Item, { schedule, layout }: LaidOutProgram): Code {
    const { lanes } = layout;
    if (item.kind === 'move')
      return moveTo(this.#operandAt(layout.addressOf(item.store.place)), this.#operand(item.store.value), lanes);
    const slot = layout.slotOf(item);
    const targets = [
      ...(slot ? [slot] : []),
      ...(schedule.storesOf.get(item) ?? []).map(({ place }) => layout.addressOf(place)),
    ].map((address) => this.#operandAt(address));
    const [x, y = x, z = x] = item.operands.map((operand) => this.#operand(operand));
    const [first, ...others] = targets;
    const compute = computeTo(first, item.instruction, x, y, z, lanes);
    if (others.length === 0) return compute;
    const moves = others.map((other) => moveTo(other, first, lanes));
    return (memory) => {
      compute(memory);
      for (const move of moves) move(memory);
    };
  }
}

const at = ({ base, pointer }: Operand): number => (pointer ? base + pointer.value : base);

function moveTo(target: Operand, from: Operand, lanes: number): Code {
  return (memory) => {
    const [to, source] = [at(target), at(from)];
    for (let lane = 0; lane < lanes; lane++) memory[to + lane] = memory[source + lane * from.laneStep];
  };
}

function computeTo(
  target: Operand,
  instruction: ScalarInstruction,
  a: Operand,
  b: Operand,
  c: Operand,
  lanes: number,
): Code {
  const opcode = direct.indexOf(instruction);
  const { value } = instruction;
  const [da, db, dc] = [a.laneStep, b.laneStep, c.laneStep];
  return (memory) => {
    const out = at(target);
    const [x, y] = [at(a), at(b)];
    switch (opcode) {
      case 0:
        for (let k = 0; k < lanes; k++) memory[out + k] = memory[x + k * da] + memory[y + k * db];
        break;
      case 1:
        for (let k = 0; k < lanes; k++) memory[out + k] = memory[x + k * da] - memory[y + k * db];
        break;
      case 2:
        for (let k = 0; k < lanes; k++) memory[out + k] = memory[x + k * da] * memory[y + k * db];
        break;
      case 3:
        for (let k = 0; k < lanes; k++) memory[out + k] = memory[x + k * da] / memory[y + k * db];
        break;
      case 4:
        for (let k = 0; k < lanes; k++) memory[out + k] = -memory[x + k * da];
        break;
      default: {
        const z = at(c);
        for (let k = 0; k < lanes; k++)
          memory[out + k] = value(memory[x + k * da], memory[y + k * db], memory[z + k * dc]);
      }
    }
  };
}
