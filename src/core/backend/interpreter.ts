/** @file The reference interpreter: runs a laid-out program operation by operation. Its meaning is the instruction table's. */
import type { LaidOutProgram } from '../program/compile-program.ts';
import { type Address, type Layout, streamPosition } from '../program/layout.ts';
import type { Item, ScheduledLoop, Step } from '../program/schedule.ts';
import type { ArrayOperation, Place, Stream, Value } from '../program/values.ts';
import * as scalar from '../scalar/basic.ts';
import type { ScalarInstruction } from '../scalar/instruction.ts';
import { runArrayOperation } from './interpret-array-operation.ts';
import type { Kernel, KernelInput } from './kernel.ts';

/** Opcodes with loops of their own; every other instruction goes through its `value`. */
const direct: readonly ScalarInstruction[] = [scalar.add, scalar.sub, scalar.mul, scalar.div, scalar.neg];

/** Moves with its stream's pointer; one number a lane, or one for all. */
interface Operand {
  readonly base: number;
  readonly pointer: { value: number } | null;
  readonly laneStep: 0 | 1;
}

export class Interpreter implements Kernel {
  readonly lanes: number;
  readonly memory: Float64Array;
  readonly inputs: readonly KernelInput[];
  readonly outputs: readonly Int32Array[];
  readonly run: () => void;
  readonly staging = null;
  readonly #layout: Layout;
  readonly #pointers = new Map<Stream, { value: number }>();
  /** Constants, behind the layout's memory; by their text, which tells -0 from 0. */
  readonly #constants = new Map<string, { readonly base: number; readonly value: number }>();

  constructor(program: LaidOutProgram) {
    const { layout, schedule, inputs, outputs } = program;
    this.#layout = layout;
    this.lanes = layout.lanes;
    this.inputs = inputs;
    this.outputs = outputs;
    const code = this.#block(schedule.steps, program);
    this.memory = new Float64Array(layout.size + this.#constants.size);
    for (const { base, value } of this.#constants.values()) this.memory[base] = value;
    for (const { base, data } of layout.constants) this.memory.set(data, base);
    this.run = () => code(this.memory);
  }

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

  #block(steps: readonly Step[], program: LaidOutProgram): (memory: Float64Array) => void {
    const codes = steps.map((step) => this.#step(step, program));
    return (memory) => {
      for (const code of codes) code(memory);
    };
  }

  #step(step: Step, program: LaidOutProgram): (memory: Float64Array) => void {
    if (step.kind === 'scheduledLoop') return this.#loop(step, program);
    if (step.kind === 'tile') {
      const items = step.items.map((item) => this.#item(item, program));
      return (memory) => {
        for (const item of items) item(memory);
      };
    }
    const operation: ArrayOperation = step;
    return (memory) => runArrayOperation(operation, memory, this.#layout.lanes, this.positionOf);
  }

  #loop({ loop, steps }: ScheduledLoop, program: LaidOutProgram): (memory: Float64Array) => void {
    const body = this.#block(steps, program);
    const moving = loop.streams.map((stream) => ({
      stream,
      pointer: this.#pointerOf(stream),
      unit: stream.array.shared ? 1 : this.#layout.lanes,
    }));
    return (memory) => {
      for (let s = 0; s < loop.length; s++) {
        for (const { stream, pointer, unit } of moving) pointer.value = unit * streamPosition(stream, s);
        body(memory);
      }
    };
  }

  #item(item: Item, { schedule, layout }: LaidOutProgram): (memory: Float64Array) => void {
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

function moveTo(target: Operand, from: Operand, lanes: number): (memory: Float64Array) => void {
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
): (memory: Float64Array) => void {
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
