/** @file How much room a robot takes: what the camera and the shadow have to hold. */
import type { Quaternion, Vector3 as Vector } from 'three';
import type { Geometry, RobotModel, Vector3 } from '../../robot/model.ts';
import { farthest } from '../../robot/span.ts';
import { radiusOf } from '../../robot/shapes/shape-types.ts';

const length3 = ([x, y, z]: Vector3): number => Math.hypot(x, y, z);

/** Radius of the ball about a shape's own origin that holds it, m; 0 for a mesh, of which nothing is drawn. */
export const boundingRadius = (geometry: Geometry): number => radiusOf(geometry) ?? 0;

/** Travel of a joint that lengthens the arm, m. */
function travel(model: RobotModel, joint: RobotModel['joints'][number]): number {
  if (joint.type !== 'prismatic') return 0;
  const range = farthest(model, joint);
  return Number.isFinite(range) ? range : 1;
}

/** Radius of a ball about the world's origin that holds the robot in every configuration, m. At least 0.1. */
export function workspaceRadius(model: RobotModel): number {
  const origins: number[] = [];
  model.joints.forEach((joint, i) => {
    const parent = joint.parent < 0 ? 0 : origins[joint.parent];
    origins[i] = parent + length3(joint.placement.translation) + travel(model, joint);
  });
  let radius = 0.1;
  for (const link of model.links) {
    const origin = (link.body < 0 ? 0 : origins[link.body]) + length3(link.poseInBody.translation);
    radius = Math.max(radius, origin);
    for (const { pose, geometry } of link.visuals)
      radius = Math.max(radius, origin + length3(pose.translation) + boundingRadius(geometry));
  }
  return radius;
}

/**
 * Distance from `center` at which a camera of this orientation that looks at it sees all points, m. `halfWidth` and
 * `halfHeight` are the tangents of half the angles of view.
 */
export function distanceToSee(
  points: readonly Vector[],
  center: Vector,
  orientation: Quaternion,
  halfWidth: number,
  halfHeight: number,
): number {
  const toCamera = orientation.clone().invert();
  let distance = 0;
  for (const point of points) {
    // The camera looks along its -z: a point nearer to it (z > 0) needs as much more distance.
    const { x, y, z } = point.clone().sub(center).applyQuaternion(toCamera);
    distance = Math.max(distance, z + Math.abs(x) / halfWidth, z + Math.abs(y) / halfHeight);
  }
  return distance;
}
