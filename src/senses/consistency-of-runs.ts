/** @file Whether the doubt of an estimator is as large as its errors: all tests, of runs in coordinates in which every belief is the unit one. */
import { PopulationTensor, ones, zeros } from '../core/population-tensor.ts';
import type { Tick } from '../estimation/filters/run-filter.ts';
import { euclideanSpace } from '../estimation/space.ts';
import type { StateModel } from '../estimation/state-model.ts';
import { type Consistency, consistencyOf } from '../estimation/statistics/consistency.ts';
import type { RunRows } from './runs.ts';

/** A unit matrix [ticks, n, n] for each tick, of all runs. */
function units(ticks: number, n: number): PopulationTensor {
  const data = new Float64Array(ticks * n * n);
  for (let t = 0; t < ticks; t++) for (let i = 0; i < n; i++) data[(t * n + i) * n + i] = 1;
  return new PopulationTensor({ shape: [ticks, n, n], population: 1 }, data);
}

/** Squares [T] of rows [T, n]. */
function squaresOf({ data, shape: [ticks, n], population }: PopulationTensor): PopulationTensor {
  const squares = new Float64Array(ticks * population);
  for (let t = 0; t < ticks; t++)
    for (let i = 0; i < n; i++)
      for (let m = 0; m < population; m++) squares[t * population + m] += data[(t * n + i) * population + m] ** 2;
  return new PopulationTensor({ shape: [ticks], population }, squares);
}

/** A state that stays where it is, of which every coordinate is told: what white numbers are judged in. */
function whiteModel(
  dimension: number,
  sensors: readonly { readonly name: string; readonly dimension: number }[],
): StateModel {
  const still = (x: PopulationTensor): PopulationTensor => x;
  const linearize = (value: PopulationTensor) => ({ value, byState: zeros([dimension, dimension]) });
  const space = euclideanSpace(dimension);
  return {
    process: { space, step: still, linearize, noise: () => zeros([dimension, 0]) },
    sensors: sensors.map((sensor) => ({
      name: sensor.name,
      space: euclideanSpace(sensor.dimension),
      read: still,
      linearize,
      deviation: ones([sensor.dimension]),
    })),
  };
}

/** Tests of all runs: whitening changes no square, no correlation and no count of what is outside. */
export function consistencyOfRuns({ ticks }: RunRows, names: readonly string[], level: number): Consistency {
  const [count, dimension] = ticks.white.shape;
  const tick: Tick = {
    belief: { mean: zeros([count, dimension]), factor: units(count, dimension) },
    innovations: ticks.sensors.map(({ white, channels, accepted }) => ({
      residual: white,
      factor: units(count, white.shape[1]),
      square: squaresOf(white),
      channels,
      accepted,
      logLikelihood: zeros([count]),
    })),
  };
  const sensors = ticks.sensors.map(({ white }, i) => ({ name: names[i], dimension: white.shape[1] }));
  return consistencyOf({ model: whiteModel(dimension, sensors), ticks: tick, states: ticks.white, level });
}
