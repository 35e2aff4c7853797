/** @file Inverse dynamics by the recursive Newton-Euler algorithm (RNEA; Featherstone 2008, table 5.1), and what follows from it. */
import { neg } from '../core/ops/elementwise.ts';
import { stack } from '../core/ops/indexing.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import type { Force } from '../spatial/force.ts';
import { Motion } from '../spatial/motion.ts';
import { baseToTip, bodyInertias, forJoint, jointEntries, jointKinematics, tipToBase } from './tree.ts';

/** The base seen as accelerating against gravity, which gives every body its weight. */
export const baseAcceleration = (parameters: RobotParameters): Motion =>
  new Motion(zeros([3]), neg(parameters.gravity));

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
  const { X, S } = jointKinematics(model, q, parameters);
  const I = bodyInertias(parameters);
  const rates = jointEntries(model, 'v', v);
  const accelerations = jointEntries(model, 'a', a);
  const V: Motion[] = [];
  const A: Motion[] = [];
  const F: Force[] = [];
  for (const i of baseToTip(model)) {
    const { parent } = model.joints[i];
    forJoint(model, i, 'inverse dynamics, velocities and accelerations', () => {
      const vJ = S[i].scaled(rates[i]);
      const inherited = X[i].motionToChild(parent < 0 ? baseAcceleration(parameters) : A[parent]);
      V[i] = parent < 0 ? vJ : X[i].motionToChild(V[parent]).plus(vJ);
      A[i] = inherited.plus(S[i].scaled(accelerations[i])).plus(V[i].cross(vJ));
      F[i] = I[i].times(A[i]).plus(V[i].crossForce(I[i].times(V[i])));
    });
  }
  const tau: PopulationTensor[] = [];
  for (const i of tipToBase(model)) {
    const { parent, vIndex } = model.joints[i];
    forJoint(model, i, 'inverse dynamics, forces', () => {
      tau[vIndex] = S[i].dot(F[i]);
      if (parent >= 0) F[parent] = F[parent].plus(X[i].forceToParent(F[i]));
    });
  }
  return tau.length > 0 ? stack(tau) : zeros([0]);
}

/** Coriolis, centrifugal and gravity forces [nv]: the inverse dynamics of no acceleration. */
export function bias(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor {
  return inverseDynamics(model, q, v, zeros([model.nv]), parameters);
}

/** Forces [nv] that hold the robot still against gravity: the gradient of the potential energy. */
export function gravityForces(
  model: RobotModel,
  q: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor {
  return bias(model, q, zeros([model.nv]), parameters);
}
