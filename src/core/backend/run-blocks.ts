/** @file Runs a kernel over a population: blocks of members in, results and sums out. */
import { combinePairwise } from '../pairwise.ts';
import { PopulationTensor } from '../population-tensor.ts';
import { sizeOf } from '../shape.ts';
import type { Kernel } from './kernel.ts';
import type { KernelFactory } from './kernel-factory.ts';

/** Arrays `data[element * population + member]` of a kernel's inputs and outputs; of an output that is summed, one number an element. */
export interface KernelArrays {
  readonly inputs: readonly Float64Array[];
  readonly outputs: readonly Float64Array[];
  readonly kinds: readonly OutputKind[];
  readonly population: number;
}

/** One number a member, the same for all members, or their sum. */
export type OutputKind = 'members' | 'shared' | 'sum';

/** Outputs of a stage for its inputs, in float64. */
export function runBlocks(factory: KernelFactory, inputs: readonly PopulationTensor[]): PopulationTensor[] {
  const { population } = factory;
  const outputs = emptyOutputs(factory);
  const arrays: KernelArrays = {
    inputs: inputs.map(({ data }) => data),
    outputs: outputs.map(({ data }) => data),
    kinds: outputKinds(factory),
    population,
  };
  runMembers(factory.kernel(), arrays, 0, population);
  return outputs;
}

export const outputKinds = ({ stage }: KernelFactory): OutputKind[] =>
  stage.graph.outputs.map(({ population }, i) => (stage.sums.has(i) ? 'sum' : population === 1 ? 'shared' : 'members'));

/** Tensors for the outputs of a stage; the buffer of each is made by `allocate`. */
export function emptyOutputs(
  { stage }: KernelFactory,
  allocate = (length: number): Float64Array => new Float64Array(length),
): PopulationTensor[] {
  return stage.graph.outputs.map(({ shape, population }, i) => {
    const type = { shape, population: stage.sums.has(i) ? 1 : population };
    return new PopulationTensor(type, allocate(sizeOf(shape) * type.population));
  });
}

/** Runs the members from `first` on; sums are those of these members alone. `first` is a multiple of the block. */
export function runMembers(kernel: Kernel, arrays: KernelArrays, first: number, count: number): void {
  const { lanes } = kernel;
  loadShared(kernel, arrays);
  const partials = arrays.kinds.map((kind): Float64Array[] | null => (kind === 'sum' ? [] : null));
  for (let begin = first; begin < first + count; begin += lanes) {
    const members = Math.min(lanes, first + count - begin);
    loadMembers(kernel, arrays, begin, members);
    kernel.run();
    storeMembers(kernel, arrays, begin, members);
    partials.forEach((list, i) => list?.push(sumLanes(kernel, kernel.outputs[i], members)));
  }
  partials.forEach((list, i) => list && arrays.outputs[i].set(combinePairwise(list, addInPlace)));
}

function addInPlace(left: Float64Array, right: Float64Array): Float64Array {
  for (let i = 0; i < left.length; i++) left[i] += right[i];
  return left;
}

function loadShared({ memory, inputs }: Kernel, arrays: KernelArrays): void {
  inputs.forEach(({ base, shared }, i) => shared && memory.set(arrays.inputs[i], base));
}

/** Lanes without a member repeat the last one. */
function loadMembers({ memory, inputs, lanes }: Kernel, arrays: KernelArrays, begin: number, members: number): void {
  const { population } = arrays;
  for (let i = 0; i < inputs.length; i++) {
    const { base, size, shared } = inputs[i];
    if (shared) continue;
    const data = arrays.inputs[i];
    for (let element = 0, to = base, from = begin; element < size; element++, to += lanes, from += population) {
      for (let lane = 0; lane < members; lane++) memory[to + lane] = data[from + lane];
      for (let lane = members; lane < lanes; lane++) memory[to + lane] = data[from + members - 1];
    }
  }
}

function storeMembers({ memory, outputs }: Kernel, arrays: KernelArrays, begin: number, members: number): void {
  const { population } = arrays;
  for (let i = 0; i < outputs.length; i++) {
    if (arrays.kinds[i] === 'sum') continue;
    const positions = outputs[i];
    const data = arrays.outputs[i];
    if (arrays.kinds[i] === 'shared') {
      if (begin === 0)
        for (let element = 0; element < positions.length; element++) data[element] = memory[positions[element]];
      continue;
    }
    for (let element = 0, to = begin; element < positions.length; element++, to += population) {
      const from = positions[element];
      for (let lane = 0; lane < members; lane++) data[to + lane] = memory[from + lane];
    }
  }
}

/** Sum over the lanes of a block in the order of `combinePairwise`. */
function sumLanes({ memory }: Kernel, positions: Int32Array, members: number): Float64Array {
  const sums = new Float64Array(positions.length);
  const level = new Float64Array(members);
  for (let element = 0; element < positions.length; element++) {
    const from = positions[element];
    for (let lane = 0; lane < members; lane++) level[lane] = memory[from + lane];
    let width = members;
    while (width > 1) {
      const next = (width + 1) >> 1;
      for (let k = 0; k < next; k++) level[k] = 2 * k + 1 < width ? level[2 * k] + level[2 * k + 1] : level[2 * k];
      width = next;
    }
    sums[element] = level[0];
  }
  return sums;
}
