/** @file What is drawn of a robot whose file draws nothing: a ball at each joint, and rods to what is fixed to the same body. */
import type { Matrix3, RobotModel, Shape, Vector3 } from '../../robot/model.ts';
import { identityPose, length, times } from '../../robot/pose.ts';

/** A shape in the axes of a body; -1 is the world. */
export interface Bone {
  readonly body: number;
  readonly shape: Shape;
}

/** Origins nearer than this are at one place, m. */
const samePlace = 1e-3;
/** Radii by the longest rod, which is at least so long, m. */
const [thinness, knobbiness, shortest] = [0.04, 0.065, 0.1];

/** Bones of a robot, of one thickness. */
export function bonesOf({ joints, links }: RobotModel): Bone[] {
  const ends = [
    ...joints.map(({ parent, placement }) => ({ body: parent, end: placement.translation })),
    ...links.map(({ body, poseInBody }) => ({ body, end: poseInBody.translation })),
  ].filter(({ end }) => length(end) > samePlace);
  const longest = ends.reduce((most, { end }) => Math.max(most, length(end)), shortest);
  const shape = (geometry: Shape['geometry'], pose = identityPose): Shape => ({
    name: '',
    pose,
    geometry,
    color: null,
  });
  const balls = joints.map((_, body) => ({
    body,
    shape: shape({ type: 'sphere', radius: knobbiness * longest }),
  }));
  const rods = ends.map(({ body, end }) => {
    const pose = { rotation: alongZ(times(1 / length(end), end)), translation: times(0.5, end) };
    return { body, shape: shape({ type: 'cylinder', radius: thinness * longest, length: length(end) }, pose) };
  });
  return [...balls, ...rods];
}

/** The shortest turn of z to a unit vector. */
function alongZ([x, y, z]: Vector3): Matrix3 {
  if (z < -1 + 1e-12) return [1, 0, 0, 0, -1, 0, 0, 0, -1];
  const k = 1 / (1 + z);
  return [1 - k * x * x, -k * x * y, x, -k * x * y, 1 - k * y * y, y, -x, -y, z];
}
