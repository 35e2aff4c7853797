/** @file A pendulum as a model of a state: an angle that may turn, a rate, and sensors of several kinds; for tests. */
import { jacobian } from '../../../src/core/derivative/functions.ts';
import { sub } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { at, concat, reshape, stack } from '../../../src/core/ops/indexing.ts';
import { cos, sin } from '../../../src/core/ops/trigonometric.ts';
import { type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { angleSpace, euclideanSpace, productSpace, type Space, wrapped } from '../../../src/estimation/space.ts';
import type { ReadingModel, StateModel } from '../../../src/estimation/state-model.ts';

const dt = 0.05;

/** What is not known for sure of a pendulum and its sensors, each []. */
export type SwingNumbers = { readonly [name in 'stiffness' | 'force' | 'encoder' | 'camera']: PopulationTensor };

export const swingNumbers: SwingNumbers = {
  stiffness: tensor(9.81),
  force: tensor(0.8),
  encoder: tensor(0.05),
  camera: tensor(0.1),
};

export const swingSpace = productSpace([angleSpace(1), euclideanSpace(1)]);

const linearized = (from: Space, to: Space, f: (x: PopulationTensor) => PopulationTensor) => (x: PopulationTensor) => {
  const value = f(x);
  const byTangent = (d: PopulationTensor): PopulationTensor => to.difference(value, f(from.move(x, d)));
  return { value, byState: jacobian(byTangent)(zeros([from.dimension])) };
};

function sensor(
  name: string,
  space: Space,
  read: (x: PopulationTensor) => PopulationTensor,
  deviation: PopulationTensor,
): ReadingModel {
  const linear = linearized(swingSpace, space, read);
  return { name, space, read, linearize: (x) => linear(x), deviation };
}

/** Angle (wrapped) and rate; and where the tip is seen. `up`: turned by so much, so that the same swing is about another angle. */
export function swing({ stiffness, force, encoder, camera }: SwingNumbers = swingNumbers, up = 0): StateModel {
  const step = (x: PopulationTensor): PopulationTensor => {
    const [angle, rate] = [at(x, 0), at(x, 1)];
    const next = add(rate, mul(dt, sub(mul(-0.1, rate), mul(stiffness, sin(sub(angle, up))))));
    return stack([add(angle, mul(dt, next)), next]);
  };
  const linear = linearized(swingSpace, swingSpace, step);
  const turned = (x: PopulationTensor): PopulationTensor => sub(at(x, 0), up);
  return {
    process: {
      space: swingSpace,
      step,
      linearize: (x) => linear(x),
      noise: () => mul(force, tensor([[dt * dt], [dt]])),
    },
    sensors: [
      sensor('encoder', angleSpace(1), (x) => reshape(wrapped(at(x, 0)), [1]), reshape(encoder, [1])),
      sensor(
        'tip',
        euclideanSpace(2),
        (x) => stack([sin(turned(x)), cos(turned(x))]),
        concat([reshape(camera, [1]), reshape(camera, [1])]),
      ),
    ],
  };
}
