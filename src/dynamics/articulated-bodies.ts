/**
 * @file The mass matrix solved by articulated bodies (ABA; Featherstone 2008, table 7.1, for a robot at rest without
 * gravity): linear in the number of joints, so it wins for long chains.
 */
import { div, sub } from '../core/ops/arithmetic.ts';
import { isKnownZero } from '../core/known-zero.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { stack } from '../core/ops/indexing.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import type { Force } from '../spatial/force.ts';
import type { ArticulatedInertia } from '../spatial/inertia.ts';
import type { Motion } from '../spatial/motion.ts';
import { forceToParent, type JointFrame, motionToChild, regroupedMoments } from './joint-frames.ts';
import type { MassFactors } from './mass-factors.ts';
import { baseToTip, forJoint, jointEntries, tipToBase } from './tree.ts';

/** Articulated inertias of the bodies, with what a solve needs of them. */
export function articulatedFactors(
  model: RobotModel,
  frames: readonly JointFrame[],
  parameters: RobotParameters,
  diagonal: PopulationTensor,
): MassFactors {
  const given = jointEntries(model, 'diagonal', diagonal);
  const IA: ArticulatedInertia[] = regroupedMoments(model, parameters).map((body) => body.inertia().articulated());
  const U: Force[] = [];
  const reciprocal: PopulationTensor[] = [];
  for (const i of tipToBase(model))
    forJoint(model, i, 'articulated inertias', () => {
      const { parent } = model.joints[i];
      const { S, rotation, origin } = frames[i];
      U[i] = IA[i].times(S);
      const own = S.dot(U[i]);
      const extra = [parameters.joints[i].armature, given[i]].filter((x) => !isKnownZero(x));
      const D = extra.reduce(add, own);
      reciprocal[i] = div(1, D);
      if (parent < 0) return;
      const yielding = IA[i].minusJoint(U[i], D);
      // a joint that something of its own resists does not give way fully
      const Ia = extra.length > 0 ? yielding : yielding.annihilating(S);
      IA[parent] = IA[parent].plus(Ia.turned(rotation).shifted(origin));
    });
  return { solve: (tau) => solve(model, frames, U, reciprocal, tau) };
}

/** Forces from tip to base, then accelerations from base to tip. */
function solve(
  model: RobotModel,
  frames: readonly JointFrame[],
  U: readonly Force[],
  reciprocal: readonly PopulationTensor[],
  tau: PopulationTensor,
): PopulationTensor {
  const forces = jointEntries(model, 'tau', tau);
  const u: PopulationTensor[] = [];
  const pA: Force[] = [];
  for (const i of tipToBase(model))
    forJoint(model, i, 'articulated bodies, forces', () => {
      const { parent } = model.joints[i];
      u[i] = pA[i] ? sub(forces[i], frames[i].S.dot(pA[i])) : forces[i];
      u[i] = mul(u[i], reciprocal[i]);
      if (parent < 0) return;
      const given = U[i].scaled(u[i]);
      const pa = forceToParent(frames[i], pA[i] ? pA[i].plus(given) : given);
      pA[parent] = pA[parent] ? pA[parent].plus(pa) : pa;
    });
  const A: Motion[] = [];
  const a: PopulationTensor[] = [];
  for (const i of baseToTip(model))
    forJoint(model, i, 'articulated bodies, accelerations', () => {
      const { parent, vIndex } = model.joints[i];
      const { S } = frames[i];
      if (parent < 0) {
        a[vIndex] = u[i];
        A[i] = S.scaled(u[i]);
        return;
      }
      const inherited = motionToChild(frames[i], A[parent]);
      a[vIndex] = sub(u[i], mul(inherited.dot(U[i]), reciprocal[i]));
      A[i] = inherited.plus(S.scaled(a[vIndex]));
    });
  return stack(a);
}
