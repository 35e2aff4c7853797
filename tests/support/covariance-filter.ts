/** @file Kalman's filter in its covariance form, from the textbook: slower and less exact than those of the package, and apart from them. */
import { sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { log } from '../../src/core/ops/exponential.ts';
import { cholesky, solve } from '../../src/core/ops/factorization.ts';
import { gather, reshape, transpose } from '../../src/core/ops/indexing.ts';
import { dot, matmul } from '../../src/core/ops/linear-algebra.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { eye, type PopulationTensor } from '../../src/core/population-tensor.ts';
import type { Tree } from '../../src/core/tree.ts';
import type { Filter } from '../../src/estimation/filters/filter.ts';
import { covarianceOf } from '../../src/estimation/gaussian.ts';
import type { StateModel } from '../../src/estimation/state-model.ts';

type Memory = { readonly mean: PopulationTensor; readonly covariance: PopulationTensor };

const diagonal = (a: PopulationTensor): PopulationTensor =>
  gather(
    reshape(a, [a.size]),
    Array.from({ length: a.shape[0] }, (_, i) => i * (a.shape[0] + 1)),
  );

/** For models on numbers that are linear. */
export function covarianceFilter(model: StateModel): Filter<Memory> {
  const { process, sensors } = model;
  return {
    name: 'Kalman, by covariances',
    model,
    begin: ({ mean, factor }) => ({ mean, covariance: covarianceOf(factor) }),
    correct: ({ mean, covariance }, index, { value, present }, input) => {
      const sensor = sensors[index];
      const { value: expected, byState } = sensor.linearize(mean, input);
      const rows = mul(byState, reshape(present, [present.size, 1]));
      const variance = add(mul(present, mul(sensor.deviation, sensor.deviation)), sub(1, present));
      const residual = mul(present, sub(value, expected));
      const s = add(matmul(matmul(rows, covariance), transpose(rows)), mul(eye(present.size), variance));
      const gain = transpose(solve(s, matmul(rows, covariance)));
      const factor = cholesky(s);
      const square = dot(residual, solve(s, residual));
      const channels = sum(present);
      const density = add(add(square, mul(2, sum(log(diagonal(factor))))), mul(channels, Math.log(2 * Math.PI)));
      const left = sub(eye(mean.size), matmul(gain, rows));
      const joseph = add(
        matmul(matmul(left, covariance), transpose(left)),
        matmul(mul(gain, mul(present, mul(sensor.deviation, sensor.deviation))), transpose(gain)),
      );
      return {
        memory: { mean: add(mean, matmul(gain, residual)), covariance: joseph },
        innovation: { residual, factor, square, channels, logLikelihood: mul(-0.5, density), accepted: mul(0, square) },
      };
    },
    predict: ({ mean, covariance }, input) => {
      const { value, byState } = process.linearize(mean, input);
      const moved = matmul(matmul(byState, covariance), transpose(byState));
      return { mean: value, covariance: add(moved, covarianceOf(process.noise(mean, input))) };
    },
    belief: ({ mean, covariance }) => ({ mean, factor: cholesky(covariance) }),
  };
}

/** A state that is moved by matrices: x' = F x + B u + G w, read by y = H x + v. */
export function linearTestModel(given: {
  readonly transition: PopulationTensor;
  readonly control: PopulationTensor;
  readonly noise: PopulationTensor;
  readonly sensors: readonly { readonly reads: PopulationTensor; readonly deviation: PopulationTensor }[];
  readonly space: (size: number) => StateModel['process']['space'];
}): StateModel {
  const { transition, control, noise, sensors, space } = given;
  const step = (x: PopulationTensor, u: Tree): PopulationTensor =>
    add(matmul(transition, x), matmul(control, u as PopulationTensor));
  return {
    process: {
      space: space(transition.shape[0]),
      step,
      linearize: (x, u) => ({ value: step(x, u), byState: transition }),
      noise: () => noise,
    },
    sensors: sensors.map(({ reads, deviation }, i) => ({
      name: `sensor ${i}`,
      space: space(reads.shape[0]),
      read: (x) => matmul(reads, x),
      linearize: (x) => ({ value: matmul(reads, x), byState: reads }),
      deviation,
    })),
  };
}
