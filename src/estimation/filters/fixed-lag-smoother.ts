/** @file The fixed-lag smoother: the last ticks are estimated anew at every tick, together, and what is older stays as a Gaussian. */
import { requireInteger, requireOptions } from '../../core/arguments.ts';
import { greater, greaterEqual } from '../../core/ops/comparison.ts';
import { add, choose } from '../../core/ops/elementwise.ts';
import { at, concat, reshape, slice, stack } from '../../core/ops/indexing.ts';
import { type PopulationTensor, tensor, zeros } from '../../core/population-tensor.ts';
import type { Tree } from '../../core/tree.ts';
import type { Gaussian } from '../gaussian.ts';
import { emptyRows, rowOf, shiftedRows, withRow, withTreeRow } from '../late/rows.ts';
import type { InputShapes } from '../late/with-replay.ts';
import { smoothedStretch } from '../smoothing/gauss-newton.ts';
import { corrected, passed, type Stretch } from '../smoothing/sweep.ts';
import { type Reading, requireStateModel, type StateModel } from '../state-model.ts';
import { extendedKalman } from './extended-kalman.ts';
import type { Filter } from './filter.ts';
import type { GaussianMemory } from './gaussian-filter.ts';

/** How long the window is, and how much is done at a tick. */
export interface FixedLagOptions {
  /** Ticks from the oldest state of the window to the newest. Default 10. */
  readonly lag?: number;
  /** Iterations of Gauss and Newton at every tick. Default 2; 1 is exact on a linear model. */
  readonly iterations?: number;
  /** Trees like what acts in a tick, for their shapes. Default: nothing acts. */
  readonly inputs?: InputShapes;
}

/** Rows [lag + 1, …], of which the last is the present tick. */
export type FixedLagPast = { readonly readings: readonly Reading[]; readonly sensed: Tree; readonly acting: Tree };

/** What the smoother carries. */
export type FixedLagMemory = {
  /** Ticks since the start, []. */
  readonly age: PopulationTensor;
  /** What was known of the oldest state of the window before its own readings. */
  readonly prior: Gaussian;
  /** Where that state was when it became the oldest: what has left the window was made linear there, so it stays so. */
  readonly first: PopulationTensor;
  /** The window's trajectory, [lag + 1, size]. */
  readonly states: PopulationTensor;
  readonly past: FixedLagPast;
  /** The newest state, as the extended Kalman filter has it between readings. */
  readonly newest: GaussianMemory;
  /** The oldest state of the window. */
  readonly oldest: Gaussian;
};

/** A filter that also says what is believed of the state `lag` ticks ago, given all until now; before the lag, of the first state. */
export interface FixedLagSmoother extends Filter<FixedLagMemory> {
  readonly smoothed: (memory: FixedLagMemory) => Gaussian;
}

/** Rows of ticks that have not been. */
function emptyPast({ sensors }: StateModel, { sensed, acting }: InputShapes, count: number): FixedLagPast {
  const silence = sensors.map(({ space }) => ({ value: zeros([space.size]), present: zeros([space.dimension]) }));
  return emptyRows<Tree>({ readings: silence, sensed, acting }, count) as FixedLagPast;
}

/**
 * Fixed-lag smoothing by Gauss and Newton over the dynamics: at every tick, when its readings are in, the trajectory of the last
 * `lag` + 1 states is moved to what is most likely. The state that leaves the window is marginalized, about the point where it
 * and its successor were made linear at first (first-estimate Jacobians). A direction that no reading tells stays untold where it
 * is the same at all states; where it turns with the state, within the window, and nearly so beyond. Innovations are those of the newest state. Throws where the model is none.
 */
export function fixedLagSmoother(model: StateModel, options: FixedLagOptions = {}): FixedLagSmoother {
  requireStateModel(model);
  requireOptions('fixedLagSmoother', options, ['lag', 'iterations', 'inputs']);
  const { lag = 10, iterations = 2, inputs = { sensed: [], acting: [] } } = options;
  requireInteger('lag', lag, 1);
  requireInteger('iterations', iterations, 1);
  const filter = extendedKalman(model);

  const happenedAt = (age: PopulationTensor): PopulationTensor =>
    greaterEqual(add(age, tensor(Array.from({ length: lag + 1 }, (_, row) => row))), lag);
  /** Derivatives at the oldest state stay where they were taken when its forerunner left. */
  const aboutOf =
    ({ age, first }: FixedLagMemory) =>
    (states: PopulationTensor): PopulationTensor =>
      withRow(states, 0, choose(greater(age, lag), first, at(states, 0)));

  return {
    name: 'fixed-lag smoother',
    model,
    begin: (start) => {
      const newest = filter.begin(start);
      const prior = filter.belief(newest);
      return {
        age: tensor(0),
        prior,
        first: prior.mean,
        states: stack(Array.from({ length: lag + 1 }, () => prior.mean)),
        past: emptyPast(model, inputs, lag + 1),
        newest,
        oldest: prior,
      };
    },
    correct: (memory, sensor, reading, sensed, draws) => {
      const { memory: newest, innovation } = filter.correct(memory.newest, sensor, reading, sensed, draws);
      const past = {
        ...memory.past,
        readings: memory.past.readings.map((rows, s) =>
          s === sensor ? withTreeRow(rows, lag, reading, 'reading') : rows,
        ),
        sensed: withTreeRow(memory.past.sensed, lag, sensed, 'sensed'),
      };
      return { memory: { ...memory, newest, past }, innovation };
    },
    settle: (memory) => {
      const { age, past, prior, newest } = memory;
      const stretch = { ...past, states: withRow(memory.states, lag, newest.mean), happened: happenedAt(age) };
      const { states, factors } = smoothedStretch(model, prior, stretch, { iterations, aboutOf: aboutOf(memory) });
      return {
        ...memory,
        states,
        newest: { ...newest, mean: at(states, lag), factor: at(factors, lag) },
        oldest: { mean: at(states, 0), factor: at(factors, 0) },
      };
    },
    predict: (memory, acting, draws) => {
      const { age, states, newest, prior } = memory;
      const past = { ...memory.past, acting: withTreeRow(memory.past.acting, lag, acting, 'acting') };
      const next = filter.predict(newest, acting, draws);
      const row = rowOf<Tree>(
        { ...past, states, about: aboutOf(memory)(states), happened: happenedAt(age) },
        0,
      ) as Stretch;
      const { space } = model.process;
      const known = corrected(model, { mean: space.difference(row.states, prior.mean), factor: prior.factor }, row);
      const second = at(states, 1);
      const { predicted } = passed(model, known, row, second);
      return {
        ...memory,
        age: add(age, 1),
        prior: {
          mean: choose(row.happened, space.move(second, predicted.mean), prior.mean),
          factor: choose(row.happened, predicted.factor, prior.factor),
        },
        first: second,
        states: concat([slice(states, [1]), reshape(next.mean, [1, next.mean.size])]),
        past: shiftedRows<Tree>(past) as FixedLagPast,
        newest: next,
      };
    },
    belief: ({ newest }) => filter.belief(newest),
    smoothed: ({ oldest }) => oldest,
  };
}
