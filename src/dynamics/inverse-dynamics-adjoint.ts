/**
 * @file Adjoint of inverse dynamics: the gradient of lambda . ID(q, v, a) by q, v and a for a fixed lambda, in two sweeps. The
 * joints' lambda makes virtual motions of the bodies; what the forces do on them is differentiated body by body.
 */
import { sub } from '../core/ops/arithmetic.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { transpose } from '../core/ops/indexing.ts';
import { cross, dot, matmul, outer } from '../core/ops/linear-algebra.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import type { MassMoments } from '../spatial/mass-moments.ts';
import type { Motion } from '../spatial/motion.ts';
import { skew, vee } from '../spatial/skew.ts';
import { complement } from '../spatial/symmetric.ts';
import { onCoordinates } from './dependent-joints.ts';
import { isKnownZero } from '../core/known-zero.ts';
import { bodyMotions, inertialForce, jointForces } from './newton-euler.ts';
import { motionToChild, type JointFrame, jointFrames, regroupedMoments, turns } from './joint-frames.ts';
import { baseToTip, forJoint, jointEntries, tipToBase } from './tree.ts';

/** Motions of the bodies that joint velocities lambda would make. */
function virtualMotions(model: RobotModel, frames: readonly JointFrame[], lambda: PopulationTensor): Motion[] {
  const rates = jointEntries(model, 'lambda', lambda);
  const motions: Motion[] = [];
  for (const i of baseToTip(model))
    forJoint(model, i, 'inverse dynamics, virtual motions', () => {
      const own = frames[i].S.scaled(rates[i]);
      const parent = motions[model.joints[i].parent];
      motions[i] = parent ? motionToChild(frames[i], parent).plus(own) : own;
    });
  return motions;
}

/** Cotangents of a body's motion, gathered from itself and from the bodies that hang on it. */
interface MotionBars {
  w: PopulationTensor;
  dw: PopulationTensor;
  a: PopulationTensor;
  Omega: PopulationTensor;
}

/** What the body's own force does on its virtual motion, differentiated by its acceleration and by Omega. */
const ownBars = ({ mass, first, second }: MassMoments, virtual: Motion): MotionBars => ({
  w: zeros([3]),
  dw: zeros([3]),
  a: add(mul(mass, virtual.linear), cross(virtual.angular, first)),
  Omega: add(outer(virtual.linear, first), matmul(skew(virtual.angular), second)),
});

export interface StateCotangents {
  readonly q: PopulationTensor;
  readonly v: PopulationTensor;
  readonly a: PopulationTensor;
}

/** Cotangents of q [nq], v [nv] and a [nv] under inverse dynamics, given those of the forces, lambda [nv]. */
export function inverseDynamicsAdjoint(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  a: PopulationTensor,
  lambda: PopulationTensor,
  parameters: RobotParameters,
): StateCotangents {
  const frames = jointFrames(model, q, parameters);
  const moments = regroupedMoments(model, parameters);
  const motions = bodyMotions(model, frames, v, a, parameters);
  const virtual = virtualMotions(model, frames, lambda);
  const own = motions.map((motion, i) =>
    forJoint(model, i, 'inverse dynamics, forces', () => inertialForce(moments[i], motion)),
  );
  const F = jointForces(model, frames, own);
  const bars = moments.map((body, i) =>
    forJoint(model, i, 'inverse dynamics, adjoint', () => ownBars(body, virtual[i])),
  );
  const rates = jointEntries(model, 'v', v);
  const virtualRates = jointEntries(model, 'lambda', lambda);
  const [qBar, vBar, aBar]: PopulationTensor[][] = [[], [], []];
  for (const i of tipToBase(model))
    forJoint(model, i, 'inverse dynamics, adjoint', () => {
      const bar = bars[i];
      const { w, inherited, a: acceleration, Omega } = motions[i];
      const { S, origin, rotation } = frames[i];
      const force = F[i];
      bar.dw = add(bar.dw, vee(bar.Omega));
      bar.w = sub(bar.w, matmul(complement(add(bar.Omega, transpose(bar.Omega))), w));
      if (turns(S)) {
        const spin = mul(S.angular, rates[i]);
        aBar[i] = dot(S.angular, bar.dw);
        vBar[i] = dot(S.angular, add(bar.w, cross(bar.dw, w)));
        bar.w = add(bar.w, cross(spin, bar.dw));
        const torque = [
          cross(bar.w, w),
          cross(bar.dw, inherited),
          cross(bar.a, acceleration),
          cross(force.angular, virtual[i].angular),
          cross(force.linear, virtual[i].linear),
        ].reduce((x, y) => add(x, y));
        qBar[i] = dot(S.angular, torque);
      } else {
        const slide = mul(S.linear, mul(2, rates[i]));
        aBar[i] = dot(S.linear, bar.a);
        vBar[i] = mul(2, dot(S.linear, cross(bar.a, w)));
        bar.w = add(bar.w, cross(slide, bar.a));
        const push = add(matmul(bar.a, Omega), cross(force.linear, virtual[i].angular));
        qBar[i] = dot(S.linear, push);
      }
      const { armature } = parameters.joints[i];
      if (!isKnownZero(armature)) aBar[i] = add(aBar[i], mul(armature, virtualRates[i]));
      const parent = bars[model.joints[i].parent];
      if (!parent) return;
      const a = rotation.turn(bar.a);
      parent.w = add(parent.w, rotation.turn(bar.w));
      parent.dw = add(parent.dw, rotation.turn(bar.dw));
      parent.a = add(parent.a, a);
      parent.Omega = add(parent.Omega, outer(a, origin));
    });
  return { q: onCoordinates(model, qBar), v: onCoordinates(model, vBar), a: onCoordinates(model, aBar) };
}
