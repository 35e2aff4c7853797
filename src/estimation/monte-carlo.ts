/** @file Monte-Carlo: a filter on many simulated truths, which are members of one population, in one compiled function. */
import { requireInstance, requireInteger, requireOptions, requireParts } from '../core/arguments.ts';
import { compile } from '../core/compile.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { reshape, slice } from '../core/ops/indexing.ts';
import { mapTree } from '../core/tree.ts';
import type { Filter, FilterMemory } from './filters/filter.ts';
import { runFilter, type Tick } from './filters/run-filter.ts';
import type { Gaussian } from './gaussian.ts';
import { drawModel, type ModelDraws, type SensorSchedule } from './model-draws.ts';
import { type Known, simulateModel } from './simulate-model.ts';
import type { Reading, StateModel } from './state-model.ts';
import { errorsOf } from './statistics/normalized-errors.ts';

/** What is run, and how often. */
export interface MonteCarloOptions<M extends FilterMemory = FilterMemory> {
  readonly filter: Filter<M>;
  /** What the filter believes before the first reading. */
  readonly start: Gaussian;
  /** At least 1 each. */
  readonly ticks: number;
  readonly runs: number;
  readonly seed: number;
  /** When each sensor speaks; at every tick where absent. */
  readonly schedules?: readonly SensorSchedule[];
  /** What is known to act, rows [ticks, …]; nothing where absent. */
  readonly known?: Known;
  /** What truly happens, where it is not what the filter believes. */
  readonly truth?: { readonly model?: StateModel; readonly start?: Gaussian };
}

/** What came of it: tensors of a member a run. */
export type MonteCarlo = {
  /** The truth [ticks, size] as the readings were taken. */
  readonly states: PopulationTensor;
  readonly readings: readonly Reading[];
  /** Beliefs and innovations, rows [ticks, …]. */
  readonly ticks: Tick;
  /** Tangents from what is believed to the truth, [ticks, dimension]. */
  readonly errors: PopulationTensor;
};

/**
 * Runs a filter on simulated truths: start and noise of each are drawn from the distributions that the model states, by streams that the
 * filter does not draw from. Throws an ArgumentError or ShapeError where parts do not fit.
 */
export function monteCarlo<M extends FilterMemory>(options: MonteCarloOptions<M>): MonteCarlo {
  requireMonteCarlo(options);
  const { filter, start, ticks, runs, seed, schedules, known = { sensed: [], acting: [] }, truth = {} } = options;
  const model = truth.model ?? filter.model;
  const draws = drawModel({
    seed,
    ticks,
    members: runs,
    dimension: model.process.space.dimension,
    sources: sourcesOf(model, start, known),
    channels: model.sensors.map(({ space }) => space.dimension),
    schedules,
    filter: filter.draws,
  });
  const all = (drawn: ModelDraws): MonteCarlo => {
    const { states, recording } = simulateModel(model, truth.start ?? start, drawn, known);
    const { ticks: told } = runFilter(filter, start, recording);
    const errors = errorsOf(filter.model.process.space, states, told.belief);
    return { states, readings: recording.readings, ticks: told, errors };
  };
  return compile(all, [draws])(draws);
}

/** Columns of the process noise. */
function sourcesOf({ process }: StateModel, { mean }: Gaussian, { acting }: Known): number {
  const first = mapTree(acting, (rows) => reshape(slice(rows, [0], [1]), rows.shape.slice(1)));
  return process.noise(mean, first).shape[1];
}

function requireMonteCarlo<M extends FilterMemory>(options: MonteCarloOptions<M>): void {
  const names = ['filter', 'start', 'ticks', 'runs', 'seed', 'schedules', 'known', 'truth'];
  requireOptions('monteCarlo', options, names);
  const { filter, start, ticks, runs } = options;
  requireParts('filter', filter, { begin: 'a function', correct: 'a function', predict: 'a function' });
  requireParts('start', start, { mean: 'an object', factor: 'an object' });
  requireInstance('start.mean', start.mean, PopulationTensor);
  requireInstance('start.factor', start.factor, PopulationTensor);
  requireInteger('ticks', ticks, 1);
  requireInteger('runs', runs, 1);
}
