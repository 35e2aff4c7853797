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

/** Kernels by their image: memory is reserved once, as a worker runs one shard at a time. */
const kernels = new WeakMap<EngineImage, WasmKernel>();

function run({ image, inputs, outputs, sums, first, count, population }: ShardRequest<EngineImage>): void {
  const kernel = kernels.get(image) ?? new WasmKernel(image.wasm, count);
  kernels.set(image, kernel);
  let output = 0;
  let sum = 0;
  const all = image.kinds.map((kind) => (kind === 'sum' ? sums[sum++] : outputs[output++]));
  runMembers(kernel, { inputs, outputs: all, kinds: image.kinds, population }, first, count);
}

export const kernelShards: ShardRunner<EngineImage> = { run };
