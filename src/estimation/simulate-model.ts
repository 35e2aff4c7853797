/** @file A model of a state as the truth: what a filter believes of start, motion and noise is what happens, in the same discretization. */
import { requireParts } from '../core/arguments.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { scan } from '../core/scan.ts';
import type { Tree } from '../core/tree.ts';
import type { Recording } from './filters/run-filter.ts';
import type { Gaussian } from './gaussian.ts';
import type { ModelDraws } from './model-draws.ts';
import { type Reading, requireStateModel, type StateModel } from './state-model.ts';

/** What is known to act: rows [T, …] each, of any trees. */
export type Known = { readonly sensed: Tree; readonly acting: Tree };

/** States [T, size] as they were at the readings, and what was told of them. */
export type Simulated = { readonly states: PopulationTensor; readonly recording: Recording };

/**
 * The truth and its readings by a model: x_0 = move(mean, L z), each reading move(read(x), deviation z), and a tick later
 * move(step(x), noise(x) z), with z of `draws`. Throws an ArgumentError or ShapeError where they do not fit the model.
 */
export function simulateModel(
  model: StateModel,
  start: Gaussian,
  draws: ModelDraws,
  known: Known = { sensed: [], acting: [] },
): Simulated {
  requireStateModel(model);
  requireParts('draws', draws, {
    start: 'an object',
    process: 'an object',
    sensors: 'a list',
    present: 'an object',
  });
  requireParts('known', known, { sensed: 'an object', acting: 'an object' });
  const { sensed, acting } = known;
  const { process, sensors } = model;
  const { space } = process;
  type Item = {
    readonly sensed: Tree;
    readonly acting: Tree;
    readonly process: PopulationTensor;
    readonly sensors: readonly PopulationTensor[];
    readonly present: readonly PopulationTensor[];
  };
  const { outputs } = scan(
    (state: PopulationTensor, item: Item) => {
      const readings: Reading[] = sensors.map(({ space: of, read, deviation }, i) => ({
        value: of.move(read(state, item.sensed), mul(deviation, item.sensors[i])),
        present: add(item.present[i], 0),
      }));
      const foreseen = process.step(state, item.acting);
      const moved = space.move(foreseen, matmul(process.noise(state, item.acting), item.process));
      return { carry: moved, output: { state, readings } };
    },
    space.move(start.mean, matmul(start.factor, draws.start)),
    { sensed, acting, process: draws.process, sensors: draws.sensors, present: draws.present } as Item,
  );
  const { state: states, readings } = outputs;
  const { filter, first } = draws;
  return { states, recording: { readings, sensed, acting, draws: filter, ...(first && { first }) } };
}
