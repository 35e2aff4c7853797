/** @file Landscapes for tests: on this thread, of plain functions; and many points as one tensor. */
import { PopulationTensor } from '../../src/core/population-tensor.ts';
import { type LossLandscape, lossLandscape } from '../../src/learning/loss-landscape.ts';
import { thisThread } from '../../src/learning/this-thread.ts';

/** The landscape of a function of one vector that begins at `start`. */
export const landscapeOfVector = (
  start: readonly number[],
  loss: (x: PopulationTensor) => PopulationTensor,
): LossLandscape<{ readonly x: PopulationTensor }> =>
  lossLandscape(
    { title: 'a function', start: { x: vectors([start]) }, loss: ({ x }) => loss(x), given: {} },
    thisThread,
  );

/** Vectors as members of one tensor. */
export function vectors(list: readonly ArrayLike<number>[]): PopulationTensor {
  const { length } = list[0];
  const data = Float64Array.from(
    { length: length * list.length },
    (_, k) => list[k % list.length][Math.floor(k / list.length)],
  );
  return new PopulationTensor({ shape: [length], population: list.length }, data);
}
