/** @file A kernel in WebAssembly SIMD, with the bits of the interpreter. */
import type { LaidOutProgram } from '../../program/compile-program.ts';
import { type NumberArray, numberFormats, type Precision } from '../../program/record/number-format.ts';
import type { Kernel, KernelInput, Staging } from '../kernel.ts';
import { type EmitOptions, emitProgram } from './emit-program.ts';
import { moduleOf } from './module-cache.ts';

const pageBytes = 65_536;

/** The smallest module that uses SIMD; whether it validates says whether SIMD is there. */
const probe = Uint8Array.from('0061736d010000000105016000017b030201000a0a0108004100fd0ffd620b'.match(/../g)!, (byte) =>
  parseInt(byte, 16),
);

let isAvailable: boolean | undefined;

/** A Content-Security-Policy that forbids WebAssembly lets a module be validated, not compiled: so the probe is compiled. */
function probes(): boolean {
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(probe)) return false;
  try {
    new WebAssembly.Instance(new WebAssembly.Module(probe));
    return true;
  } catch {
    return false;
  }
}

/** Whether WebAssembly with SIMD runs here. */
export const hasWasmSimd = (): boolean => (isAvailable ??= probes());

let nextKey = 0;

/** A kernel that can be posted to a worker: module, what its memory begins with, and where inputs and outputs lie. */
export interface WasmImage {
  /** Unlike that of every other image of this thread. */
  readonly key: string;
  readonly module: WebAssembly.Module;
  readonly precision: Precision;
  readonly lanes: number;
  readonly memoryBytes: number;
  readonly finiteAt: number;
  readonly data: readonly { readonly begin: number; readonly bytes: Uint8Array }[];
  readonly inputs: readonly KernelInput[];
  readonly outputs: readonly Int32Array[];
  readonly sums: readonly number[];
  readonly presentAt: number | null;
}

/** Emits a program and compiles it; the same code is compiled once. */
export function createWasmImage(program: LaidOutProgram, options?: EmitOptions): WasmImage {
  const { kernel, layout, inputs, outputs, sums, presentAt } = program;
  const { bytes: numberBytes, precision, allocate } = kernel.format;
  const { bytes, data, dataBegin, memoryBytes, finiteAt } = emitProgram(program, options);
  const constants = layout.constants.map(({ base, data: numbers }) => ({
    begin: numberBytes * base,
    bytes: bytesOf(numbers, allocate),
  }));
  return {
    key: `kernel ${nextKey++}`,
    module: moduleOf(bytes),
    precision,
    lanes: layout.lanes,
    memoryBytes,
    finiteAt,
    data: [{ begin: dataBegin, bytes: data }, ...constants],
    inputs,
    outputs,
    sums,
    presentAt,
  };
}

function bytesOf(numbers: Float64Array, allocate: (length: number) => NumberArray): Uint8Array {
  const array = allocate(numbers.length);
  array.set(numbers);
  return new Uint8Array(array.buffer);
}

/** Memory for staged members: some blocks at least, a whole population where it is small. */
const stagingBytes = 32 * 2 ** 20;
const fewestBlocks = 2;
const mostMembers = 4096;

/** Makes memory of at least so many pages; what it holds does not matter. */
export type ReserveMemory = (pages: number) => WebAssembly.Memory;

const newMemory: ReserveMemory = (pages) => new WebAssembly.Memory({ initial: pages });

interface Exports {
  run(): void;
  load(staged: number, stride: number): void;
  store(staged: number, stride: number): void;
}

export class WasmKernel implements Kernel {
  readonly lanes: number;
  readonly memory: NumberArray;
  readonly inputs: readonly KernelInput[];
  readonly outputs: readonly Int32Array[];
  readonly sums: readonly number[];
  readonly presentAt: number | null;
  readonly run: () => void;
  readonly staging: Staging;

  /** `population`: members that are to be run; more are run chunk by chunk. */
  constructor(image: WasmImage, population: number, reserve: ReserveMemory = newMemory) {
    const { module, precision, lanes, memoryBytes, finiteAt, data, inputs, outputs, sums, presentAt } = image;
    const { bytes: numberBytes, vectorLanes, viewOf } = numberFormats[precision];
    this.lanes = lanes;
    this.inputs = inputs;
    this.outputs = outputs;
    this.sums = sums;
    this.presentAt = presentAt;
    const rowsIn = inputs.reduce((rows, { shared, size }) => rows + (shared ? 0 : size), 0);
    const rowsOut = outputs.reduce((rows, { length }, i) => rows + (sums[i] > 0 ? 0 : length), 0);
    const members = stagedMembers(population, lanes, numberBytes * (rowsIn + rowsOut));
    const begin = Math.ceil(memoryBytes / 16) * vectorLanes;
    const size = begin + members * (rowsIn + rowsOut);
    const memory = reserve(Math.max(1, Math.ceil((numberBytes * size) / pageBytes)));
    for (const { begin: at, bytes } of data) new Uint8Array(memory.buffer).set(bytes, at);
    const { run, load, store } = new WebAssembly.Instance(module, { m: { m: memory } }).exports as unknown as Exports;
    const end = begin + members * rowsIn;
    this.memory = viewOf(memory.buffer);
    this.run = run;
    const finite = this.memory.subarray(finiteAt / numberBytes, finiteAt / numberBytes + vectorLanes);
    this.staging = {
      members,
      inputs: this.memory.subarray(begin, end),
      outputs: this.memory.subarray(end, size),
      load: (first, count) => load(numberBytes * (begin + first), numberBytes * count),
      store: (first, count) => {
        store(numberBytes * (end + first), numberBytes * count);
        return finite.every((value) => value === 0);
      },
    };
  }
}

function stagedMembers(population: number, lanes: number, bytesOfMember: number): number {
  const affordable = Math.floor(stagingBytes / Math.max(1, bytesOfMember) / lanes) * lanes;
  const whole = Math.ceil(population / lanes) * lanes;
  return Math.min(whole, mostMembers, Math.max(affordable, fewestBlocks * lanes));
}
