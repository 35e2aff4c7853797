/** @file Residual: how deep links are within obstacles, by capsules around the links. */
import * as z from 'zod/mini';
import { requireFiniteNumber, requireList } from '../../core/arguments.ts';
import { div, sub } from '../../core/ops/arithmetic.ts';
import { clamp } from '../../core/ops/comparison.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { stack } from '../../core/ops/indexing.ts';
import { dot, matmul, norm } from '../../core/ops/linear-algebra.ts';
import { amax } from '../../core/ops/reduction.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { bodiesOf } from '../../dynamics/settings.ts';
import { ArgumentError } from '../../errors.ts';
import { type Goal, goalPart, type Goals, requireGoal } from '../../robot/goal.ts';
import { type LinkCapsule, linkCapsules, usualRadius } from '../../robot/link-capsules.ts';
import { dot as plainDot, minus } from '../../robot/pose.ts';
import type { RobotModel } from '../../robot/model.ts';
import { field, nonNegative, positive } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import type { Transform } from '../../spatial/transform.ts';
import type { Residual, ResidualContext } from '../residual.ts';

/** What is kept clear of what. */
export interface DistanceOptions {
  /** Links whose bodies count; all that move where absent. */
  readonly links?: readonly string[] | undefined;
  /** Names of the obstacles: goals of a position and a radius. */
  readonly to: readonly string[];
  /** m by which entries are larger, so that they are above 0 before anything touches; default 0. */
  readonly margin?: number;
  /** Radius of capsules along bodies whose shapes say none, m. */
  readonly radius?: number;
}

/** Distance [] of a point [3] from the segment between two others, m; 0 and its derivatives where it lies on it. */
export function distanceToSegment(point: PopulationTensor, [a, b]: LinkCapsule['ends']): PopulationTensor {
  const along = minus(b, a);
  const square = plainDot(along, along);
  const fromStart = sub(point, tensor([...a]));
  if (square === 0) return norm(fromStart);
  const way = tensor([...along]);
  const share = clamp(div(dot(fromStart, way), square), 0, 1);
  return norm(sub(fromStart, mul(share, way)));
}

/** How deep a capsule of a body is in a sphere, [], m: below 0 where they do not touch. */
function depthIn(
  { position, radius }: Goal,
  capsule: LinkCapsule,
  { rotation, translation }: Transform,
): PopulationTensor {
  // a row times the rotation is its transpose times a column: the centre in the body's frame
  const center = matmul(sub(position, translation), rotation);
  return sub(add(radius, capsule.radius), distanceToSegment(center, capsule.ends));
}

/**
 * margin - (distance of the sphere's centre from the capsule's segment - r_link - r_sphere), m: one entry for each capsule of the bodies
 * and each obstacle. People read the largest: below 0 (less the margin) nothing touches.
 */
export function distance(
  model: RobotModel,
  { links, to, margin = 0, radius = usualRadius }: DistanceOptions,
): Residual {
  const capsules = linkCapsules(model, radius);
  requireList('to', to, 'a list of names of obstacles');
  requireFiniteNumber('margin', margin, ' of m');
  const bodies = bodiesOf(model, links);
  const own = capsules.filter(({ body }) => bodies.includes(body));
  const names = bodies.map((body) => model.bodies[body].name);
  return {
    name: 'penetration',
    size: own.length * to.length,
    unit: 'm',
    links: names,
    evaluate: (seen, goals) => {
      const spheres = to.map((name) => sphereNamed(goals, name));
      const depths = own.flatMap((capsule) => {
        const pose = seen.link(model.bodies[capsule.body].name);
        return spheres.map((sphere) => depthIn(sphere, capsule, pose));
      });
      return margin === 0 ? stack(depths) : add(stack(depths), margin);
    },
    read: (entries) => amax(entries),
  };
}

const sphereNamed = (goals: Goals, name: string): Goal => ({
  position: goalPart(goals, name, 'position', [3]),
  radius: goalPart(goals, name, 'radius', []),
});

/** The obstacles that are named; all places with a radius where none are. */
function obstaclesOf(goals: Goals, to: readonly string[] | undefined): readonly string[] {
  if (to) {
    for (const name of to) requireGoal(goals, name, 'radius');
    return to;
  }
  const all = Object.keys(goals).filter((name) => Object.hasOwn(goals[name], 'radius'));
  if (all.length === 0) throw new ArgumentError('to', 'no obstacle', 'an obstacle to keep clear of', 'add one');
  return all;
}

export const distanceKind = kind({
  type: 'distance',
  title: 'Clearance',
  settings: {
    links: field(z.optional(z.array(z.string()).check(z.minLength(1))), {
      title: 'Links',
      description: 'links whose bodies are kept clear; all that move where it is absent',
      touches: 'structure',
      names: 'links',
      isAdvanced: true,
    }),
    to: field(z.optional(z.array(z.string()).check(z.minLength(1))), {
      title: 'Obstacles',
      description: 'names of the obstacles; all where it is absent',
      touches: 'structure',
      names: 'goals',
      isAdvanced: true,
    }),
    margin: field(z._default(nonNegative, 0), {
      title: 'Margin',
      description: 'how near to an obstacle a link counts as within it',
      unit: 'm',
      touches: 'structure',
      isAdvanced: true,
    }),
    radius: field(z._default(positive, usualRadius), {
      title: 'Radius',
      description: 'of links whose shapes are meshes or none',
      unit: 'm',
      touches: 'structure',
      isAdvanced: true,
    }),
  },
  make({ to, ...settings }, { model, goals }: ResidualContext) {
    return distance(model, { ...settings, to: obstaclesOf(goals, to) });
  },
});
