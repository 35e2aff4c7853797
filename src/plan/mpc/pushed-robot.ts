/** @file The robot that is controlled, in simulated time: one step of its physics under forces of its drives and a force at a point of a link. */
import { compile } from '../../core/compile.ts';
import { vjp } from '../../core/derivative/functions.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { at } from '../../core/ops/indexing.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor, zeros } from '../../core/population-tensor.ts';
import { forwardKinematics } from '../../dynamics/forward-kinematics.ts';
import { movedConfiguration } from '../../robot/joints/configuration-difference.ts';
import type { RobotModel } from '../../robot/model.ts';
import { robotParameters, type RobotParameters } from '../../robot/parameters.ts';
import type { State } from '../../simulation/integrators/integrator.ts';
import { articulatedPlant, limitEffort, type StepSettings } from '../../simulation/plant.ts';

/** A force [3] (N, world axes) at a point [3] (m) of a body, in the body's axes; `of` [bodies] is 1 for that body, else 0. */
export type Push = { readonly [part in 'of' | 'point' | 'force']: PopulationTensor };

/** No force. */
export const noPush = (model: RobotModel): Push => ({
  of: zeros([model.bodies.length]),
  point: zeros([3]),
  force: zeros([3]),
});

/** Place [3] in the world of the point that is pushed, m. */
function placeOf(
  model: RobotModel,
  q: PopulationTensor,
  robot: RobotParameters,
  { of, point }: Push,
): PopulationTensor {
  const places = forwardKinematics(model, q, robot).map(({ rotation, translation }, body) =>
    mul(at(of, body), add(matmul(rotation, point), translation)),
  );
  return places.reduce(add, zeros([3]));
}

/** Forces [nv] that a push is on the joints: the transpose of its point's Jacobian times the force (Featherstone 2008, sec. 2.9). */
export function pushForces(
  model: RobotModel,
  q: PopulationTensor,
  push: Push,
  robot: RobotParameters = robotParameters(model),
): PopulationTensor {
  const moved = (tangent: PopulationTensor): PopulationTensor =>
    placeOf(model, movedConfiguration(model, q, tangent), robot, push);
  return vjp(moved, zeros([model.nv])).pullback(push.force);
}

/** A step of a robot as a compiled function of its state, the forces [nv] of its drives, which are limited, and what pushes it. */
export function pushedStep(
  settings: StepSettings,
  robot: RobotParameters = robotParameters(settings.model),
): (state: State, tau: PopulationTensor, push: Push) => State {
  const { model } = settings;
  const plant = articulatedPlant(settings);
  const state = { q: zeros([model.nq]), v: zeros([model.nv]) };
  // what is not finite is told by whoever runs it, in words of the loop
  return compile(
    (before: State, tau: PopulationTensor, push: Push): State =>
      plant.step(before, add(limitEffort(model, tau), pushForces(model, before.q, push, robot)), robot),
    [state, tensor(new Float64Array(model.nv)), noPush(model)],
    { checkFinite: false },
  );
}
