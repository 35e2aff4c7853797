/** @file The posterior Cramer-Rao bound of a scene's runs: how little any estimator could err that had their readings at once. */
import { concat, reshape, slice } from '../core/ops/indexing.ts';
import { div } from '../core/ops/arithmetic.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { compile } from '../core/compile.ts';
import { gravityForces } from '../dynamics/inverse-dynamics.ts';
import { type EstimatorNumbers, stateModelOf } from '../estimation/perception.ts';
import { posteriorBound } from '../estimation/posterior-bound.ts';
import type { StateModel } from '../estimation/state-model.ts';
import { errorOverBound, type ErrorOverBound } from '../estimation/statistics/root-mean-square.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { Experiment } from '../scene/experiment.ts';
import type { RunRows } from './runs.ts';

/** Runs whose mean the bound is: their Jacobians lie in memory together. */
const enough = 50;

export const firstOf = ({ data, shape, size, population }: PopulationTensor, members: number): PopulationTensor => {
  const own = Math.min(members, population);
  const part = new Float64Array(size * own);
  for (let element = 0; element < size; element++)
    part.set(data.subarray(element * population, element * population + own), element * own);
  return new PopulationTensor({ shape, population: own }, part);
};

/** The numbers as they are, where the filter may believe others. */
function trueNumbers({ scene, given }: Experiment): EstimatorNumbers {
  const numbers = given.scenario.sensing!.numbers as EstimatorNumbers;
  const { force = 1, spread = 1 } = scene.estimator!.believes ?? {};
  const { mean, factor } = numbers.start;
  return {
    ...numbers,
    sensors: numbers.sensors.map((sensor) => ({ ...sensor, believed: sensor.deviation })),
    force: div(numbers.force, force),
    start: { mean, factor: div(factor, spread) },
  };
}

/**
 * What is known to act at each tick: forces as its reading is taken [T, nv], and of the steps from then on [T, hold, nv].
 */
export function actingOf({ sensing }: Experiment, { q, tau }: Pick<RunRows, 'q' | 'tau'>) {
  const { model, hold } = sensing!;
  const [steps, nv] = tau.shape;
  const ticks = steps / hold;
  const acting = reshape(tau, [ticks, hold, nv]);
  const last = reshape(slice(acting, [0, hold - 1], [ticks, hold]), [ticks, nv]);
  const first = reshape(gravityForces(model, q), [1, nv]);
  const before = ticks > 1 ? concat([first, slice(last, [0], [ticks - 1])]) : first;
  return { sensed: { tau: before }, acting: { tau: acting } };
}

/** Errors of all runs over the bound. */
export function errorsOverBound(experiment: Experiment, { ticks, q, tau }: RunRows): ErrorOverBound {
  const settings = experiment.sensing!;
  const numbers = trueNumbers(experiment);
  const { goals, robot } = experiment.given.scenario;
  const model = stateModelOf(settings, numbers, goals, completeParameters(settings.model, robot));
  const some = { q: firstOf(q, enough), tau: firstOf(tau, enough) };
  const { after } = posteriorBound({
    model: model as unknown as StateModel,
    start: numbers.start,
    states: firstOf(ticks.truth, enough),
    present: ticks.sensors.map(({ reading }) => firstOf(reading.present, enough)),
    known: compile((of: typeof some) => actingOf(experiment, of), [some])(some),
  });
  return errorOverBound(ticks.error, after);
}
