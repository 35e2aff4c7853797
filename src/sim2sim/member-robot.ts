/** @file The numbers of one member's robot: what a physics that knows no populations builds it from. */
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { jointTypes } from '../robot/joints/joint-types.ts';
import type { JointLimits, LinkInertia, Matrix3, Pose, RobotModel, Vector3 } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { jointPose } from '../robot/joints/joint-pose.ts';
import { type Quaternion, quaternionOf } from './rotations.ts';

/** A joint of one member's robot, with the body that it carries. */
export interface MemberJoint {
  /** Index of the joint that carries the parent body, or -1 for the world. */
  readonly parent: number;
  /** Index in q and v. */
  readonly index: number;
  readonly limits: JointLimits;
  /** Motion of the body per unit velocity, in its own axes: a unit vector to turn about, or one to slide along; the other is 0. */
  readonly angular: Vector3;
  readonly linear: Vector3;
  /** Of the joint frame in the parent body: as a pose, and the rotation once more. */
  readonly placement: Pose;
  readonly turn: Quaternion;
  /** Of the body in the joint frame. */
  readonly poseAt: (q: number) => Pose;
  readonly inertia: LinkInertia;
}

const vector = (values: PopulationTensor, member: number): Vector3 => values.toArray(member) as unknown as Vector3;
const matrix = (values: PopulationTensor, member: number): Matrix3 => values.toArray(member) as unknown as Matrix3;

/** Joints and bodies as a member has them; parameters that members share are everyone's. */
export const memberJoints = (model: RobotModel, { joints, bodies }: RobotParameters, member: number): MemberJoint[] =>
  model.joints.map(({ type, parent, axis, limits, vIndex }, i) => {
    const S = jointTypes[type].motionSubspace(tensor([...axis]));
    const rotation = matrix(joints[i].rotation, member);
    const { mass, centerOfMass, inertia } = bodies[i];
    return {
      parent,
      index: vIndex,
      limits,
      angular: vector(S.angular, 0),
      linear: vector(S.linear, 0),
      placement: { rotation, translation: vector(joints[i].translation, member) },
      turn: quaternionOf(rotation),
      poseAt: (q) => jointPose(type, axis, q),
      inertia: {
        mass: mass.toArray(member)[0],
        centerOfMass: vector(centerOfMass, member),
        inertia: matrix(inertia, member),
      },
    };
  });
