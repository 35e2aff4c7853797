/** @file Kinetic and potential energy. */
import { isKnownZero } from '../core/known-zero.ts';
import { add, mul, neg } from '../core/ops/elementwise.ts';
import { dot } from '../core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import type { Motion } from '../spatial/motion.ts';
import { requireInertia, requireJointVectors, requireParameters } from './arguments.ts';
import { forwardKinematics } from './forward-kinematics.ts';
import { baseToTip, bodyInertias, forJoint, jointEntries, jointKinematics } from './tree.ts';

/** Sum of the kinetic energies of bodies and rotors (J) in the state q [nq], v [nv]. */
export function kineticEnergy(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor {
  requireJointVectors(model, { q, v });
  requireParameters(model, parameters);
  requireInertia(model);
  const { X, S } = jointKinematics(model, q, parameters);
  const I = bodyInertias(parameters);
  const rates = jointEntries(model, 'v', v);
  const V: Motion[] = [];
  let total = tensor(0);
  for (const i of baseToTip(model)) {
    const { parent } = model.joints[i];
    forJoint(model, i, 'kinetic energy', () => {
      const vJ = S[i].scaled(rates[i]);
      V[i] = parent < 0 ? vJ : X[i].motionToChild(V[parent]).plus(vJ);
      total = add(total, I[i].kineticEnergy(V[i]));
      const { armature } = parameters.joints[i];
      if (!isKnownZero(armature)) total = add(total, mul(0.5, mul(armature, mul(rates[i], rates[i]))));
    });
  }
  return total;
}

/** Potential energy of gravity (J) in the configuration q [nq], 0 with all masses at the world's origin. */
export function potentialEnergy(
  model: RobotModel,
  q: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor {
  const pose = forwardKinematics(model, q, parameters);
  requireInertia(model);
  let total = tensor(0);
  for (const i of baseToTip(model)) {
    const { mass, centerOfMass } = parameters.bodies[i];
    forJoint(model, i, 'potential energy', () => {
      const height = dot(neg(parameters.gravity), pose[i].applyToPoint(centerOfMass));
      total = add(total, mul(mass, height));
    });
  }
  return total;
}
