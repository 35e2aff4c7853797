/** @file Scheduled code -> WebAssembly: a function for each tile, loop and array operation, called in order. */
import type { LaidOutProgram } from '../../program/compile-program.ts';
import { streamPosition } from '../../program/layout.ts';
import type { Schedule, ScheduledLoop, Step } from '../../program/schedule.ts';
import type { Stream } from '../../program/values.ts';
import { encodeModule, FunctionWriter, opcode } from './assembler.ts';
import { DataSegment } from './data-segment.ts';
import { emitArrayOperation } from './emit-array-operation.ts';
import { emitLoad, emitStore } from './emit-staging.ts';
import { emitTile, type Surroundings } from './emit-tile.ts';
import { sequences } from './instructions.ts';

export interface EmittedProgram {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Constants and tables, in memory from `dataBegin` on. */
  readonly data: Uint8Array<ArrayBuffer>;
  readonly dataBegin: number;
  readonly memoryBytes: number;
  readonly functions: number;
}

/** Whether there is a sequence for every instruction. */
export const canEmit = (names: Iterable<string>): boolean => [...names].every((name) => name in sequences);

/** Module for blocks of the layout's lanes, an even number: `run`, and `load` and `store` of staged members. */
export function emitProgram({ schedule: program, layout, inputs, kernel }: LaidOutProgram): EmittedProgram {
  const globals = new Map<Stream, number>();
  const globalOf = (stream: Stream): number => {
    const index = globals.get(stream) ?? globals.size;
    globals.set(stream, index);
    return index;
  };
  const data = new DataSegment(8 * layout.size);
  const emitter = new ProgramEmitter(program, { layout, data, globalOf });
  const run = emitter.block(program.steps, new FunctionWriter());
  const load = emitter.add(emitLoad(inputs, layout.lanes));
  const store = emitter.add(emitStore(kernel.outputs, layout));
  return {
    bytes: encodeModule(emitter.functions, globals.size, { run, load, store }),
    data: data.encode(),
    dataBegin: data.begin,
    memoryBytes: data.end,
    functions: emitter.functions.length,
  };
}

class ProgramEmitter {
  readonly functions: FunctionWriter[] = [];
  readonly #program: Schedule;
  readonly #surroundings: Surroundings;

  constructor(program: Schedule, surroundings: Surroundings) {
    this.#program = program;
    this.#surroundings = surroundings;
  }

  /** Adds the functions of all steps, then `code` with calls of them. */
  block(steps: readonly Step[], code: FunctionWriter): number {
    const indices = steps.map((step) => this.#step(step));
    indices.forEach((index) => code.call(index));
    return this.add(code);
  }

  add(code: FunctionWriter): number {
    return this.functions.push(code) - 1;
  }

  #step(step: Step): number {
    if (step.kind === 'scheduledLoop') return this.#loop(step);
    if (step.kind !== 'tile') return this.add(emitArrayOperation(step, this.#surroundings));
    const { storesOf } = this.#program;
    return this.add(
      emitTile(step.items, this.#surroundings.layout.lanes, this.#surroundings, (operation) =>
        (storesOf.get(operation) ?? []).map(({ place }) => place),
      ),
    );
  }

  #loop({ loop, steps }: ScheduledLoop): number {
    const body = steps.map((step) => this.#step(step));
    const code = new FunctionWriter();
    const counter = code.local('i32');
    code.repeat(counter, loop.length, 1, () => {
      loop.streams.forEach((stream) => this.#setPointer(code, stream, counter));
      body.forEach((index) => code.call(index));
    });
    return this.add(code);
  }

  /** Positions are affine in the number of the step, or alternate between two. */
  #setPointer(code: FunctionWriter, stream: Stream, counter: number): void {
    const { layout, globalOf } = this.#surroundings;
    const unit = 8 * (stream.array.shared ? 1 : layout.lanes);
    const [first, second] = [0, 1].map((s) => unit * streamPosition(stream, s));
    const alternates = stream.role !== 'item' && !stream.loop.keepsCarries;
    code.get(counter);
    if (alternates) code.integer(1).plain(opcode.i32And);
    code
      .integer(second - first)
      .plain(opcode.i32Mul)
      .integer(first)
      .plain(opcode.i32Add);
    code.setGlobal(globalOf(stream));
  }
}
