/** @file temporary */
import { log } from '../../core/ops/exponential.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { add, equal, mul, where } from '../../core/ops/elementwise.ts';
import { concat, gather, reshape, slice } from '../../core/ops/indexing.ts';
import { dot, matmul } from '../../core/ops/linear-algebra.ts';
import { sum } from '../../core/ops/reduction.ts';
import { triangularFactor } from '../../core/ops/triangular-factor.ts';
import { solveTriangular } from '../../core/ops/triangular-solve.ts';
import { eye, tensor, zeros } from '../../core/population-tensor.ts';
import type { Gaussian } from '../gaussian.ts';
import type { StateModel } from '../state-model.ts';
import type { Filter } from './filter.ts';

export function extendedKalman(model: StateModel): Filter<Gaussian> {
  const { process, sensors } = model;
  const d = process.space.dimension;
  return {
    name: 'x',
    model,
    begin: (start) => start,
    belief: (m) => m,
    predict: ({ mean, factor }, input) => {
      const { value, byState } = process.linearize(mean, input);
      return {
        mean: value,
        factor: triangularFactor(concat([matmul(byState, factor), process.noise(mean, input)], 1)),
      };
    },
    correct: ({ mean, factor }, k, { value, present: told }, input) => {
      const sensor = sensors[k];
      const p = sensor.space.dimension;
      const present = mul(told, equal(value, value));
      const { value: expected, byState } = sensor.linearize(mean, input);
      const residual = mul(present, sensor.space.difference(expected, where(present, value, expected)));
      const H = mul(reshape(present, [p, 1]), byState);
      const r = add(mul(present, sensor.deviation), sub(1, present));
      const R = mul(eye(p), reshape(r, [p, 1]));
      const array = concat([concat([R, matmul(H, factor)], 1), concat([zeros([d, p]), factor], 1)]);
      const L = triangularFactor(array);
      const S = slice(L, [0, 0], [p, p]);
      const K = slice(L, [p, 0], [p + d, p]);
      const white = solveTriangular(S, residual);
      const square = dot(white, white);
      const channels = sum(present);
      const diagonal = gather(
        reshape(S, [p * p]),
        Array.from({ length: p }, (_, i) => i * (p + 1)),
      );
      return {
        memory: { mean: process.space.move(mean, matmul(K, white)), factor: slice(L, [p, p], [p + d, p + d]) },
        innovation: {
          residual,
          factor: S,
          square,
          channels,
          accepted: tensor(1),
          logLikelihood: sub(mul(-0.5, add(square, mul(channels, 1.8378770664093453))), sum(log(diagonal))),
        },
      };
    },
  };
}
