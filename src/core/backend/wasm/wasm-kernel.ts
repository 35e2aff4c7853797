/** @file A kernel in WebAssembly SIMD, with the bits of the interpreter. */
import type { LaidOutProgram } from '../../program/compile-program.ts';
import type { Kernel, KernelInput } from '../kernel.ts';
import { emitProgram } from './emit-program.ts';
import { moduleOf } from './module-cache.ts';

const pageBytes = 65_536;

/** The smallest module that uses SIMD; whether it validates says whether SIMD is there. */
const probe = Uint8Array.from('0061736d010000000105016000017b030201000a0a0108004100fd0ffd620b'.match(/../g)!, (byte) =>
  parseInt(byte, 16),
);

let isAvailable: boolean | undefined;

/** Whether WebAssembly with SIMD runs here. */
export const hasWasmSimd = (): boolean =>
  (isAvailable ??= typeof WebAssembly === 'object' && WebAssembly.validate(probe));

let nextKey = 0;

/** A kernel that can be posted to a worker: module, what its memory begins with, and where inputs and outputs lie. */
export interface WasmImage {
  /** Unlike that of every other image of this thread. */
  readonly key: string;
  readonly module: WebAssembly.Module;
  readonly lanes: number;
  readonly memoryBytes: number;
  readonly data: readonly { readonly begin: number; readonly bytes: Uint8Array }[];
  readonly inputs: readonly KernelInput[];
  readonly outputs: readonly Int32Array[];
}

/** Emits a program and compiles it; the same code is compiled once. */
export function createWasmImage({ schedule, layout, inputs, outputs }: LaidOutProgram): WasmImage {
  const { bytes, data, dataBegin, memoryBytes } = emitProgram(schedule, layout);
  const module = moduleOf(bytes);
  const constants = layout.constants.map(({ base, data: numbers }) => ({
    begin: 8 * base,
    bytes: new Uint8Array(Float64Array.from(numbers).buffer),
  }));
  return {
    key: `kernel ${nextKey++}`,
    module,
    lanes: layout.lanes,
    memoryBytes,
    data: [{ begin: dataBegin, bytes: data }, ...constants],
    inputs,
    outputs,
  };
}

export class WasmKernel implements Kernel {
  readonly lanes: number;
  readonly memory: Float64Array;
  readonly inputs: readonly KernelInput[];
  readonly outputs: readonly Int32Array[];
  readonly run: () => void;

  constructor({ module, lanes, memoryBytes, data, inputs, outputs }: WasmImage) {
    this.lanes = lanes;
    this.inputs = inputs;
    this.outputs = outputs;
    const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(memoryBytes / pageBytes)) });
    for (const { begin, bytes } of data) new Uint8Array(memory.buffer).set(bytes, begin);
    this.memory = new Float64Array(memory.buffer);
    this.run = new WebAssembly.Instance(module, { m: { m: memory } }).exports.run as () => void;
  }
}
