/** @file Tensors of random numbers. */
import type { TensorType } from '../../src/core/application.ts';
import { PopulationTensor } from '../../src/core/population-tensor.ts';
import { sizeOf } from '../../src/core/shape.ts';
import type { Random } from './random.ts';

/** Every number between `low` and `high`, in the order of memory. */
export function drawTensor(random: Random, type: TensorType, low: number, high: number): PopulationTensor {
  const size = sizeOf(type.shape) * type.population;
  return new PopulationTensor(
    type,
    Float64Array.from({ length: size }, () => random.uniform(low, high)),
  );
}
