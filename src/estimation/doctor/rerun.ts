/** @file A recording filtered again with corrected beliefs: compiled once, as corrections are its inputs. */
import { requireFunction, requireOptions, requireParts } from '../../core/arguments.ts';
import { compile } from '../../core/compile.ts';
import { sqrt } from '../../core/ops/arithmetic.ts';
import { mul, neg } from '../../core/ops/elementwise.ts';
import { concat, slice } from '../../core/ops/indexing.ts';
import { full, type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { scan } from '../../core/scan.ts';
import type { Filter, FilterMemory } from '../filters/filter.ts';
import { type Recording, runFilter, type Tick } from '../filters/run-filter.ts';
import type { Gaussian } from '../gaussian.ts';
import type { Space } from '../space.ts';
import { type Reading, requireStateModel, type StateModel } from '../state-model.ts';
import { type Correction, noCorrection, requireCorrection } from './correction.ts';

/** What is filtered again. */
export interface RerunOptions<M extends FilterMemory = FilterMemory> {
  readonly model: StateModel;
  /** Makes the filter of a model with other noise. */
  readonly filter: (model: StateModel) => Filter<M>;
  readonly start: Gaussian;
  readonly recording: Recording;
}

/** Beliefs and innovations under a correction, rows [T, …]. */
export type Rerun = (correction: Correction) => Tick;

/** The numbers of a correction, as inputs of what is compiled. */
type Numbers = {
  readonly scales: readonly PopulationTensor[];
  readonly biases: readonly PopulationTensor[];
  readonly process: PopulationTensor;
  readonly start: PopulationTensor;
};

const numbersOf = ({ sensors, process, start }: Correction): Numbers => ({
  scales: sensors.map(({ scale }) => tensor(scale)),
  biases: sensors.map(({ bias }) => tensor(Float64Array.from(bias))),
  process: tensor(process),
  start: tensor(start),
});

/** Filters a recording again under any correction. Throws an ArgumentError or ShapeError where parts do not fit. */
export function rerunOf<M extends FilterMemory>(options: RerunOptions<M>): Rerun {
  requireOptions('rerunOf', options, ['model', 'filter', 'start', 'recording']);
  const { model, filter, start, recording } = options;
  requireStateModel(model);
  requireFunction('filter', filter);
  requireParts('start', start, { mean: 'an object', factor: 'an object' });
  requireParts('recording', recording, { readings: 'a list', sensed: 'an object', acting: 'an object' });
  const run = (numbers: Numbers, recorded: Recording): Tick => {
    const readings = recorded.readings.map((reading, i) => ({
      ...reading,
      value: without(numbers.biases[i], reading.value, model.sensors[i].space),
    }));
    const begun = { ...start, factor: mul(sqrt(numbers.start), start.factor) };
    return runFilter(filter(corrected(model, numbers)), begun, { ...recorded, readings }).ticks;
  };
  // a correction may lead a filter astray: what is no number then is nothing to be said of the rest
  const compiled = compile(run, [numbersOf(noCorrection(model)), recording], { checkFinite: false });
  return (correction) => {
    requireCorrection(correction);
    const readings = recording.readings.map((reading, i) => earlier(reading, correction.sensors[i].delay));
    return compiled(numbersOf(correction), { ...recording, readings });
  };
}

/** Deviations by the root of what covariances are multiplied by. */
const corrected = ({ process, sensors }: StateModel, numbers: Numbers): StateModel => ({
  process: { ...process, noise: (state, input) => mul(sqrt(numbers.process), process.noise(state, input)) },
  sensors: sensors.map((sensor, i) => ({ ...sensor, deviation: mul(sqrt(numbers.scales[i]), sensor.deviation) })),
});

/** Readings [T, size] moved back by a bias [dimension]. */
const without = (bias: PopulationTensor, values: PopulationTensor, { move }: Space): PopulationTensor =>
  scan(
    (carry: readonly PopulationTensor[], value: PopulationTensor) => ({ carry, output: move(value, neg(bias)) }),
    [],
    values,
  ).outputs;

/** What was told `delay` ticks later; nothing where the recording ends. */
function earlier({ value, present }: Reading, delay: number): Reading {
  if (delay === 0) return { value, present };
  const [ticks] = value.shape;
  const rest = (x: PopulationTensor): PopulationTensor => slice(x, [delay]);
  return {
    value: concat([rest(value), slice(value, [ticks - delay])]),
    present: concat([rest(present), full([delay, present.shape[1]], 0, present.population)]),
  };
}
