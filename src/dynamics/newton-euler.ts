/** @file The recursive Newton-Euler sweeps with accelerations of body origins (Luh, Walker and Paul 1980; Khalil and Dombre 2002, sec. 9.5). */
import { sub } from '../core/ops/arithmetic.ts';
import { add, mul, neg } from '../core/ops/elementwise.ts';
import { at } from '../core/ops/indexing.ts';
import { cross, matmul, outer } from '../core/ops/linear-algebra.ts';
import { eye, type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { Force } from '../spatial/force.ts';
import type { MassMoments } from '../spatial/mass-moments.ts';
import { skew, vee } from '../spatial/skew.ts';
import { forceToParent, type JointFrame, jointFrames, regroupedMoments, turns } from './joint-frames.ts';
import { isKnownZero } from '../core/known-zero.ts';
import { onCoordinates } from './dependent-joints.ts';
import { baseToTip, forJoint, jointEntries, tipToBase } from './tree.ts';

/** Motion of a body in its own axes. */
export interface BodyMotion {
  /** Angular velocity, [3], rad/s. */
  readonly w: PopulationTensor;
  /** Its rate, [3], rad/s^2. */
  readonly dw: PopulationTensor;
  /** The parent's rate in these axes, [3]: what dw is without this joint's part. */
  readonly inherited: PopulationTensor;
  /** Acceleration of the parent's point that is at the origin, [3]: what a is without this joint's part. */
  readonly carriedAlong: PopulationTensor;
  /** Acceleration of the origin less that of gravity, [3], m/s^2. */
  readonly a: PopulationTensor;
  /** Acceleration of the point x relative to the origin is Omega x: [3, 3], [dw] + [w][w]. */
  readonly Omega: PopulationTensor;
}

/** The base, seen as accelerating against gravity, which gives every body its weight. */
const baseMotion = ({ gravity }: RobotParameters): BodyMotion => ({
  w: zeros([3]),
  dw: zeros([3]),
  inherited: zeros([3]),
  carriedAlong: neg(gravity),
  a: neg(gravity),
  Omega: zeros([3, 3]),
});

/** Motions of all bodies for joint velocities v and accelerations a, base to tip. */
export function bodyMotions(
  model: RobotModel,
  frames: readonly JointFrame[],
  v: PopulationTensor,
  a: PopulationTensor,
  parameters: RobotParameters,
): BodyMotion[] {
  const rates = jointEntries(model, 'v', v);
  const accelerations = jointEntries(model, 'a', a);
  const base = baseMotion(parameters);
  const motions: BodyMotion[] = [];
  for (const i of baseToTip(model))
    forJoint(model, i, 'inverse dynamics, velocities and accelerations', () => {
      const { rotation, origin, S } = frames[i];
      const parent = motions[model.joints[i].parent] ?? base;
      let w = rotation.turnBack(parent.w);
      const inherited = rotation.turnBack(parent.dw);
      let dw = inherited;
      const carriedAlong = rotation.turnBack(add(parent.a, matmul(parent.Omega, origin)));
      let acceleration = carriedAlong;
      if (turns(S)) {
        const spin = mul(S.angular, rates[i]);
        dw = add(add(dw, cross(w, spin)), mul(S.angular, accelerations[i]));
        w = add(w, spin);
      } else {
        const slide = mul(S.linear, mul(2, rates[i]));
        acceleration = add(add(acceleration, cross(w, slide)), mul(S.linear, accelerations[i]));
      }
      motions[i] = { w, dw, inherited, carriedAlong, a: acceleration, Omega: add(skew(dw), matmul(skew(w), skew(w))) };
    });
  return motions;
}

/** 1 on the diagonal but for the last entry, and 1 everywhere but there. */
const firstTwo = tensor([
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 0],
]);
const notLast = sub(1, sub(eye(3), firstTwo));

/** Omega less a multiple of 1, which has no moment with symmetric second moments: the multiple that makes the last entry 0. */
const reduced = ({ w, dw }: BodyMotion): PopulationTensor => {
  const z = at(w, 2);
  return add(skew(dw), sub(mul(notLast, outer(w, w)), mul(firstTwo, mul(z, z))));
};

/** Force that a body's motion needs: [moment; force] about its origin. */
export function inertialForce({ mass, first, second }: MassMoments, motion: BodyMotion): Force {
  const { a, Omega } = motion;
  const moment = add(vee(matmul(reduced(motion), second)), cross(first, a));
  return new Force(moment, add(mul(mass, a), matmul(Omega, first)));
}

/** Forces that the joints carry, tip to base: each body's own and all that hangs on it. */
export function jointForces(model: RobotModel, frames: readonly JointFrame[], bodyForces: readonly Force[]): Force[] {
  const F = [...bodyForces];
  for (const i of tipToBase(model)) {
    const { parent } = model.joints[i];
    if (parent < 0) continue;
    forJoint(model, i, 'inverse dynamics, forces', () => {
      F[parent] = F[parent].plus(forceToParent(frames[i], F[i]));
    });
  }
  return F;
}

/** Generalized forces tau [nv] for the acceleration a [nv] in the state q [nq], v [nv]. */
export function newtonEuler(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  a: PopulationTensor,
  parameters: RobotParameters,
): PopulationTensor {
  const frames = jointFrames(model, q, parameters);
  const moments = regroupedMoments(model, parameters);
  const motions = bodyMotions(model, frames, v, a, parameters);
  const forces = motions.map((motion, i) =>
    forJoint(model, i, 'inverse dynamics, forces', () => inertialForce(moments[i], motion)),
  );
  const accelerations = jointEntries(model, 'a', a);
  const tau = jointForces(model, frames, forces).map((F, i) => {
    const force = frames[i].S.dot(F);
    const { armature } = parameters.joints[i];
    return isKnownZero(armature) ? force : add(force, mul(armature, accelerations[i]));
  });
  return onCoordinates(model, tau);
}
