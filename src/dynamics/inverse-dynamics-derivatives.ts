/**
 * @file Partial derivatives of inverse dynamics by composite bodies (Carpentier and Mansard 2018; Singh, Russo and Wensing
 * 2022): every pair of joints on one path costs a few products, whatever lies between them.
 */
import { add, mul } from '../core/ops/elementwise.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { concat, reshape, transpose } from '../core/ops/indexing.ts';
import { cross, matmul, outer } from '../core/ops/linear-algebra.ts';
import { gatherFlat } from '../core/ops/structural.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { Force } from '../spatial/force.ts';
import type { MassMoments } from '../spatial/mass-moments.ts';
import { Motion } from '../spatial/motion.ts';
import type { Turning } from '../spatial/turning.ts';
import { skew } from '../spatial/skew.ts';
import { complement } from '../spatial/symmetric.ts';
import { requireInertia, requireJointVectors, requireParameters } from './arguments.ts';
import type { BranchMatrix } from './branch-matrix.ts';
import { matrixOnCoordinates, onCoordinatesSparse } from './dependent-joints.ts';
import { withArmature } from './mass-matrix.ts';
import { bodyMotions, inertialForce, jointForces } from './newton-euler.ts';
import { type JointFrame, jointFrames, motionToChild, regroupedMoments } from './joint-frames.ts';
import { baseToTip, forJoint, jointEntries, tipToBase } from './tree.ts';
import { joinedRows, oneRow, rowsToParent, workOn, type WrenchRows } from './wrench-rows.ts';

/** dtau/dq [nv, nq], dtau/dv [nv, nv] and dtau/da [nv, nv] (the mass matrix). */
export interface InverseDynamicsDerivatives {
  readonly dq: PopulationTensor;
  readonly dv: PopulationTensor;
  readonly da: PopulationTensor;
}

/** Velocities of a body's masses: sums of v x' dm [3, 3] and of v dm [3], its linear momentum. */
class VelocityMoments {
  readonly first: PopulationTensor;
  readonly momentum: PopulationTensor;

  constructor(first: PopulationTensor, momentum: PopulationTensor) {
    this.first = first;
    this.momentum = momentum;
  }

  static of({ mass, first, second }: MassMoments, { angular, linear }: Motion): VelocityMoments {
    return new VelocityMoments(
      add(matmul(skew(angular), second), outer(linear, first)),
      add(cross(angular, first), mul(mass, linear)),
    );
  }

  plus(other: VelocityMoments): VelocityMoments {
    return new VelocityMoments(add(this.first, other.first), add(this.momentum, other.momentum));
  }

  toParent(rotation: Turning, origin: PopulationTensor): VelocityMoments {
    const momentum = rotation.turn(this.momentum);
    return new VelocityMoments(add(rotation.turnMatrix(this.first), outer(momentum, origin)), momentum);
  }

  /** Force that turning all velocities at the rate x takes. */
  turnedAtRate(x: PopulationTensor): Force {
    return new Force(matmul(complement(this.first), x), cross(x, this.momentum));
  }

  /** The same, as what it does on the motion S per entry of x, [3]. */
  workOn(S: Motion): PopulationTensor {
    return add(matmul(transpose(complement(this.first)), S.angular), cross(this.momentum, S.linear));
  }
}

/** How the motion of a joint's axis changes with the parent's motion: Psi-dot and Psi-double-dot of Singh et al. */
interface AxisRates {
  readonly first: Motion;
  readonly second: Motion;
}

/** Velocities of the bodies at their origins, and rates of the joints' axes, in body axes. */
function velocitiesAndRates(
  model: RobotModel,
  frames: readonly JointFrame[],
  v: PopulationTensor,
  motions: readonly ReturnType<typeof bodyMotions>[number][],
): { readonly V: Motion[]; readonly rates: AxisRates[] } {
  const speeds = jointEntries(model, 'v', v);
  const V: Motion[] = [];
  const rates: AxisRates[] = [];
  for (const i of baseToTip(model))
    forJoint(model, i, 'derivatives of inverse dynamics, rates', () => {
      const { S } = frames[i];
      const parent = V[model.joints[i].parent];
      const carried = parent ? motionToChild(frames[i], parent) : Motion.zero();
      V[i] = carried.plus(S.scaled(speeds[i]));
      const first = carried.cross(S);
      // the parent's spatial acceleration at this origin: without the turning of the velocity
      const { carriedAlong, inherited } = motions[i];
      const A = new Motion(inherited, sub(carriedAlong, cross(carried.angular, carried.linear)));
      rates[i] = { first, second: A.cross(S).plus(carried.cross(first)) };
    });
  return { V, rates };
}

/** What each joint of a subtree hands on towards the base. */
interface Carried {
  readonly joints: readonly number[];
  /** Force of a unit acceleration of the joint. */
  readonly inertial: WrenchRows;
  /** Change of the subtree's force with the joint's position, and with its velocity. */
  readonly byPosition: WrenchRows;
  readonly byVelocity: WrenchRows;
  /** Work on the joint of turning the subtree's velocities, [k, 3]. */
  readonly turning: PopulationTensor;
}

const join = (parts: readonly Carried[]): Carried => ({
  joints: parts.flatMap(({ joints }) => joints),
  inertial: joinedRows(parts.map(({ inertial }) => inertial)),
  byPosition: joinedRows(parts.map(({ byPosition }) => byPosition)),
  byVelocity: joinedRows(parts.map(({ byVelocity }) => byVelocity)),
  turning: concat(parts.map(({ turning }) => turning)),
});

function toParent(frame: JointFrame, carried: Carried): Carried {
  return {
    joints: carried.joints,
    inertial: rowsToParent(frame, carried.inertial),
    byPosition: rowsToParent(frame, carried.byPosition),
    byVelocity: rowsToParent(frame, carried.byVelocity),
    turning: frame.rotation.turn(carried.turning),
  };
}

/** Entries by joint i for the joints of its subtree: derivatives of their forces by i's coordinate, and the converse. */
interface PairEntries {
  readonly joints: readonly number[];
  readonly inertial: PopulationTensor;
  readonly below: { readonly dq: PopulationTensor; readonly dv: PopulationTensor };
  readonly above: { readonly dq: PopulationTensor; readonly dv: PopulationTensor };
}

function pairEntries(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  a: PopulationTensor,
  parameters: RobotParameters,
): PairEntries[] {
  const frames = jointFrames(model, q, parameters);
  const moments = regroupedMoments(model, parameters);
  const motions = bodyMotions(model, frames, v, a, parameters);
  const { V, rates } = velocitiesAndRates(model, frames, v, motions);
  const F = jointForces(
    model,
    frames,
    motions.map((motion, i) => forJoint(model, i, 'inverse dynamics, forces', () => inertialForce(moments[i], motion))),
  );
  const inertia = moments.map((body) => body.inertia());
  const velocity = moments.map((body, i) => VelocityMoments.of(body, V[i]));
  const carried: Carried[][] = model.joints.map(() => []);
  const entries: PairEntries[] = [];
  for (const i of tipToBase(model))
    forJoint(model, i, 'derivatives of inverse dynamics', () => {
      const { parent } = model.joints[i];
      const { S, rotation, origin } = frames[i];
      const { first, second } = rates[i];
      const twice = first.scaled(2);
      const byPosition = S.crossForce(F[i])
        .plus(velocity[i].turnedAtRate(twice.angular))
        .plus(inertia[i].times(second));
      const byVelocity = velocity[i].turnedAtRate(mul(2, S.angular)).plus(inertia[i].times(twice));
      const own: Carried = {
        joints: [i],
        inertial: oneRow(inertia[i].times(S)),
        byPosition: oneRow(byPosition),
        byVelocity: oneRow(byVelocity),
        turning: reshape(velocity[i].workOn(S), [1, 3]),
      };
      const all = join([own, ...carried[i]]);
      entries[i] = {
        joints: all.joints,
        inertial: workOn(all.inertial, S),
        below: {
          dq: add(matmul(all.turning, twice.angular), workOn(all.inertial, second)),
          dv: add(matmul(all.turning, mul(2, S.angular)), workOn(all.inertial, twice)),
        },
        above: { dq: workOn(all.byPosition, S), dv: workOn(all.byVelocity, S) },
      };
      if (parent < 0) return;
      inertia[parent] = inertia[parent].plus(inertia[i].turned(rotation).shifted(origin));
      velocity[parent] = velocity[parent].plus(velocity[i].toParent(rotation, origin));
      carried[parent].push(toParent(frames[i], all));
    });
  return entries;
}

/** The matrix [n, n] of the entries below and above the diagonal, 0 for joints on different branches. */
function matrixOf(entries: readonly PairEntries[], name: 'dq' | 'dv'): PopulationTensor {
  const n = entries.length;
  const size = entries.reduce((sum, { joints }) => sum + joints.length, 0);
  const positions = new Int32Array(n * n).fill(2 * size);
  let position = 0;
  entries.forEach(({ joints }, j) =>
    joints.forEach((k) => {
      positions[j * n + k] = size + position;
      positions[k * n + j] = position++;
    }),
  );
  const list = [...entries.map(({ below }) => below[name]), ...entries.map(({ above }) => above[name]), zeros([1])];
  return gatherFlat(concat(list), positions, [n, n]);
}

/** The derivatives with the mass matrix in sparse form, ready to be factorized. */
export function sparseInverseDynamicsDerivatives(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  a: PopulationTensor,
  parameters: RobotParameters,
): { readonly dq: PopulationTensor; readonly dv: PopulationTensor; readonly M: BranchMatrix } {
  const entries = pairEntries(model, q, v, a, parameters);
  const columns = entries.map(({ joints, inertial }, i) => ({
    rows: joints,
    entries: withArmature(inertial, parameters.joints[i].armature),
  }));
  const over = (name: 'dq' | 'dv'): PopulationTensor => matrixOnCoordinates(model, matrixOf(entries, name));
  return { dq: over('dq'), dv: over('dv'), M: onCoordinatesSparse(model, columns) };
}

/** Partial derivatives of `inverseDynamics` in the state q [nq], v [nv] at the acceleration a [nv]. */
export function inverseDynamicsDerivatives(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  a: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): InverseDynamicsDerivatives {
  requireJointVectors(model, { q, v, a });
  requireParameters(model, parameters);
  requireInertia(model);
  if (model.nv === 0) return { dq: zeros([0, 0]), dv: zeros([0, 0]), da: zeros([0, 0]) };
  const { dq, dv, M } = sparseInverseDynamicsDerivatives(model, q, v, a, parameters);
  return { dq, dv, da: M.dense() };
}
