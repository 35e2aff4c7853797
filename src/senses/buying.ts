/** @file Which sensor to buy: what less noise of each sensor is worth to the task, by the derivative through sensors, filter and controller. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { requireInstance, requireInteger, requireOptions } from '../core/arguments.ts';
import { vjp } from '../core/derivative/functions.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { spread } from '../core/ops/structural.ts';
import { ones, type PopulationTensor, zeros } from '../core/population-tensor.ts';
import { largestWord } from '../core/random.ts';
import type { EstimatorNumbers } from '../estimation/perception.ts';
import { thisThread } from '../learning/this-thread.ts';
import { compileParallel } from '../parallel/compile-parallel.ts';
import type { Experiment } from '../scene/experiment.ts';
import type { Given } from '../scene/programs.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { counted } from '../text/counted.ts';
import { formatNumber } from '../text/quantities.ts';
import { requireSensing } from './requirements.ts';
import { atOnce, type RunsOptions } from './runs.ts';

/** A mean over runs, and its standard error. */
export interface MeanOfRuns {
  readonly mean: number;
  readonly error: number;
}

/** What the noise of a sensor costs. */
export interface SensorPrice {
  readonly sensor: string;
  /** d mean loss / d standard deviation, 1 over its unit: one a channel, truth and belief together. */
  readonly channels: readonly (MeanOfRuns & { readonly label: string; readonly unit: string })[];
  /** Change of the mean loss by 1 % more noise of all its channels. */
  readonly percent: MeanOfRuns;
}

/** What noise costs, the sensor that is most worth buying first. */
export interface Buying {
  readonly runs: number;
  readonly lost: number;
  readonly loss: MeanOfRuns;
  readonly sensors: readonly SensorPrice[];
  readonly words: string;
}

type Deltas = readonly PopulationTensor[];

/** The scenario with so much more noise: a filter that believes a multiple of it does so of the other, too. */
function withNoise({ scene, sensing }: Experiment, scenario: Scenario, deltas: Deltas): Scenario {
  const numbers = scenario.sensing!.numbers as EstimatorNumbers;
  const believes = scene.estimator!.believes?.sensors ?? {};
  const sensors = numbers.sensors.map((sensor, i) => ({
    ...sensor,
    deviation: add(sensor.deviation, deltas[i]),
    believed: add(sensor.believed, mul(believes[sensing!.sensors[i].name] ?? 1, deltas[i])),
  }));
  return { ...scenario, sensing: { ...scenario.sensing!, numbers: { ...numbers, sensors } as never } };
}

type Priced = { readonly loss: PopulationTensor; readonly gradient: Deltas };

/** Loss of each run and its derivatives by each deviation. */
function priced(experiment: Experiment): (deltas: Deltas, optimized: ControllerParameters, given: Given) => Priced {
  return (deltas, optimized, given) => {
    const members = given.scenario.initial.q.population;
    const { value, pullback } = vjp((more: Deltas) => {
      const own = { ...given, scenario: withNoise(experiment, given.scenario, more) };
      return experiment.programs.problemOf(optimized, own).rollout(optimized, own.scenario).loss;
    }, deltas);
    return { loss: spread(value, members), gradient: pullback(ones([], value.population)) };
  };
}

/** Mean and standard error of a number of each run. */
function meanOfRuns(values: readonly number[]): MeanOfRuns {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(square / Math.max(values.length - 1, 1) / values.length) };
}

/** Of how many standard errors a difference is told from none. */
const told = 2;

function wordsOf([first, ...others]: readonly SensorPrice[], loss: MeanOfRuns): string {
  const { sensor, percent } = first;
  if (!(percent.mean > told * percent.error))
    return 'No sensor is told to be worth buying: less noise changes the mean loss by no more than chance.';
  const share = formatNumber((100 * percent.mean) / Math.abs(loss.mean));
  const than = others.map((other) => `${other.sensor} ${formatNumber(-other.percent.mean)}`).join(', ');
  const gain = `1 % less noise takes ${formatNumber(percent.mean)} ± ${formatNumber(percent.error)} (${share} %) of the mean loss`;
  return `Buy a better "${sensor}": ${gain}${than ? `; of the others it changes it by ${than}` : ''}.`;
}

function requireBuying(experiment: Experiment, parameters: Float64Array, options: BuyingOptions): void {
  requireSensing(experiment);
  requireInstance('parameters', parameters, Float64Array);
  requireOptions('whichToBuy', options, ['runs', 'seed', 'runner', 'signal', 'onProgress']);
  requireInteger('runs', options.runs, 2, Math.max(2, atOnce(experiment)));
  requireInteger('seed', options.seed, 0, largestWord);
}

/** Which runs: at least 2, at most those of one population. */
export type BuyingOptions = Omit<RunsOptions, 'switches'>;

/**
 * d mean loss / d noise of each sensor with what is drawn held: through each reading's noise, through a quantizer as if it were not there,
 * with gates and presence as they were. Throws a SceneError where the experiment has no estimator.
 */
export async function whichToBuy(
  experiment: Experiment,
  parameters: Float64Array,
  options: BuyingOptions,
): Promise<Buying> {
  requireBuying(experiment, parameters, options);
  const { runs, seed, runner = thisThread, ...watch } = options;
  const { sensors } = experiment.sensing!;
  const optimized = experiment.layout.fromVector(parameters);
  const given = { ...experiment.given, scenario: experiment.sampler.draw({ set: 'test', seed, count: runs }) };
  const deltas = sensors.map(({ space }) => zeros([space.dimension], runs));
  const call = compileParallel(priced(experiment), [deltas, optimized, given], runner, { checkFinite: false }).call;
  const { loss, gradient } = await call(watch, deltas, optimized, given);
  const kept = Array.from({ length: runs }, (_, m) => m).filter(
    (m) => Number.isFinite(loss.data[m]) && gradient.every((own) => own.toArray(m).every(Number.isFinite)),
  );
  const prices = sensors.map((sensor, i) => {
    const { deviation } = (given.scenario.sensing!.numbers as EstimatorNumbers).sensors[i];
    const rows = kept.map((m) => gradient[i].toArray(m));
    const percent = rows.map((row) => row.reduce((sum, by, c) => sum + (by * deviation.toArray(0)[c]) / 100, 0));
    const channels = sensor.channels.map(({ label, unit }, c) => ({
      label,
      unit,
      ...meanOfRuns(rows.map((row) => row[c])),
    }));
    return { sensor: sensor.name, channels, percent: meanOfRuns(percent) };
  });
  return reportOf(prices, meanOfRuns(kept.map((m) => loss.data[m])), runs, runs - kept.length);
}

function reportOf(prices: readonly SensorPrice[], loss: MeanOfRuns, runs: number, lost: number): Buying {
  const sensors = prices.toSorted((a, b) => b.percent.mean - a.percent.mean);
  const gone = lost > 0 ? ` ${counted(lost, 'run')} lost: without them.` : '';
  return { runs, lost, loss, sensors, words: `${wordsOf(sensors, loss)}${gone}` };
}
