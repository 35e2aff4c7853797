/** @file A pendulum under white pushes, whose angle an encoder tells and whose rate a gyroscope: [angle, rad; rate, rad/s]. */
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { at, concat, reshape, stack } from '../../src/core/ops/indexing.ts';
import { cos, sin } from '../../src/core/ops/trigonometric.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import type { Gaussian } from '../../src/estimation/gaussian.ts';
import { angleSpace, euclideanSpace, productSpace } from '../../src/estimation/space.ts';
import type { StateModel } from '../../src/estimation/state-model.ts';

const stiffness = 9.81;

/** Semi-implicit steps of `dt` s; `push` in rad/s over a root of a second. */
export function swingingBody({ dt = 0.02, push = 0.5, angle = 0.05, rate = 0.2 } = {}): StateModel {
  const pushed = push * Math.sqrt(dt);
  const noise = tensor([[pushed * dt], [pushed]]);
  const step = (x: PopulationTensor): PopulationTensor => {
    const w = add(at(x, 1), mul(-stiffness * dt, sin(at(x, 0))));
    return stack([add(at(x, 0), mul(dt, w)), w]);
  };
  const byState = (x: PopulationTensor): PopulationTensor => {
    const fall = mul(-stiffness * dt, cos(at(x, 0)));
    return reshape(concat([reshape(add(1, mul(dt, fall)), [1]), [dt], reshape(fall, [1]), [1]]), [2, 2]);
  };
  const rows = [tensor([[1, 0]]), tensor([[0, 1]])];
  return {
    process: {
      space: productSpace([angleSpace(1), euclideanSpace(1)]),
      step,
      linearize: (x) => ({ value: step(x), byState: byState(x) }),
      noise: () => noise,
    },
    sensors: [
      { name: 'encoder', space: angleSpace(1), deviation: tensor([angle]) },
      { name: 'gyroscope', space: euclideanSpace(1), deviation: tensor([rate]) },
    ].map((sensor, i) => {
      const read = (x: PopulationTensor): PopulationTensor => reshape(at(x, i), [1]);
      return { ...sensor, read, linearize: (x) => ({ value: read(x), byState: rows[i] }) };
    }),
  };
}

/** Nearly upright, so that runs fall to either side and pass the half turn where angles wrap. */
export const swingingStart: Gaussian = {
  mean: tensor([3, 0.5]),
  factor: tensor([
    [0.05, 0],
    [0, 0.2],
  ]),
};
