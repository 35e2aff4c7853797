/** @file Readings that come late, in a loop that is traced: the filter stays behind by the longest delay, and what is believed now is replayed from there. */
import { requireInteger, requireList, requireParts } from '../../core/arguments.ts';
import { cond } from '../../core/control.ts';
import { add, where } from '../../core/ops/elementwise.ts';
import { greaterEqual } from '../../core/ops/comparison.ts';
import { type PopulationTensor, tensor, zeros } from '../../core/population-tensor.ts';
import { scan } from '../../core/scan.ts';
import type { Tree } from '../../core/tree.ts';
import { ArgumentError } from '../../errors.ts';
import { correctAll, type Tick } from '../filters/run-filter.ts';
import { type Draws, type Filter, type FilterMemory, noDraws } from '../filters/filter.ts';
import type { Reading } from '../state-model.ts';
import { emptyRows, rowOf, rowsBetween, shiftedRows, withTreeRow } from './rows.ts';

/** What is kept of each of the last ticks, rows [longest delay + 1, …]: the last is the present one. */
type Past = {
  readonly readings: readonly Reading[];
  readonly sensed: Tree;
  readonly acting: Tree;
  readonly draws: Draws;
};

/** A filter that stays behind, and what has come in since. */
type ReplayMemory = {
  /** Ticks since the start, []. */
  readonly age: PopulationTensor;
  /** The filter as many ticks ago as the longest delay: all readings until then are in it, in their order. */
  readonly base: FilterMemory;
  readonly past: Past;
};

/** Trees like what acts as readings are taken, and like what acts from then to the next tick. */
export type InputShapes = { readonly sensed: Tree; readonly acting: Tree };

function requireDelays(filter: Filter, delays: readonly number[]): void {
  requireParts('filter', filter, { begin: 'a function', correct: 'a function', predict: 'a function' });
  requireList('delays', delays, 'a list with a delay a sensor');
  const { sensors } = filter.model;
  if (delays.length !== sensors.length)
    throw new ArgumentError(
      'delays',
      `${delays.length} of them`,
      `${sensors.length}, as the model has sensors`,
      'give 0 for a sensor that is at once',
    );
  delays.forEach((delay, sensor) => requireInteger(`delays[${sensor}]`, delay, 0));
}

/** Rows for the last ticks, of which none has been. */
function emptyPast({ model, draws }: Filter, { sensed, acting }: InputShapes, count: number): Past {
  const silence = model.sensors.map(({ space }) => ({
    value: zeros([space.size]),
    present: zeros([space.dimension]),
  }));
  return emptyRows({ readings: silence, sensed, acting, draws: noDraws(draws) as Tree }, count) as Past;
}

/**
 * A filter whose sensors speak late: the reading given to sensor s at tick k is the one stamped k - delays[s], in whole ticks.
 * What is believed at a tick is what `filter` believes given all readings that have come, each taken in at its stamp; innovations
 * are those of the chain that has all of them in their order, so of the tick as many ago as the longest delay, and none before
 * there is one. `inputs`: trees like them, for their shapes; a filter that draws takes tensors [number]. Readings
 * stamped before the start are left out. Costs as many ticks a tick as the longest delay, and one; it is the filter itself where
 * no sensor is late.
 */
export function withReplay<M extends FilterMemory>(
  given: Filter<M>,
  delays: readonly number[],
  inputs: InputShapes = { sensed: [], acting: [] },
): Filter {
  const filter = given as unknown as Filter;
  requireDelays(filter, delays);
  const late = delays.reduce((most, delay) => Math.max(most, delay), 0);
  if (late === 0) return filter;
  const methods = replaying(filter, delays, late);
  return {
    name: `${filter.name}, late readings replayed`,
    model: filter.model,
    draws: filter.draws,
    begin: (start, first) =>
      ({
        age: tensor(0),
        base: filter.begin(start, first),
        past: emptyPast(filter, inputs, late + 1),
      }) satisfies ReplayMemory,
    ...(methods as unknown as Pick<Filter, 'correct' | 'settle' | 'predict' | 'belief' | 'effective'>),
    ...(filter.particles !== undefined && { particles: filter.particles }),
  };
}

function replaying(
  filter: Filter,
  delays: readonly number[],
  late: number,
): Pick<Filter<ReplayMemory>, 'correct' | 'settle' | 'predict' | 'belief' | 'effective'> {
  /** What is made of a row of a tick since the start; before it nothing happens. */
  const sinceStart = (
    { age, memory }: { readonly age: PopulationTensor; readonly memory: FilterMemory },
    row: number | PopulationTensor,
    happened: FilterMemory,
  ): FilterMemory =>
    cond(
      isSinceStart(age, row, late),
      () => happened,
      () => memory,
    );

  /** The tick that is, replayed from the filter that stays behind. */
  const presentOf = ({ age, base, past }: ReplayMemory): Tick => {
    const first = rowOf<Tree>(past, 0) as Past;
    const moved = filter.predict(base, first.acting, first.draws);
    const { carry } = scan(
      (memory: FilterMemory, { row, index }: { readonly row: Past; readonly index: PopulationTensor }) => {
        const corrected = correctAll(filter, memory, { ...row, input: row.sensed }).memory;
        const next = filter.predict(corrected, row.acting, row.draws);
        return { carry: sinceStart({ age, memory }, index, next), output: [] };
      },
      sinceStart({ age, memory: base }, 0, moved),
      {
        row: rowsBetween<Tree>(past, 1, late) as Past,
        index: tensor(Array.from({ length: late - 1 }, (_, i) => i + 1)),
      },
    );
    const present = rowOf<Tree>(past, late) as Past;
    return correctAll(filter, carry, { ...present, input: present.sensed }).tick;
  };

  return {
    correct: ({ age, base, past: before }, sensor, reading, sensed, draws) => {
      const own = late - delays[sensor];
      const { value, present } = reading;
      const told = { value, present: where(isSinceStart(age, own, late), present, 0) };
      const past: Past = {
        ...before,
        readings: before.readings.map((rows, s) => (s === sensor ? withTreeRow(rows, own, told, 'reading') : rows)),
        sensed: withTreeRow(before.sensed, late, sensed, 'sensed'),
        draws: withTreeRow<Tree>(before.draws as Tree, late, draws as Tree, 'draws') as Draws,
      };
      const first = rowOf<Tree>(past, 0) as Past;
      const { memory, innovation } = filter.correct(base, sensor, first.readings[sensor], first.sensed, first.draws);
      return { memory: { age, base: sinceStart({ age, memory: base }, 0, memory), past }, innovation };
    },
    ...(filter.settle && {
      settle: ({ age, base, past }) => ({
        age,
        base: sinceStart({ age, memory: base }, 0, filter.settle!(base)),
        past,
      }),
    }),
    predict: ({ age, base, past: before }, input) => {
      const past = { ...before, acting: withTreeRow(before.acting, late, input, 'acting') };
      const first = rowOf<Tree>(past, 0) as Past;
      const memory = filter.predict(base, first.acting, first.draws);
      return {
        age: add(age, 1),
        base: sinceStart({ age, memory: base }, 0, memory),
        past: shiftedRows<Tree>(past) as Past,
      };
    },
    belief: (memory) => presentOf(memory).belief,
    ...(filter.effective && { effective: (memory) => presentOf(memory).effective! }),
  };
}

/** 1 where a row is of a tick since the start. */
const isSinceStart = (age: PopulationTensor, row: number | PopulationTensor, late: number): PopulationTensor =>
  greaterEqual(add(age, row), late);
