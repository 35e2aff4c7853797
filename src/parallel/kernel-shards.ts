/** @file The engine's kernels as what workers run: the image that is posted, and the runner on the other side. */
import type { KernelFactory } from '../core/backend/kernel-factory.ts';
import { type OutputKind, outputKinds, runMembers } from '../core/backend/run-blocks.ts';
import { type WasmImage, WasmKernel } from '../core/backend/wasm/wasm-kernel.ts';
import type { KernelImage, ShardRequest, ShardRunner } from './shard.ts';

export interface EngineImage extends KernelImage {
  readonly wasm: WasmImage;
  readonly kinds: readonly OutputKind[];
}

const engineImages = new WeakMap<WasmImage, EngineImage>();

/** What workers need of a stage, the same for stages of one image; `null` where WebAssembly SIMD is missing. */
export function engineImage(factory: KernelFactory): EngineImage | null {
  const wasm = factory.image();
  if (!wasm) return null;
  // images of stages whose outputs are of other kinds are not the same
  const known = engineImages.get(wasm) ?? { key: wasm.key, lanes: wasm.lanes, wasm, kinds: outputKinds(factory) };
  engineImages.set(wasm, known);
  return known;
}

/**
 * A worker runs one shard at a time, so all its kernels have one memory, and the one that ran last is kept for as long as its
 * image is. A browser has room for about a hundred memories, those of a page and all its workers together, whatever their size.
 */
let memory: WeakRef<WebAssembly.Memory> | null = null;
let current: WeakRef<EngineImage> | null = null;
const kernels = new WeakMap<EngineImage, WasmKernel>();

const pageBytes = 65_536;

function reserve(pages: number): WebAssembly.Memory {
  const known = memory?.deref();
  if (!known) {
    const made = new WebAssembly.Memory({ initial: pages });
    memory = new WeakRef(made);
    return made;
  }
  const missing = pages - known.buffer.byteLength / pageBytes;
  if (missing > 0) known.grow(missing);
  return known;
}

function kernelFor(image: EngineImage, members: number): WasmKernel {
  const last = current?.deref();
  if (last === image) return kernels.get(image)!;
  // what it relies on is overwritten, also where there is no other one in the end
  if (last) kernels.delete(last);
  current = null;
  const kernel = new WasmKernel(image.wasm, members, reserve);
  kernels.set(image, kernel);
  current = new WeakRef(image);
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
