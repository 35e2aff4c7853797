/** @file What a shard is: the members of a population that one worker runs in one go; how a population is cut, and who runs it. */

/** A compiled kernel in a form that can be posted to a worker; `key` is the hash of its content. */
export interface KernelImage {
  readonly key: string;
  /** Members that it runs at once, a power of two: a shard of fewer would leave lanes idle. */
  readonly lanes?: number;
}

/** The members [first, first + count) of a population of `population` members. */
export interface ShardRequest<Image extends KernelImage = KernelImage> {
  /** The same object for the same key, as long as the worker keeps it. */
  readonly image: Image;
  /** Whole arrays, `data[element * population + member]`; a value shared by all members has one number an element. */
  readonly inputs: readonly Float64Array[];
  readonly outputs: readonly Float64Array[];
  /** For each output that is summed over the population, the sum over the members of this shard. */
  readonly sums: readonly Float64Array[];
  readonly first: number;
  readonly count: number;
  readonly population: number;
}

/** Pure: writes every number of its members and sums, and the same bits whenever it is asked again. */
export interface ShardRunner<Image extends KernelImage = KernelImage> {
  /** Whether all outputs, sums apart, are known to be finite. */
  run(request: ShardRequest<Image>): boolean;
}

export interface Shard {
  readonly index: number;
  readonly first: number;
  readonly count: number;
}

/** Members of the smallest shard: one block of lanes, as kernels in float64 have it. */
const fewestMembers = 32;
/** Enough for many workers to stay balanced, few enough that messages cost nothing. */
const mostShards = 16;

/**
 * Cuts a population into shards of a power of two of members, the last one ragged. The cut depends on the population and the
 * kernel only: each shard is an aligned subtree of the pairwise sum over the population.
 */
export function cutIntoShards(population: number, { lanes = 0 }: Pick<KernelImage, 'lanes'> = {}): readonly Shard[] {
  let size = Math.max(fewestMembers, lanes);
  while (size * mostShards < population) size *= 2;
  return Array.from({ length: Math.ceil(population / size) }, (_, index) => ({
    index,
    first: index * size,
    count: Math.min(size, population - index * size),
  }));
}

/** For people: `shard 3 (members 96 to 127)`. */
export const nameOf = ({ index, first, count }: Shard): string =>
  `shard ${index} (members ${first} to ${first + count - 1})`;
