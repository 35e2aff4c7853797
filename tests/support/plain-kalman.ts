/** @file Kalman's filter as textbooks have it, with covariances and an explicit gain: what judges filters is tried on it, not on ours. */
import { solve, cholesky } from '../../src/core/ops/factorization.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { log } from '../../src/core/ops/exponential.ts';
import { gather, reshape, transpose } from '../../src/core/ops/indexing.ts';
import { dot, matmul } from '../../src/core/ops/linear-algebra.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { eye, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import type { Filter } from '../../src/estimation/filters/filter.ts';
import { covarianceOf, type Gaussian } from '../../src/estimation/gaussian.ts';
import { euclideanSpace } from '../../src/estimation/space.ts';
import type { ReadingModel, StateModel } from '../../src/estimation/state-model.ts';

type Memory = { readonly mean: PopulationTensor; readonly covariance: PopulationTensor };

const diagonalOf = (x: PopulationTensor): PopulationTensor => {
  const [n] = x.shape;
  return gather(
    reshape(x, [n * n]),
    Array.from({ length: n }, (_, i) => i * (n + 1)),
  );
};

/** Linearized at the mean: Kalman's filter of linear models, the extended one of others. */
export function plainKalman(model: StateModel): Filter<Memory> {
  const { process, sensors } = model;
  const { space } = process;
  return {
    name: 'plain Kalman',
    model,
    begin: ({ mean, factor }) => ({ mean, covariance: covarianceOf(factor) }),
    belief: ({ mean, covariance }) => ({ mean, factor: cholesky(covariance) }),
    predict: ({ mean, covariance }, input) => {
      const { value, byState } = process.linearize(mean, input);
      const moved = matmul(matmul(byState, covariance), transpose(byState));
      return { mean: value, covariance: add(moved, covarianceOf(process.noise(mean, input))) };
    },
    correct: ({ mean, covariance }, sensor, { value: told, present }, input) => {
      const { space: of, linearize, deviation } = sensors[sensor];
      const { value, byState } = linearize(mean, input);
      const n = of.dimension;
      const residual = mul(present, of.difference(value, told));
      const h = mul(reshape(present, [n, 1]), byState);
      const noise = add(mul(present, mul(deviation, deviation)), sub(1, present));
      const r = mul(eye(n), reshape(noise, [n, 1]));
      const s = add(matmul(matmul(h, covariance), transpose(h)), r);
      const gain = transpose(solve(s, matmul(h, covariance)));
      const rest = sub(eye(space.dimension), matmul(gain, h));
      const joseph = matmul(matmul(rest, covariance), transpose(rest));
      const factor = cholesky(s);
      const square = dot(residual, solve(s, residual));
      const channels = sum(present);
      const logDeterminant = mul(2, sum(log(diagonalOf(factor))));
      return {
        memory: {
          mean: space.move(mean, matmul(gain, residual)),
          covariance: add(joseph, matmul(matmul(gain, r), transpose(gain))),
        },
        innovation: {
          residual,
          factor,
          square,
          channels,
          logLikelihood: mul(-0.5, add(add(square, logDeterminant), mul(channels, Math.log(2 * Math.PI)))),
          accepted: tensor(1),
        },
      };
    },
  };
}

/** A body pushed by white noise, whose place and speed two sensors tell: [place; speed], ticks of `dt`. */
export function pushedBody({ dt = 0.1, push = 1, place = 0.3, speed = 0.2, lag = 0 } = {}): StateModel {
  const f = tensor([
    [1, dt],
    [0, 1 - lag * dt],
  ]);
  const noise = tensor([[(push * dt * dt) / 2], [push * dt]]);
  const reading = (name: string, row: readonly number[], deviation: number): ReadingModel => ({
    name,
    space: euclideanSpace(1),
    read: (x) => matmul(tensor([row]), x),
    linearize: (x) => ({ value: matmul(tensor([row]), x), byState: tensor([row]) }),
    deviation: tensor([deviation]),
  });
  return {
    process: {
      space: euclideanSpace(2),
      step: (x) => matmul(f, x),
      linearize: (x) => ({ value: matmul(f, x), byState: f }),
      noise: () => noise,
    },
    sensors: [reading('camera', [1, 0], place), reading('tachometer', [0, 1], speed)],
  };
}

/** Where it starts. */
export const pushedStart: Gaussian = {
  mean: tensor([0, 1]),
  factor: tensor([
    [0.5, 0],
    [0.1, 0.4],
  ]),
};
