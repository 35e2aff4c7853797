/** @file Numbers of the fuzzer's tensors: of order one, never 0, exact in float32, and short enough to be read. */
import { PopulationTensor, spread } from '../../../src/index.ts';
import { Random } from '../random.ts';
import type { TensorPlan } from './plan.ts';

export const sizeOf = (shape: readonly number[]): number => shape.reduce((n, extent) => n * extent, 1);

export function tensorOf(plan: TensorPlan): PopulationTensor {
  const { shape, population, seed, isSpread } = plan;
  if (isSpread) return spread(tensorOf({ ...plan, population: 1, isSpread: false }), population);
  const random = new Random(seed);
  const length = sizeOf(shape) * population;
  return new PopulationTensor(
    { shape, population },
    Float64Array.from({ length }, () => (random.integer(-1200, 1199) + 0.5) / 1024),
  );
}
