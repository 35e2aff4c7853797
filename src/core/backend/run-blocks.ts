/** @file Runs a kernel over a population: blocks of members in, results and sums out. */
import type { TensorType } from '../application.ts';
import { combinePairwise } from '../pairwise.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import type { NumberArray } from '../program/record/number-format.ts';
import { copyNumbers } from './copy-numbers.ts';
import type { Kernel, Staging } from './kernel.ts';
import { setKnownFinite } from './known-finite.ts';
import type { KernelFactory } from './kernel-factory.ts';
import { emptyTensor, newArray } from './reused-results.ts';

/** Arrays `data[element * population + member]` of a kernel's inputs and outputs; of an output that is summed, one number an element. */
export interface KernelArrays {
  readonly inputs: readonly Float64Array[];
  readonly outputs: readonly Float64Array[];
  readonly kinds: readonly OutputKind[];
  readonly population: number;
}

/** One number a member, the same for all members, or their sum. */
export type OutputKind = 'members' | 'shared' | 'sum';

/** Writes the outputs of a stage for its inputs, in float64. */
export function runBlocks(
  factory: KernelFactory,
  inputs: readonly PopulationTensor[],
  outputs: readonly PopulationTensor[],
): void {
  const { population } = factory;
  const arrays: KernelArrays = {
    inputs: inputs.map(({ data }) => data),
    outputs: outputs.map(({ data }) => data),
    kinds: outputKinds(factory),
    population,
  };
  const isFinite = runMembers(factory.kernel(), arrays, 0, population);
  outputs.forEach((output, i) => setKnownFinite(output, isFinite && arrays.kinds[i] !== 'sum'));
}

/** All members of a stage's outputs, of those as well that are summed. */
export function runUnsummed(factory: KernelFactory, inputs: readonly PopulationTensor[]): PopulationTensor[] {
  const { population, stage } = factory;
  const outputs = stage.graph.outputs.map((type) => emptyTensor(type, newArray));
  const arrays: KernelArrays = {
    inputs: inputs.map(({ data }) => data),
    outputs: outputs.map(({ data }) => data),
    kinds: outputs.map((output) => (output.population === 1 ? 'shared' : 'members')),
    population,
  };
  runMembers(factory.unsummed().kernel(), arrays, 0, population);
  return outputs;
}

export const outputKinds = ({ stage }: KernelFactory): OutputKind[] =>
  stage.graph.outputs.map(({ population }, i) => (stage.sums.has(i) ? 'sum' : population === 1 ? 'shared' : 'members'));

/** Types of the outputs of a stage. */
export const outputTypes = ({ stage }: KernelFactory): TensorType[] =>
  stage.graph.outputs.map(({ shape, population }, i) => ({ shape, population: stage.sums.has(i) ? 1 : population }));

/** New tensors for the outputs of a stage. */
export const emptyOutputs = (factory: KernelFactory): PopulationTensor[] =>
  outputTypes(factory).map((type) => emptyTensor(type, newArray));

/**
 * Runs the members from `first` on; sums are those of these members alone. `first` is a multiple of the block. Returns whether
 * all outputs are known to be finite, sums apart.
 */
export function runMembers(kernel: Kernel, arrays: KernelArrays, first: number, count: number): boolean {
  loadShared(kernel, arrays);
  const partials = arrays.kinds.map((kind): Float64Array[] | null => (kind === 'sum' ? [] : null));
  const chunk = kernel.staging?.members ?? kernel.lanes;
  let isFinite = true;
  for (let begin = first; begin < first + count; begin += chunk)
    isFinite = runChunk(kernel, arrays, begin, Math.min(chunk, first + count - begin), partials) && isFinite;
  partials.forEach((list, i) => list && arrays.outputs[i].set(combinePairwise(list, addInPlace)));
  return isFinite;
}

/** Members whose rows are moved together; the blocks among them run one after the other. */
function runChunk(
  kernel: Kernel,
  arrays: KernelArrays,
  begin: number,
  members: number,
  partials: readonly (Float64Array[] | null)[],
): boolean {
  const { lanes, staging } = kernel;
  let isFinite = staging !== null;
  const width = Math.ceil(members / lanes) * lanes;
  // the rows of a single block are laid down where it reads them
  const isStaged = staging !== null && width > lanes;
  if (isStaged) stage(kernel, staging, arrays, begin, members, width);
  else loadMembers(kernel, arrays, begin, members);
  for (let at = 0; at < members; at += lanes) {
    if (isStaged) staging.load(at, width);
    markPresent(kernel, Math.min(lanes, members - at));
    kernel.run();
    if (staging) isFinite = staging.store(at, width) && isFinite;
    partials.forEach((list, i) => list?.push(sumLanes(kernel, i, Math.min(lanes, members - at))));
    if (begin + at === 0) storeShared(kernel, arrays);
  }
  if (staging) unstage(kernel, staging, arrays, begin, members, width);
  else storeMembers(kernel, arrays, begin, members);
  return isFinite;
}

/** Says which lanes have a member of their own. */
function markPresent({ memory, presentAt, lanes }: Kernel, members: number): void {
  if (presentAt !== null)
    memory.fill(1, presentAt, presentAt + members).fill(0, presentAt + members, presentAt + lanes);
}

function addInPlace(left: Float64Array, right: Float64Array): Float64Array {
  for (let i = 0; i < left.length; i++) left[i] += right[i];
  return left;
}

function loadShared({ memory, inputs }: Kernel, arrays: KernelArrays): void {
  inputs.forEach(({ base, shared }, i) => shared && memory.set(arrays.inputs[i], base));
}

/** A value that all members share is taken from lane 0 of the first block. */
function storeShared({ memory, outputs }: Kernel, { kinds, outputs: results }: KernelArrays): void {
  kinds.forEach((kind, i) => {
    if (kind === 'shared') outputs[i].forEach((position, element) => (results[i][element] = memory[position]));
  });
}

/** Rows of a chunk into the kernel's memory, `width` numbers each. */
function stage(
  { inputs }: Kernel,
  staging: Staging,
  arrays: KernelArrays,
  begin: number,
  members: number,
  width: number,
): void {
  let to = 0;
  inputs.forEach(({ size, shared }, i) => {
    if (shared) return;
    const data = arrays.inputs[i];
    if (members === width && members === arrays.population) staging.inputs.set(data, to);
    else copyRows(data, arrays.population, begin, members, staging.inputs, to, width);
    to += size * width;
  });
}

/** The rows of some members, laid down one behind the other; lanes without a member repeat the last one. */
function copyRows(
  data: Float64Array,
  population: number,
  begin: number,
  members: number,
  target: NumberArray,
  start: number,
  width: number,
): void {
  for (let from = begin, to = start; from < data.length; from += population, to += width) {
    copyNumbers(data, from, target, to, members);
    for (let k = members; k < width; k++) target[to + k] = data[from + members - 1];
  }
}

function unstage(
  { outputs, sums }: Kernel,
  staging: Staging,
  arrays: KernelArrays,
  begin: number,
  members: number,
  width: number,
): void {
  const { population } = arrays;
  let from = 0;
  outputs.forEach(({ length }, i) => {
    if (sums[i] > 0) return;
    if (arrays.kinds[i] !== 'members') {
      from += length * width;
      return;
    }
    const data = arrays.outputs[i];
    if (members === width && members === population) {
      data.set(staging.outputs.subarray(from, from + length * width));
      from += length * width;
      return;
    }
    for (let element = 0, to = begin; element < length; element++, to += population, from += width)
      copyNumbers(staging.outputs, from, data, to, members);
  });
}

/** Rows of one block to where it reads them. */
function loadMembers({ memory, inputs, lanes }: Kernel, arrays: KernelArrays, begin: number, members: number): void {
  inputs.forEach(({ base, shared }, i) => {
    if (!shared) copyRows(arrays.inputs[i], arrays.population, begin, members, memory, base, lanes);
  });
}

function storeMembers({ memory, outputs }: Kernel, arrays: KernelArrays, begin: number, members: number): void {
  const { population } = arrays;
  outputs.forEach((positions, i) => {
    if (arrays.kinds[i] !== 'members') return;
    positions.forEach((from, element) =>
      copyNumbers(memory, from, arrays.outputs[i], begin + element * population, members),
    );
  });
}

/** Sum over the lanes of a block in the order of `combinePairwise`, in float64 whatever the kernel's numbers. */
function sumLanes(kernel: Kernel, output: number, members: number): Float64Array {
  const { memory, outputs, sums: numbers } = kernel;
  const positions = outputs[output];
  if (numbers[output] > 0) return sumGroups(kernel, positions, numbers[output]);
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

/** The same of what has been added up over groups of lanes: so many numbers an element, 2, 4 or 8, one behind the other. */
function sumGroups({ memory }: Kernel, positions: Int32Array, numbers: number): Float64Array {
  const sums = new Float64Array(positions.length);
  const add = { 2: two, 4: four, 8: eight }[numbers]!;
  for (let element = 0, at = positions[0]; element < sums.length; element++, at += numbers)
    sums[element] = add(memory, at);
  return sums;
}

const two = (x: NumberArray, at: number): number => x[at] + x[at + 1];
const four = (x: NumberArray, at: number): number => two(x, at) + two(x, at + 2);
const eight = (x: NumberArray, at: number): number => four(x, at) + four(x, at + 4);
