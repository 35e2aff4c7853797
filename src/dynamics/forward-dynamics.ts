/** @file Forward dynamics by the articulated-body algorithm (ABA; Featherstone 2008, table 7.1). */
import { div, sub } from '../core/ops/arithmetic.ts';
import { stack } from '../core/ops/indexing.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import type { Force } from '../spatial/force.ts';
import type { ArticulatedInertia } from '../spatial/inertia.ts';
import type { Motion } from '../spatial/motion.ts';
import { baseAcceleration } from './inverse-dynamics.ts';
import { baseToTip, bodyInertias, forJoint, jointEntries, jointKinematics, tipToBase } from './tree.ts';

/**
 * Acceleration a [nv] (rad/s^2, m/s^2) under generalized forces tau [nv] (N m, N) in the state q [nq], v [nv].
 * Joint friction and damping are not included (`jointFriction`).
 */
export function forwardDynamics(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  tau: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor {
  const { X, S } = jointKinematics(model, q, parameters);
  const I = bodyInertias(parameters);
  const rates = jointEntries(model, 'v', v);
  const forces = jointEntries(model, 'tau', tau);
  const V: Motion[] = [];
  const c: Motion[] = [];
  const IA: ArticulatedInertia[] = [];
  const pA: Force[] = [];
  for (const i of baseToTip(model)) {
    const { parent } = model.joints[i];
    forJoint(model, i, 'forward dynamics, velocities', () => {
      const vJ = S[i].scaled(rates[i]);
      V[i] = parent < 0 ? vJ : X[i].motionToChild(V[parent]).plus(vJ);
      c[i] = V[i].cross(vJ);
      IA[i] = I[i].articulated();
      pA[i] = V[i].crossForce(I[i].times(V[i]));
    });
  }
  const U: Force[] = [];
  const D: PopulationTensor[] = [];
  const u: PopulationTensor[] = [];
  for (const i of tipToBase(model)) {
    const { parent } = model.joints[i];
    forJoint(model, i, 'forward dynamics, articulated inertias', () => {
      U[i] = IA[i].times(S[i]);
      D[i] = S[i].dot(U[i]);
      u[i] = sub(forces[i], S[i].dot(pA[i]));
      if (parent < 0) return;
      const Ia = IA[i].minusJoint(U[i], D[i]);
      const pa = pA[i].plus(Ia.times(c[i])).plus(U[i].scaled(div(u[i], D[i])));
      IA[parent] = IA[parent].plus(Ia.toParent(X[i]));
      pA[parent] = pA[parent].plus(X[i].forceToParent(pa));
    });
  }
  const A: Motion[] = [];
  const a: PopulationTensor[] = [];
  for (const i of baseToTip(model)) {
    const { parent, vIndex } = model.joints[i];
    forJoint(model, i, 'forward dynamics, accelerations', () => {
      const inherited = X[i].motionToChild(parent < 0 ? baseAcceleration(parameters) : A[parent]).plus(c[i]);
      a[vIndex] = div(sub(u[i], inherited.dot(U[i])), D[i]);
      A[i] = inherited.plus(S[i].scaled(a[vIndex]));
    });
  }
  return a.length > 0 ? stack(a) : zeros([0]);
}
