/** @file Many points cut into blocks of few sizes, so that a program is traced for few: each point beside each scenario, a member each. */
import { PopulationTensor } from '../core/population-tensor.ts';

/** Points that one call of a program is made for. */
export interface Block {
  readonly first: number;
  /** Points that are asked for; the rest repeats the last of them. */
  readonly count: number;
  readonly size: number;
}

/**
 * Members that a program is traced for. Measured with a two-link arm of 200 steps, least of nine: 24 us a member of 1,024, 21 to 23 us of
 * 4,096 and 8,192, 34 us of 128; and a call of 1,024 ends soon enough to be cancelled. 128 are what the first level of a surface has.
 */
const members = [1, 128, 1024] as const;

/** Up to so many points are asked one by one. */
const mostSingles = 2;

/** Sizes of blocks in points, of so many scenarios each; ascending. */
export const blockSizes = (scenarios: number): readonly number[] => [
  ...new Set(members.map((most) => Math.max(1, Math.floor(most / scenarios)))),
];

/** Blocks of `count` points that are computed for as few points as these sizes allow. */
export function cutIntoBlocks(count: number, scenarios: number): Block[] {
  const sizes = blockSizes(scenarios);
  const blocks: Block[] = [];
  for (let first = 0; first < count;) {
    const rest = count - first;
    const size = sizeFor(rest, sizes);
    blocks.push({ first, count: Math.min(rest, size), size });
    first += size;
  }
  return blocks;
}

/** The largest size that is filled, or the smallest one that holds all of the rest where that costs no more. */
function sizeFor(rest: number, sizes: readonly number[]): number {
  if (rest <= mostSingles) return sizes[0];
  let size = sizes[0];
  for (const larger of sizes) {
    const asSmaller = size === 1 ? Infinity : Math.ceil(rest / size) * size;
    if (larger <= rest || larger <= asSmaller) size = larger;
  }
  return size;
}

/** A block's points, [size] of `block.size * scenarios` members: all scenarios of a point are neighbours. */
export function pointsOf(x: PopulationTensor, { first, count, size }: Block, scenarios: number): PopulationTensor {
  const total = size * scenarios;
  const data = new Float64Array(x.size * total);
  for (let i = 0; i < x.size; i++)
    for (let p = 0; p < size; p++) {
      const value = x.data[i * x.population + first + Math.min(p, count - 1)];
      data.fill(value, i * total + p * scenarios, i * total + (p + 1) * scenarios);
    }
  return new PopulationTensor({ shape: x.shape, population: total }, data);
}

/** Values of all scenarios beside each of `points` points; what they share stays shared. */
export function besideEachPoint(leaf: PopulationTensor, points: number): PopulationTensor {
  const { shape, population, size, data } = leaf;
  if (population === 1) return leaf;
  const total = population * points;
  const tiled = new Float64Array(size * total);
  for (let i = 0; i < size; i++)
    for (let p = 0; p < points; p++)
      tiled.set(data.subarray(i * population, (i + 1) * population), i * total + p * population);
  return new PopulationTensor({ shape, population: total }, tiled);
}

/** Means over the scenarios, in their order, of what a block's members found: into `means` [elements] of `population` points. */
export function addMeans(
  means: { readonly data: Float64Array; readonly population: number },
  found: Float64Array,
  { first, count, size }: Block,
  scenarios: number,
): void {
  const total = size * scenarios;
  for (let i = 0; i * total < found.length; i++)
    for (let p = 0; p < count; p++) {
      let sum = 0;
      for (let s = 0; s < scenarios; s++) sum += found[i * total + p * scenarios + s];
      means.data[i * means.population + first + p] = sum / scenarios;
    }
}
