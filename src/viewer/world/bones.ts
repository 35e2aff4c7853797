/** @file What stands for links whose form is not known: rods from joint to joint, and a knob along the axis of each joint. */
import type { Matrix3, Pose, RobotModel, Vector3 } from '../../robot/model.ts';
import { length, times } from '../../robot/pose.ts';

/** A rod or a knob along the z axis of its pose in a body's axes; -1 is the world. m. */
export interface Bone {
  readonly body: number;
  readonly kind: 'rod' | 'knob';
  readonly pose: Pose;
  readonly radius: number;
  /** Between the middles of a rod's round ends; from face to face of a knob. */
  readonly length: number;
}

/** Origins nearer than this are at one place, m. */
const samePlace = 1e-3;
/** Of a rod's radius by its length; but by the longest rod, none is thinner than half of that. */
const [thickness, thinnest] = [0.06, 0.03];
/** A knob by the rods that meet in it: how much wider, and how long by its radius. */
const [wider, stout] = [1.3, 2.1];
/** What has no end but its middle of mass reaches about as far again, and no rod is reckoned shorter than this (m). */
const [beyondMiddle, shortest] = [1.7, 0.1];

interface End {
  readonly body: number;
  readonly end: Vector3;
}

/** What a slide has pulled out stays joined to where it came from by a rod against its axis, as long as the way to it. */
function tails({ joints }: RobotModel): End[] {
  return joints.flatMap(({ type, axis, limits, placement }, body) => {
    const pulled = Math.min(limits.upper, length(placement.translation));
    return type === 'prismatic' && pulled > samePlace ? [{ body, end: times(-pulled, axis) }] : [];
  });
}

/** Where rods lead from the origins of bodies: to joints and links further on, or through the middle of mass where there is none. */
function endsOf(model: RobotModel): End[] {
  const { joints, links, bodies } = model;
  const ends = [
    ...joints.map(({ parent, placement }) => ({ body: parent, end: placement.translation })),
    ...links.map(({ body, poseInBody }) => ({ body, end: poseInBody.translation })),
  ].filter(({ end }) => length(end) > samePlace);
  const hasEnd = new Set(ends.map(({ body }) => body));
  const middles = bodies
    .map(({ inertia }, body) => ({ body, end: times(beyondMiddle, inertia.centerOfMass) }))
    .filter(({ body, end }) => !hasEnd.has(body) && length(end) > samePlace);
  return [...ends, ...middles, ...tails(model)];
}

/** Bones of the bodies in `wanted`. */
export function bonesOf(model: RobotModel, wanted: ReadonlySet<number>): Bone[] {
  const ends = endsOf(model);
  const longest = ends.reduce((most, { end }) => Math.max(most, length(end)), shortest);
  const radiusOf = (along: number): number => Math.max(thinnest * longest, thickness * along);
  const rods = ends.map(({ body, end }): Bone => {
    const along = length(end);
    const pose = { rotation: turnOfZ(times(1 / along, end)), translation: times(0.5, end) };
    return { body, kind: 'rod', pose, radius: radiusOf(along), length: along };
  });
  const knobs = model.joints.map(({ axis, placement }, body): Bone => {
    const meeting = [length(placement.translation), ...ends.filter((end) => end.body === body).map(({ end }) => length(end))];
    const radius = wider * radiusOf(meeting.reduce((most, along) => Math.max(most, along), 0));
    const pose = { rotation: turnOfZ(axis), translation: [0, 0, 0] } as const;
    return { body, kind: 'knob', pose, radius, length: stout * radius };
  }); // prettier-ignore
  return [...knobs, ...rods].filter(({ body }) => wanted.has(body));
}

/** The shortest turn of z to a unit vector. */
export function turnOfZ([x, y, z]: Vector3): Matrix3 {
  if (z < -1 + 1e-12) return [1, 0, 0, 0, -1, 0, 0, 0, -1];
  const k = 1 / (1 + z);
  return [1 - k * x * x, -k * x * y, x, -k * x * y, 1 - k * y * y, y, -x, -y, z];
}
