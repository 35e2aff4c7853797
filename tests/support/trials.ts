/** @file Trials as members of one population: numbers drawn for each, and their statistics with what chance allows them. */
import { PopulationTensor } from '../../src/core/population-tensor.ts';
import { sizeOf, type Shape } from '../../src/core/shape.ts';
import { normal, uniform } from '../../src/core/random.ts';

/** Uniform numbers of that shape for each of many trials. */
export const uniformTrials = (trials: number, shape: Shape, stream = 0): PopulationTensor =>
  new PopulationTensor({ shape, population: trials }, uniform({ seed: 20, stream }, sizeOf(shape) * trials));

/** Standard normal numbers of that shape for each of many trials. */
export const normalTrials = (trials: number, shape: Shape, stream = 0): PopulationTensor =>
  new PopulationTensor({ shape, population: trials }, normal({ seed: 21, stream }, sizeOf(shape) * trials));

/** Angles of all trials, evenly likely in [-pi, pi). */
export function angleTrials(trials: number, stream = 100): PopulationTensor {
  const { data } = uniformTrials(trials, [], stream);
  return new PopulationTensor(
    { shape: [], population: trials },
    data.map((u) => 2 * Math.PI * u - Math.PI),
  );
}

/** Mean and variance. */
export function momentsOfTrials(x: ArrayLike<number>): { readonly mean: number; readonly variance: number } {
  const list = Array.from(x);
  const mean = list.reduce((total, value) => total + value, 0) / list.length;
  return { mean, variance: list.reduce((total, value) => total + (value - mean) ** 2, 0) / (list.length - 1) };
}

/** Standard error of a variance of normal numbers, relative. */
export const varianceError = (trials: number): number => Math.sqrt(2 / (trials - 1));
