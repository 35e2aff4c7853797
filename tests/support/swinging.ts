/** @file A pendulum whose height is read, as a model that filters believe: the smallest that is not linear. */
import { jacobian } from '../../src/core/derivative/functions.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { at, reshape, stack } from '../../src/core/ops/indexing.ts';
import { sin } from '../../src/core/ops/trigonometric.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { euclideanSpace } from '../../src/estimation/space.ts';
import type { ReadingModel, StateModel } from '../../src/estimation/state-model.ts';

const dt = 0.05;

/** Angle and speed a tick later, of a pendulum of 1 m. */
export const swung = (x: PopulationTensor): PopulationTensor => {
  const speed = add(at(x, 1), mul(-9.81 * dt, sin(at(x, 0))));
  return stack([add(at(x, 0), mul(dt, speed)), speed]);
};

const height = (x: PopulationTensor): PopulationTensor => reshape(sin(at(x, 0)), [1]);

export const heightRead: ReadingModel = {
  name: 'height',
  space: euclideanSpace(1),
  read: height,
  linearize: (x) => ({ value: height(x), byState: jacobian(height)(x) }),
  deviation: tensor([0.1]),
};

export const swinging: StateModel = {
  process: {
    space: euclideanSpace(2),
    step: swung,
    linearize: (x) => ({ value: swung(x), byState: jacobian(swung)(x) }),
    noise: () =>
      tensor([
        [0.01, 0],
        [0, 0.05],
      ]),
  },
  sensors: [heightRead],
};
