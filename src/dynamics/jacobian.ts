/** @file Geometric Jacobian of a link: its velocity in the world per joint velocity (Featherstone 2008, sec. 2.9; Siciliano 2009, sec. 3.1). */
import { add } from '../core/ops/elementwise.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { concat, transpose } from '../core/ops/indexing.ts';
import { cross, matmul } from '../core/ops/linear-algebra.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { Transform } from '../spatial/transform.ts';
import { requireJointVectors, requireParameters } from './arguments.ts';
import { onCoordinates } from './dependent-joints.ts';
import { findLink, forwardKinematics } from './forward-kinematics.ts';
import { forJoint, jointKinematics } from './tree.ts';

/**
 * Jacobian J [6, nv] of a link's frame: J v is [angular; linear] velocity of the frame's origin, both in world axes
 * (rad/s, m/s). Columns of joints that do not move the link are zero.
 */
export function jacobian(
  model: RobotModel,
  q: PopulationTensor,
  linkName: string,
  parameters: RobotParameters = robotParameters(model),
): PopulationTensor {
  requireJointVectors(model, { q });
  requireParameters(model, parameters);
  const { body, poseInBody } = findLink(model, linkName);
  if (model.nv === 0) return zeros([6, 0]);
  const columns = model.joints.map(() => zeros([6]));
  if (body >= 0) {
    const pose = forwardKinematics(model, q, parameters);
    const { S } = jointKinematics(model, q, parameters);
    const origin = pose[body].times(Transform.fromPose(poseInBody)).translation;
    for (let i = body; i >= 0; i = model.joints[i].parent)
      forJoint(model, i, 'Jacobian', () => {
        const angular = matmul(pose[i].rotation, S[i].angular);
        const arm = sub(origin, pose[i].translation);
        const linear = add(matmul(pose[i].rotation, S[i].linear), cross(angular, arm));
        columns[i] = concat([angular, linear]);
      });
  }
  return transpose(onCoordinates(model, columns));
}
