/** @file Inverse dynamics by Newton-Euler sweeps, with an adjoint of its own, and what follows from it. */
import { vjp } from '../core/derivative/functions.ts';
import { type AdjointRule, withAdjoint } from '../core/derivative/with-adjoint.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { requireModel } from '../robot/require-model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { requireInertia, requireJointVectors, requireParameters } from './arguments.ts';
import { inverseDynamicsAdjoint } from './inverse-dynamics-adjoint.ts';
import { newtonEuler } from './newton-euler.ts';
import { pickLeaves, placesOf, replaceLeaves } from './parameter-leaves.ts';

type InverseDynamicsInputs = { readonly [name in 'q' | 'v' | 'a']: PopulationTensor } & {
  readonly parameters: RobotParameters;
};
type InverseDynamics = (x: InverseDynamicsInputs) => PopulationTensor;

/** Cotangents of the state by the adjoint sweep; those of parameters by the traced sweeps. */
const rule = (model: RobotModel): AdjointRule<InverseDynamicsInputs, PopulationTensor> => ({
  vjp: (x, _, lambda, needed) => {
    const { q, v, a, parameters } = x;
    const places = placesOf(parameters, needed);
    const byState = [q, v, a].some(needed);
    const state = byState ? inverseDynamicsAdjoint(model, q, v, a, lambda, parameters) : { q, v, a };
    if (places.length === 0) return { ...state, parameters };
    const forces = (leaves: PopulationTensor[]): PopulationTensor =>
      newtonEuler(model, q, v, a, replaceLeaves(parameters, places, leaves));
    const bars = vjp(forces, pickLeaves(parameters, places)).pullback(lambda);
    return { ...state, parameters: replaceLeaves(parameters, places, bars) };
  },
});

const known = new WeakMap<RobotModel, InverseDynamics>();

/** The algorithm with its rule, kept with the model so that it is recorded once. */
function algorithmOf(model: RobotModel): InverseDynamics {
  let algorithm = known.get(model);
  if (!algorithm) {
    const plain: InverseDynamics = ({ q, v, a, parameters }) => newtonEuler(model, q, v, a, parameters);
    algorithm = withAdjoint('inverse dynamics', plain, { ...rule(model), isClosed: true, isRegular: true });
    known.set(model, algorithm);
  }
  return algorithm;
}

/**
 * Generalized forces tau [nv] (N m, N) that give the acceleration a [nv] in the state q [nq], v [nv].
 * Joint friction and damping are not included (`jointFriction`).
 */
export function inverseDynamics(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  a: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor {
  requireJointVectors(model, { q, v, a });
  requireParameters(model, parameters);
  requireInertia(model);
  if (model.nv === 0) return zeros([0]);
  return algorithmOf(model)({ q, v, a, parameters });
}

/** Coriolis, centrifugal and gravity forces [nv]: the inverse dynamics of no acceleration. */
export function bias(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor {
  requireModel(model);
  return inverseDynamics(model, q, v, zeros([model.nv]), parameters);
}

/** Forces [nv] that hold the robot still against gravity: the gradient of the potential energy. */
export function gravityForces(
  model: RobotModel,
  q: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor {
  requireModel(model);
  return bias(model, q, zeros([model.nv]), parameters);
}
