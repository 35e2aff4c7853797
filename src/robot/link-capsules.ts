/** @file Capsules of a robot's bodies: what they are taken for where something shall not touch them. */
import { requireFiniteNumber, requireWord } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';
import type { Joint, Link, Pose, RobotModel, Shape, Vector3 } from './model.ts';
import { compose, length, minus, plus, rotate } from './pose.ts';
import { requireModel } from './require-model.ts';
import { mergedCapsules } from './shapes/capsule.ts';
import { capsuleOf } from './shapes/shape-types.ts';

/** A capsule in the frame of a body. */
export interface LinkCapsule {
  /** Index of the body; -1 of what does not move. */
  readonly body: number;
  /** Ends of its segment in the body's frame, m; the same of a sphere. */
  readonly ends: readonly [Vector3, Vector3];
  /** m. */
  readonly radius: number;
}

/** Radius of capsules along bodies whose shapes say none, m: about that of a forearm. */
export const usualRadius = 0.06;

/** What capsules are put around: collision shapes, or what is seen of a link. */
export type CapsulesAround = 'collisions' | 'visuals';

/**
 * Capsules of all bodies that move, in their order: of each link around each of its collision shapes that is a box, a cylinder or a
 * sphere; where it has none, around such shapes of what is seen. Meshes are not opened: a body that has nothing else gets capsules of
 * `radius` from its joint to the joints that it carries, or where it carries none, to the farthest of its links' frames. Around
 * `visuals` they hold all that is seen of a body, by as few as do so without being much fatter. Throws an ArgumentError where the
 * radius is none.
 */
export function linkCapsules(
  model: RobotModel,
  radius = usualRadius,
  around: CapsulesAround = 'collisions',
): LinkCapsule[] {
  requireModel(model);
  requireWord('around', around, ['collisions', 'visuals']);
  requireFiniteNumber('radius', radius, ' of m');
  if (radius <= 0) throw new ArgumentError('radius', String(radius), 'more than 0');
  return model.bodies.flatMap((_, body) => {
    const links = model.links.filter((link) => link.body === body);
    const shaped =
      around === 'visuals'
        ? mergedCapsules(
            links.flatMap(({ visuals, ...link }) => capsulesAround({ ...link, visuals, collisions: visuals })),
          ).map((one) => ({ ...one, body }))
        : links.flatMap((link) => capsulesAround(link));
    return shaped.length > 0 ? shaped : capsulesAlong(model.joints, links, body, radius);
  });
}

/** Capsules around the shapes of links that do not move, in the world; none of links that have no shapes but meshes. */
export function baseCapsules(model: RobotModel): LinkCapsule[] {
  requireModel(model);
  return model.links.filter(({ body }) => body < 0).flatMap((link) => capsulesAround(link));
}

/** Around the shapes of a link. */
function capsulesAround({ body, poseInBody, collisions, visuals }: Link): LinkCapsule[] {
  const around = (shapes: readonly Shape[]): LinkCapsule[] =>
    shapes.flatMap(({ geometry, pose }) => {
      const capsule = capsuleOf(geometry);
      if (!capsule) return [];
      return { body, ends: endsOf(capsule.half, compose(poseInBody, pose)), radius: capsule.radius };
    });
  const found = around(collisions);
  return found.length > 0 ? found : around(visuals);
}

function endsOf(half: Vector3, { rotation, translation }: Pose): LinkCapsule['ends'] {
  const turned = rotate(rotation, half);
  return [minus(translation, turned), plus(translation, turned)];
}

/** From the joint of a body to what it carries; at least a sphere at the joint. */
function capsulesAlong(joints: readonly Joint[], links: readonly Link[], body: number, radius: number): LinkCapsule[] {
  const carried = joints.filter(({ parent }) => parent === body).map(({ placement }) => placement.translation);
  const frames = links.map(({ poseInBody }) => poseInBody.translation);
  const farthest = frames.reduce((far, point) => (length(point) > length(far) ? point : far), [0, 0, 0] as Vector3);
  const points = carried.length > 0 ? carried : [farthest];
  return points.map((point) => ({ body, ends: [[0, 0, 0], point], radius }));
}
