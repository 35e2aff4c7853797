/** @file Scheduled code -> WebAssembly: a function for each tile, loop and array operation, called in order. */
import type { LaidOutProgram } from '../../program/compile-program.ts';
import type { Schedule, ScheduledLoop, Step } from '../../program/arrange/schedule.ts';
import type { Segments } from '../../program/arrange/segments.ts';
import type { Stream } from '../../program/record/values.ts';
import type { ScalarInstruction } from '../../scalar/instruction.ts';
import { encodeModule, FunctionWriter } from './assembler.ts';
import { DataSegment } from './data-segment.ts';
import { emitArrayOperation } from './emit-array-operation.ts';
import { LoopEmitter, type SegmentGlobals } from './emit-loop.ts';
import { emitLoad, emitStore } from './emit-staging.ts';
import { emitWindowedLoop } from './emit-windows.ts';
import { emitFunction, emitTile, type Surroundings } from './emit-tile.ts';
import { vectorFormats } from './vector-format.ts';

export interface EmittedProgram {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Constants and tables, in memory from `dataBegin` on. */
  readonly data: Uint8Array<ArrayBuffer>;
  readonly dataBegin: number;
  readonly memoryBytes: number;
  /** Where `store` says, in a vector, whether all numbers were finite. */
  readonly finiteAt: number;
  readonly functions: number;
}

export interface EmitOptions {
  /** Multiply-adds are fused, which takes relaxed SIMD. */
  readonly fuses?: boolean;
}

/** Module for blocks of the layout's lanes, whole vectors: `run`, and `load` and `store` of staged members. */
export function emitProgram(
  { schedule: program, layout, inputs, kernel }: LaidOutProgram,
  { fuses = false }: EmitOptions = {},
): EmittedProgram {
  const globals = new Map<Stream | keyof SegmentGlobals, number>();
  const globalOf = (stream: Stream | keyof SegmentGlobals): number => {
    const index = globals.get(stream) ?? globals.size;
    globals.set(stream, index);
    return index;
  };
  const format = vectorFormats[kernel.format.precision];
  const data = new DataSegment(format.bytes * layout.size);
  const segment: SegmentGlobals = { begin: globalOf('begin'), count: globalOf('count') };
  const emitter = new ProgramEmitter(program, { format, fuses, layout, data, globalOf }, segment);
  const run = emitter.block(program.steps, new FunctionWriter());
  const load = emitter.add(emitLoad(inputs, layout.lanes, format));
  const finiteAt = data.reserve(16);
  const store = emitter.add(emitStore(kernel.outputs, layout, format, finiteAt));
  return {
    bytes: encodeModule(emitter.functions, globals.size, { run, load, store }),
    data: data.encode(),
    dataBegin: data.begin,
    memoryBytes: data.end,
    finiteAt,
    functions: emitter.functions.length,
  };
}

class ProgramEmitter {
  readonly functions: FunctionWriter[] = [];
  readonly #program: Schedule;
  readonly #surroundings: Surroundings;
  readonly #globals: SegmentGlobals;
  /** Functions that run the steps of a segment. */
  readonly #segments = new Map<Segments, number>();

  /** Functions that several tiles call. */
  readonly #outOfLine = new Map<ScalarInstruction, number>();

  constructor(program: Schedule, surroundings: Omit<Surroundings, 'functionOf'>, globals: SegmentGlobals) {
    this.#program = program;
    this.#surroundings = { ...surroundings, functionOf: (instruction) => this.#functionOf(instruction) };
    this.#globals = globals;
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

  #functionOf(instruction: ScalarInstruction): number {
    const index = this.#outOfLine.get(instruction) ?? this.add(emitFunction(instruction, this.#surroundings));
    this.#outOfLine.set(instruction, index);
    return index;
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

  #loop(scheduled: ScheduledLoop): number {
    const { layout } = this.#surroundings;
    const body = scheduled.steps.map((step) => this.#step(step));
    const emitter = new LoopEmitter(this.#surroundings, this.#globals);
    const produced = layout.segments.find(({ producer }) => producer === scheduled.loop);
    if (produced) {
      const segment = this.add(emitter.segment(produced, body));
      this.#segments.set(produced, segment);
      return this.add(emitter.producer(produced, segment));
    }
    const consumed = layout.segments.find(({ consumer }) => consumer === scheduled.loop);
    if (consumed) return this.add(emitter.consumer(consumed, this.#segments.get(consumed)!, body));
    const windows = layout.windows.find(({ loop }) => loop === scheduled.loop);
    return this.add(
      windows ? emitWindowedLoop(windows, body, this.#surroundings) : emitter.plain(scheduled.loop, body),
    );
  }
}
