/** @file How a population is cut into shards, and that sums over shards are sums over the population. */
import { describe, expect, it } from 'vitest';
import { populationSum } from '../../src/core/ops/structural.ts';
import { PopulationTensor } from '../../src/core/population-tensor.ts';
import { cutIntoShards } from '../../src/parallel/shard.ts';
import { sumPartials } from '../../src/parallel/sum-partials.ts';
import { expectEqual, normal } from '../support/check.ts';

const populations = [1, 2, 31, 32, 33, 64, 255, 256, 257, 1000, 4096, 4097, 65536, 100001];

describe('shards', () => {
  it.each(populations)('cover a population of %i, each member once and in order', (population) => {
    let next = 0;
    cutIntoShards(population).forEach(({ index, first, count }, i) => {
      expect([index, first]).toEqual([i, next]);
      expect(count).toBeGreaterThan(0);
      next += count;
    });
    expect(next).toBe(population);
  });

  it.each(populations)(
    'of a population of %i are aligned blocks of a power of two, at least 32, the last one ragged',
    (population) => {
      const shards = cutIntoShards(population);
      const size = shards.length > 1 ? shards[0].count : 32;
      expect(size).toBeGreaterThanOrEqual(32);
      expect(size & (size - 1)).toBe(0);
      for (const { first } of shards) expect(first % size).toBe(0);
      for (const { count } of shards.slice(0, -1)) expect(count).toBe(size);
    },
  );

  it('are enough to balance a few workers, and never too many', () => {
    expect(cutIntoShards(256)).toHaveLength(8);
    for (const population of populations) expect(cutIntoShards(population).length).toBeLessThanOrEqual(128);
  });
});

describe('sumPartials', () => {
  it.each(populations.filter((population) => population < 5000))(
    'of the partial sums of a population of %i has the bits of populationSum, for every power of two',
    (population) => {
      const elements = 2;
      const data = Float64Array.from(normal(elements * population), (value, i) =>
        i % 7 === 0 ? -0 : value * 10 ** (i % 11),
      );
      const total = (first: number, count: number): Float64Array => {
        const part = new Float64Array(elements * count);
        for (let element = 0; element < elements; element++)
          part.set(data.subarray(element * population + first, element * population + first + count), element * count);
        return populationSum(new PopulationTensor({ shape: [elements], population: count }, part)).data;
      };
      const expected = total(0, population);
      for (let size = 1; size <= 1024; size *= 2) {
        const partials = Array.from({ length: Math.ceil(population / size) }, (_, i) =>
          total(i * size, Math.min(size, population - i * size)),
        );
        expectEqual(sumPartials(partials), expected);
      }
    },
  );
});
