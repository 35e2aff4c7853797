/** @file A filter over recorded ticks: one loop, so that gradients go through all of it. */
import { requireParts } from '../../core/arguments.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import { scan } from '../../core/scan.ts';
import type { Tree } from '../../core/tree.ts';
import type { Gaussian } from '../gaussian.ts';
import type { Reading } from '../state-model.ts';
import type { Draws, Filter, FilterMemory, Innovation } from './filter.ts';

/** What was recorded: rows [ticks, …] each. */
export type Recording = {
  /** What each sensor told, in the model's order. */
  readonly readings: readonly Reading[];
  /** What acts as readings are taken, and what is known to act from then to the next tick. */
  readonly sensed: Tree;
  readonly acting: Tree;
  /** Random numbers of each tick, for filters that draw. */
  readonly draws?: Draws;
  /** Normal numbers that it begins with, [draws.start]. */
  readonly first?: PopulationTensor;
};

/** What is known of one tick after its readings. */
export type Tick = {
  readonly belief: Gaussian;
  /** Of each sensor, in the model's order. */
  readonly innovations: readonly Innovation[];
  /** Effective number of particles, []; of filters that have some. */
  readonly effective?: PopulationTensor;
};

/** The readings of a tick taken in, one sensor after another. */
export function correctAll<M extends FilterMemory>(
  filter: Filter<M>,
  memory: M,
  {
    readings,
    input,
    draws = {},
  }: { readonly readings: readonly Reading[]; readonly input: Tree; readonly draws?: Draws },
): { readonly memory: M; readonly tick: Tick } {
  let now = memory;
  const innovations = readings.map((reading, sensor) => {
    const { memory: next, innovation } = filter.correct(now, sensor, reading, input, draws);
    now = next;
    return innovation;
  });
  const settled = filter.settle ? filter.settle(now) : now;
  const effective = filter.effective?.(settled);
  return { memory: settled, tick: { belief: filter.belief(settled), innovations, ...(effective && { effective }) } };
}

/** Beliefs and innovations of all ticks, rows [ticks, …], and what is remembered after the last. Throws where parts do not fit the filter's model. */
export function runFilter<M extends FilterMemory>(
  filter: Filter<M>,
  start: Gaussian,
  recording: Recording,
): { readonly memory: M; readonly ticks: Tick } {
  requireParts('filter', filter, { begin: 'a function', correct: 'a function', predict: 'a function' });
  requireParts('recording', recording, { readings: 'an object', sensed: 'an object', acting: 'an object' });
  const { readings, sensed, acting, draws = {}, first } = recording;
  const { carry, outputs } = scan(
    (
      memory: FilterMemory,
      item: { readonly readings: readonly Reading[]; sensed: Tree; acting: Tree; draws: Draws },
    ) => {
      const { memory: corrected, tick } = correctAll(filter, memory as M, { ...item, input: item.sensed });
      return { carry: filter.predict(corrected, item.acting, item.draws), output: tick };
    },
    filter.begin(start, first) as FilterMemory,
    { readings, sensed, acting, draws },
  );
  return { memory: carry as M, ticks: outputs };
}
