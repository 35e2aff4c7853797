/** @file Tensors as arguments: a PopulationTensor, and one of the shape that is asked for. */
import { requireInstance } from './arguments.ts';
import { PopulationTensor } from './population-tensor.ts';
import { requireShapeOf, type Shape } from './shape.ts';

/** Refuses what is no tensor. */
export function requireTensor(argument: string, value: unknown): asserts value is PopulationTensor {
  requireInstance(argument, value, PopulationTensor, 'wrap numbers by tensor(…)');
}

/** Refuses what is no tensor, and one of another shape; `meaning` says what it stands for. */
export function requireTensorOf(
  argument: string,
  value: unknown,
  shape: Shape,
  meaning: string,
): asserts value is PopulationTensor {
  requireTensor(argument, value);
  requireShapeOf(argument, value.shape, shape, meaning);
}
