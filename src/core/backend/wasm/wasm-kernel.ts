/** @file A kernel in WebAssembly SIMD, with the bits of the interpreter. */
import type { Program } from '../../program/program.ts';
import type { Kernel } from '../kernel.ts';
import { canEmit, emitProgram } from './emit-program.ts';

const pageBytes = 65_536;

/** The smallest module that uses SIMD; whether it validates says whether SIMD is there. */
const probe = Uint8Array.of(
  0,
  0x61,
  0x73,
  0x6d,
  1,
  0,
  0,
  0,
  1,
  5,
  1,
  0x60,
  0,
  1,
  0x7b,
  3,
  2,
  1,
  0,
  10,
  10,
  1,
  8,
  0,
  0x41,
  0,
  0xfd,
  0x0f,
  0xfd,
  0x62,
  0x0b,
);

let isAvailable: boolean | undefined;

/** Whether WebAssembly with SIMD runs here. */
export const hasWasmSimd = (): boolean =>
  (isAvailable ??= typeof WebAssembly === 'object' && WebAssembly.validate(probe));

/** Kernels by program and stride. One is used at a time, so it can be used again: memory is reserved once. */
const kernels = new WeakMap<Program, Map<number, WasmKernel>>();

export class WasmKernel implements Kernel {
  readonly stride: number;
  readonly registers: Float64Array;
  readonly outputs: Int32Array;
  readonly run: () => void;

  private constructor(program: Program, stride: number) {
    this.stride = stride;
    this.outputs = program.outputs;
    const { bytes, constants, constantsOffset, memoryBytes } = emitProgram(program, stride);
    const memory = new WebAssembly.Memory({ initial: Math.ceil(memoryBytes / pageBytes) });
    new BigInt64Array(memory.buffer, constantsOffset, constants.length).set(constants);
    this.registers = new Float64Array(memory.buffer, 0, program.slots * stride);
    for (const { slot, value } of program.constants) this.registers.fill(value, slot * stride, (slot + 1) * stride);
    this.run = new WebAssembly.Instance(new WebAssembly.Module(bytes), { m: { m: memory } }).exports.run as () => void;
  }

  /** A kernel for a program of basic instructions; `null` where SIMD is missing or an instruction has no sequence. */
  static create(program: Program, lanes: number): WasmKernel | null {
    if (!hasWasmSimd() || !canEmit(program)) return null;
    const stride = lanes + (lanes % 2);
    const known = kernels.get(program) ?? new Map<number, WasmKernel>();
    kernels.set(program, known);
    const kernel = known.get(stride) ?? new WasmKernel(program, stride);
    known.set(stride, kernel);
    return kernel;
  }
}
