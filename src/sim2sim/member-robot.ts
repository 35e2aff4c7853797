/** @file The numbers of one member's robot: what a physics that knows no populations builds it from. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { Joint, LinkInertia, Matrix3, Pose, RobotModel, Vector3 } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';

/** A joint of one member's robot, with the body that it carries. */
export interface MemberJoint extends Pick<Joint, 'name' | 'type' | 'parent' | 'axis' | 'limits' | 'vIndex'> {
  readonly placement: Pose;
  readonly inertia: LinkInertia;
}

const vector = (tensor: PopulationTensor, member: number): Vector3 => tensor.toArray(member) as unknown as Vector3;
const matrix = (tensor: PopulationTensor, member: number): Matrix3 => tensor.toArray(member) as unknown as Matrix3;

/** Joints and bodies as a member has them; parameters that members share are everyone's. */
export const memberJoints = (model: RobotModel, { joints, bodies }: RobotParameters, member: number): MemberJoint[] =>
  model.joints.map(({ name, type, parent, axis, limits, vIndex }, i) => {
    const { rotation, translation } = joints[i];
    const { mass, centerOfMass, inertia } = bodies[i];
    return {
      name,
      type,
      parent,
      axis,
      limits,
      vIndex,
      placement: { rotation: matrix(rotation, member), translation: vector(translation, member) },
      inertia: {
        mass: mass.item(mass.population === 1 ? 0 : member),
        centerOfMass: vector(centerOfMass, member),
        inertia: matrix(inertia, member),
      },
    };
  });
