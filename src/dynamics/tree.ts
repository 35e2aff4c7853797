/** @file What every sweep over the tree starts from: poses of bodies in their parents, motion subspaces and inertias. */
import { withSource } from '../core/application.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { at } from '../core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { jointTypes } from '../robot/joints/joint-types.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { Inertia } from '../spatial/inertia.ts';
import type { Motion } from '../spatial/motion.ts';
import { Transform } from '../spatial/transform.ts';
import { requireJointVector } from './arguments.ts';

/** Pose X of each body in its parent, and motion S per unit joint velocity in body coordinates. */
export interface JointKinematics {
  readonly X: readonly Transform[];
  readonly S: readonly Motion[];
}

export const baseToTip = (model: RobotModel): readonly number[] => model.joints.map((_, i) => i);
export const tipToBase = (model: RobotModel): readonly number[] =>
  model.joints.map((_, i) => model.joints.length - 1 - i);

/** Runs one joint's part of a sweep with its name on every node recorded. */
export function forJoint<R>(model: RobotModel, i: number, note: string, body: () => R): R {
  return withSource({ joint: model.joints[i].name, note }, body);
}

/**
 * What a configuration `q` [nq], or a velocity or any other tangent [nv], is for each joint of the tree, one scalar each: joints that
 * follow others have theirs from those. Refuses other lengths.
 */
export function jointEntries(model: RobotModel, name: string, x: PopulationTensor): PopulationTensor[] {
  requireJointVector(model, name, x);
  return model.joints.map(({ qIndex, vIndex, mimic }) => {
    const own = at(x, name === 'q' ? qIndex : vIndex);
    if (!mimic) return own;
    const scaled = mul(mimic.multiplier, own);
    return name === 'q' ? add(scaled, mimic.offset) : scaled;
  });
}

export function jointKinematics(model: RobotModel, q: PopulationTensor, parameters: RobotParameters): JointKinematics {
  const coordinates = jointEntries(model, 'q', q);
  const X: Transform[] = [];
  const S: Motion[] = [];
  for (const i of baseToTip(model)) {
    const { type, axis: direction } = model.joints[i];
    const { rotation, translation } = parameters.joints[i];
    const axis = tensor([...direction]);
    forJoint(model, i, 'joint transform', () => {
      X[i] = new Transform(rotation, translation).times(jointTypes[type].transform(axis, coordinates[i]));
      S[i] = jointTypes[type].motionSubspace(axis);
    });
  }
  return { X, S };
}

/** Inertia of each body about its own frame. */
export const bodyInertias = (parameters: RobotParameters): Inertia[] =>
  parameters.bodies.map(({ mass, centerOfMass, inertia }) => Inertia.aboutCenterOfMass(mass, centerOfMass, inertia));
