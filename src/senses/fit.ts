/** @file Q and R of a scene's filter from its own readings: the beliefs under which many runs are the most likely. */
import { requireFunction, requireInteger, requireOptions, requireSignal } from '../core/arguments.ts';
import { mul, neg } from '../core/ops/elementwise.ts';
import { exp } from '../core/ops/exponential.ts';
import { sum } from '../core/ops/reduction.ts';
import { populationSum } from '../core/ops/structural.ts';
import { add } from '../core/ops/elementwise.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import { exp as exponential } from '../core/scalar/exponential.ts';
import { ArgumentError } from '../errors.ts';
import { runFilter } from '../estimation/filters/run-filter.ts';
import { fitSurprise, toldBy } from '../estimation/learning/fit-surprise.ts';
import type { EstimatorNumbers } from '../estimation/perception.ts';
import type { Experiment } from '../scene/experiment.ts';
import { believing, doesDraw, filterOf, modelOf, recordingOf } from './recorded.ts';
import { requireSensing } from './requirements.ts';
import { makeRuns, type RunsOptions } from './runs.ts';

/** A belief as it was fitted: standard deviations are taken for so many times what they are. */
export interface FittedBelief {
  /** The sensor whose noise it is of; null for the disturbing force. */
  readonly sensor: string | null;
  /** The scene's factor before, and the one that makes the readings most likely. */
  readonly before: number;
  readonly factor: number;
  /** Of the factor; Infinity where the readings do not say. */
  readonly standardError: number;
  /** The setting of the scene that says it. */
  readonly setting: string;
}

/** What was fitted, and by how much. */
export interface SensesFit {
  readonly beliefs: readonly FittedBelief[];
  /** Mean logarithm of the density that the filter gave a channel before it was read. */
  readonly before: number;
  readonly after: number;
  /** Channels that were read, of all runs; and of each belief. */
  readonly innovations: number;
  readonly perBelief: number;
  /** What the readings do not tell apart, in words. */
  readonly flat: readonly string[];
  readonly words: string;
}

/** Runs that are fitted to, and most iterations. */
export const fitRuns = 100;
const mostIterations = 40;

/** Logarithms of factors, [] each. */
type Factors = { readonly sensors: readonly PopulationTensor[]; readonly force: readonly PopulationTensor[] };

/** Beliefs with their factors: the resolution of a sensor stays what it is. */
function scaled({ sensors, force }: EstimatorNumbers, factors: Factors): Pick<EstimatorNumbers, 'sensors' | 'force'> {
  return {
    sensors: sensors.map((numbers, i) => ({ ...numbers, believed: mul(numbers.believed, exp(factors.sensors[i])) })),
    force: factors.force.reduce((believed, factor) => mul(believed, exp(factor)), force),
  };
}

/** What factors multiply: each sensor, then the force where the filter believes in one. */
function beliefsOf({ scene, sensing }: Experiment, { force }: EstimatorNumbers) {
  const { force: ofForce = 1, sensors = {} } = scene.estimator!.believes ?? {};
  const beliefs: { sensor: string | null; name: string; path: string; before: number }[] = sensing!.sensors.map(
    ({ name }) => ({ sensor: name, name: `noise of ${name}`, path: `sensors.${name}`, before: sensors[name] ?? 1 }),
  );
  if (force.data.some((value) => value > 0))
    beliefs.push({ sensor: null, name: 'disturbing force', path: 'force', before: ofForce });
  return beliefs;
}

function requireFittable(experiment: Experiment, options: RunsOptions): void {
  requireSensing(experiment);
  requireOptions('fitSenses', options, ['runs', 'seed', 'switches', 'runner', 'signal', 'onProgress']);
  requireInteger('runs', options.runs, 1);
  if (options.signal !== undefined) requireSignal(options.signal);
  if (options.onProgress !== undefined) requireFunction('onProgress', options.onProgress);
  if (doesDraw(experiment))
    throw new ArgumentError(
      'filter',
      'one that draws',
      'a filter whose likelihood is not by its own chance',
      'fit what an extended Kalman filter believes, and give that to this one',
    );
}

/**
 * Fits what the filter of a scene believes of each sensor's noise and of the disturbing force, a factor each, by maximum likelihood:
 * of the innovations of runs of flat parameters, by the gradient through the filter. `onProgress` counts runs, then iterations. Throws a
 * SceneError where the experiment has no estimator, an ArgumentError where its filter draws or all runs are lost.
 */
export async function fitSenses(
  experiment: Experiment,
  parameters: Float64Array,
  options: RunsOptions,
): Promise<SensesFit> {
  requireFittable(experiment, options);
  const { runs, onProgress, signal } = options;
  const tell = (done: number): void => onProgress?.(done, runs + mostIterations);
  const { rows, kept } = await makeRuns(experiment, parameters, { ...options, onProgress: tell });
  if (kept === 0)
    throw new ArgumentError('parameters', 'some of which all runs are lost', 'some whose runs are finite');
  const numbers = experiment.given.scenario.sensing!.numbers as EstimatorNumbers;
  const beliefs = beliefsOf(experiment, numbers);
  const recording = recordingOf(experiment, rows);
  const innovations = toldBy(recording);
  const from: Factors = {
    sensors: numbers.sensors.map(() => zeros([])),
    force: beliefs.slice(numbers.sensors.length).map(() => zeros([])),
  };
  const surprise = (factors: Factors): PopulationTensor => {
    const filter = filterOf(experiment)(modelOf(experiment, scaled(numbers, factors)));
    const { innovations: each } = runFilter(filter, numbers.start, recording).ticks;
    return populationSum(neg(each.map(({ logLikelihood }) => sum(logLikelihood)).reduce((a, b) => add(a, b))));
  };
  const found = await fitSurprise(surprise, from, {
    names: beliefs.map(({ name }) => name),
    innovations,
    isLikelihood: true,
    iterations: mostIterations,
    onIteration: (iteration) => tell(runs + iteration),
    ...(signal && { signal }),
  });
  return {
    beliefs: beliefs.map(({ sensor, path, before }, i) => {
      const factor = before * exponential.value(found.values[i], 0, 0);
      const standardError = factor * found.identifiability!.standardErrors[i];
      return { sensor, before, factor, standardError, setting: believing(path, factor) };
    }),
    before: -found.before,
    after: -found.after,
    innovations,
    perBelief: innovations / beliefs.length,
    flat: found.identifiability!.flat.map(({ words }) => words),
    words: found.words,
  };
}
