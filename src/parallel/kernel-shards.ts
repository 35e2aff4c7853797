/** @file The engine's kernels as what workers run: the image that is posted, and the runner on the other side. */
import type { KernelFactory } from '../core/backend/kernel-factory.ts';
import { type OutputKind, outputKinds, runMembers } from '../core/backend/run-blocks.ts';
import { type WasmImage, WasmKernel } from '../core/backend/wasm/wasm-kernel.ts';
import type { KernelImage, ShardRequest, ShardRunner } from './shard.ts';

export interface EngineImage extends KernelImage {
  readonly wasm: WasmImage;
  readonly kinds: readonly OutputKind[];
}

/** What workers need of a stage; `null` where WebAssembly SIMD is missing. */
export function engineImage(factory: KernelFactory): EngineImage | null {
  const wasm = factory.image();
  return wasm && { key: wasm.key, lanes: wasm.lanes, wasm, kinds: outputKinds(factory) };
}

/**
 * A worker runs one shard at a time, so all its kernels have one memory, and the one that ran last is kept. A browser has room
 * for about a hundred memories, those of a page and all its workers together, whatever their size.
 */
let memory: WebAssembly.Memory | null = null;
let current: { readonly image: EngineImage; readonly kernel: WasmKernel } | null = null;

const pageBytes = 65_536;

function reserve(pages: number): WebAssembly.Memory {
  memory ??= new WebAssembly.Memory({ initial: pages });
  const missing = pages - memory.buffer.byteLength / pageBytes;
  if (missing > 0) memory.grow(missing);
  return memory;
}

function kernelFor(image: EngineImage, members: number): WasmKernel {
  if (current?.image === image) return current.kernel;
  // what it relies on is overwritten, also where there is no other one in the end
  current = null;
  const kernel = new WasmKernel(image.wasm, members, reserve);
  current = { image, kernel };
  return kernel;
}

function run({ image, inputs, outputs, sums, first, count, population }: ShardRequest<EngineImage>): boolean {
  const kernel = kernelFor(image, count);
  let output = 0;
  let sum = 0;
  const all = image.kinds.map((kind) => (kind === 'sum' ? sums[sum++] : outputs[output++]));
  return runMembers(kernel, { inputs, outputs: all, kinds: image.kinds, population }, first, count);
}

export const kernelShards: ShardRunner<EngineImage> = { run };
