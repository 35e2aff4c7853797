/** @file How deep bodies are within obstacles: capsules of links against spheres, capsules, boxes and half-spaces, which are told by their parts. */
import { sub } from '../core/ops/arithmetic.ts';
import { minimum } from '../core/ops/comparison.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { gather, reshape, stack } from '../core/ops/indexing.ts';
import { dot, matmul } from '../core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { ArgumentError } from '../errors.ts';
import { type Goal, type Goals, goalPart, requireGoal } from '../robot/goal.ts';
import type { LinkCapsule } from '../robot/link-capsules.ts';
import type { Transform } from '../spatial/transform.ts';
import { distanceToBox } from './box-distance.ts';
import { distanceBetweenSegments, distanceToSegment } from './segments.ts';

/** Parts of an obstacle, by their names. */
type Parts = Readonly<Record<string, PopulationTensor>>;

/** A shape that obstacles have. */
interface ObstacleShape {
  /** Shapes of the parts that say it. */
  readonly parts: Readonly<Record<string, readonly number[]>>;
  /** How deep a capsule of a body at this pose is in it, [], m. */
  readonly depth: (parts: Parts, capsule: LinkCapsule, pose: Transform) => PopulationTensor;
}

/** A point [3] of the world in a body's frame: a row times the rotation is its transpose times a column. */
const inBody = (point: PopulationTensor, { rotation, translation }: Transform): PopulationTensor =>
  matmul(sub(point, translation), rotation);

/** All points within `radius` of `position`. */
const ball: ObstacleShape = {
  parts: { position: [3], radius: [] },
  depth: ({ position, radius }, capsule, pose) =>
    sub(add(radius, capsule.radius), distanceToSegment(inBody(position, pose), capsule.ends)),
};

/** All points within `radius` of a segment of a length about `position`, along the third column of `rotation`. */
const rod: ObstacleShape = {
  parts: { position: [3], rotation: [3, 3], length: [], radius: [] },
  depth: ({ position, rotation, length, radius }, capsule, pose) => {
    const half = mul(mul(0.5, length), reshape(gather(rotation, [2], 1), [3]));
    const own = [sub(position, half), add(position, half)].map((end) => inBody(end, pose));
    return sub(add(radius, capsule.radius), distanceBetweenSegments(capsule.ends, [own[0], own[1]]));
  },
};

/** The box of edges `size` about `position` along the columns of `rotation`. */
const block: ObstacleShape = {
  parts: { position: [3], rotation: [3, 3], size: [3] },
  depth: ({ position, rotation, size }, capsule, pose) => {
    const [a, b] = capsule.ends.map((end) => matmul(sub(pose.applyToPoint(tensor([...end])), position), rotation));
    return sub(capsule.radius, distanceToBox(a, b, mul(0.5, size)));
  },
};

/** All that lies behind the plane through `position` with a unit `normal`. */
const halfSpace: ObstacleShape = {
  parts: { position: [3], normal: [3] },
  depth: ({ position, normal }, capsule, pose) => {
    const [a, b] = capsule.ends.map((end) => dot(sub(pose.applyToPoint(tensor([...end])), position), normal));
    return sub(capsule.radius, minimum(a, b));
  },
};

/** Those that say more before those that say less. */
const shapes: readonly ObstacleShape[] = [rod, block, halfSpace, ball];

const shapeOf = (goal: Goal): ObstacleShape | undefined =>
  shapes.find(({ parts }) => Object.keys(parts).every((part) => Object.hasOwn(goal, part)));

const wanted = shapes.map(({ parts }) => Object.keys(parts).join(' and ')).join(', or of ');

/** The obstacles that are named; all that goals say the shape of where none are. */
export function obstaclesOf(goals: Goals, to: readonly string[] | undefined): readonly string[] {
  const all = Object.keys(goals).filter((name) => shapeOf(goals[name]));
  if (!to && all.length === 0)
    throw new ArgumentError('to', 'no obstacle', 'an obstacle to keep clear of', 'add one to the scene');
  for (const name of to ?? []) obstacleShape(goals, name);
  return to ?? all;
}

function obstacleShape(goals: Goals, name: string): ObstacleShape {
  requireGoal(goals, name, 'position');
  const shape = shapeOf(goals[name]);
  if (shape) return shape;
  const found = `"${name}", a goal of ${Object.keys(goals[name]).join(', ')}`;
  throw new ArgumentError('to', found, `an obstacle: a goal of ${wanted}`);
}

/**
 * How deep capsules are in the obstacles of these names, m: below 0 where they do not touch, minus their distance; above 0 how far the
 * segment's deepest point is from where it would be clear. One entry for each capsule and obstacle, [capsules * obstacles], those of
 * a capsule beside one another. Throws an ArgumentError that names a goal which is no obstacle.
 */
export function depths(
  capsules: readonly LinkCapsule[],
  poseOf: (body: number) => Transform,
  goals: Goals,
  names: readonly string[],
): PopulationTensor {
  const obstacles = names.map((name) => {
    const shape = obstacleShape(goals, name);
    const parts = Object.entries(shape.parts).map(([part, size]) => [part, goalPart(goals, name, part, size)] as const);
    return { shape, parts: Object.fromEntries(parts) };
  });
  return stack(
    capsules.flatMap((capsule) => {
      const pose = poseOf(capsule.body);
      return obstacles.map(({ shape, parts }) => shape.depth(parts, capsule, pose));
    }),
  );
}
