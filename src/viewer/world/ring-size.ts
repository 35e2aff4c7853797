/** @file How large the ring at a joint is drawn: around what is built there, neither buried in it nor larger than the arm can carry. */
import type { Geometry, Pose, RobotModel, Vector3 } from '../../robot/model.ts';
import { compose, dot, length, minus, rotate, transposed } from '../../robot/pose.ts';
import { drawnShapes } from './drawn-shapes.ts';
import { boundingRadius, workspaceRadius } from './extent.ts';

/** Of the thickness at the joint. */
const clearance = 1.6;
/** Least and most, of the radius of the whole workspace. */
const [least, most] = [0.065, 0.12];

/** How far a shape goes from its middle across a joint's axis, along which it may be long; m. `axis` is in the shape's axes. */
function thickness(geometry: Geometry, axis: Vector3): number {
  if (geometry.type === 'box') return geometry.size.toSorted((a, b) => a - b)[1] / 2;
  if (geometry.type === 'cylinder') {
    const isAlong = Math.abs(axis[2]) > 0.9;
    return isAlong ? geometry.radius : Math.min(geometry.radius, geometry.length / 2);
  }
  return boundingRadius(geometry);
}

const inverse = ({ rotation, translation }: Pose): Pose => ({
  rotation: transposed(rotation),
  translation: minus([0, 0, 0], rotate(transposed(rotation), translation)),
});

/** Radius of each joint's ring, in the order of `model.joints`, m. */
export function ringRadii(model: RobotModel): number[] {
  const radius = workspaceRadius(model);
  return model.joints.map(({ parent, placement, axis }, body) => {
    let thickest = 0;
    for (const link of model.links) {
      if (link.body !== body && link.body !== parent) continue;
      const inJoint = link.body === body ? link.poseInBody : compose(inverse(placement), link.poseInBody);
      for (const { pose, geometry } of drawnShapes(link)) {
        const { rotation, translation } = compose(inJoint, pose);
        if (length(translation) > boundingRadius(geometry)) continue;
        const inShape = rotate(transposed(rotation), axis);
        thickest = Math.max(thickest, thickness(geometry, inShape) + offAxis(translation, axis) / 2);
      }
    }
    return Math.min(most * radius, Math.max(least * radius, clearance * thickest));
  });
}

/** Distance of a point from the joint's axis, m. */
const offAxis = (point: Vector3, axis: Vector3): number =>
  Math.sqrt(Math.max(0, dot(point, point) - dot(point, axis) ** 2));
