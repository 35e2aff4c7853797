/** @file Residual: how deep links are within obstacles, by capsules around the links. */
import * as z from 'zod/mini';
import { requireFiniteNumber, requireList, requireOptions } from '../../core/arguments.ts';
import { add } from '../../core/ops/elementwise.ts';
import { amax } from '../../core/ops/reduction.ts';
import { depths, obstaclesOf } from '../../dynamics/clearance.ts';
import { aroundField, bodiesOf, clearanceFields } from '../../dynamics/settings.ts';
import { type CapsulesAround, linkCapsules, usualRadius } from '../../robot/link-capsules.ts';
import type { RobotModel } from '../../robot/model.ts';
import { requireModel } from '../../robot/require-model.ts';
import { field, nonNegative } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import type { Residual, ResidualContext } from '../residual.ts';

/** What is kept clear of what. */
export interface DistanceOptions {
  /** Links whose bodies count; all that move where absent. */
  readonly links?: readonly string[] | undefined;
  /** Names of the obstacles: goals that say the place and the shape of a sphere, a capsule, a box or a half-space. */
  readonly to: readonly string[];
  /** m by which entries are larger, so that they are above 0 before anything touches; default 0. */
  readonly margin?: number;
  /** Radius of capsules along bodies whose shapes say none, m. */
  readonly radius?: number;
  /** What capsules are put around; default 'collisions'. */
  readonly around?: CapsulesAround | undefined;
}

/**
 * margin - (distance of the obstacle from the capsule's segment - r_link), m: one entry for each capsule of the bodies and each obstacle.
 * People read the largest: below 0, where the margin is 0, nothing touches. Throws an ArgumentError that names what does not fit.
 */
export function distance(model: RobotModel, options: DistanceOptions): Residual {
  requireModel(model);
  requireOptions('distance', options, ['links', 'to', 'margin', 'radius', 'around']);
  const { links, to, margin = 0, radius = usualRadius, around } = options;
  if (links !== undefined) requireList('links', links, 'a list of names of links');
  requireList('to', to, 'a list of names of obstacles');
  requireFiniteNumber('margin', margin, ' of m');
  const bodies = bodiesOf(model, links);
  const capsules = linkCapsules(model, radius, around).filter(({ body }) => bodies.includes(body));
  const nameOf = (body: number): string => model.bodies[body].name;
  return {
    name: 'penetration',
    size: capsules.length * to.length,
    unit: 'm',
    links: bodies.map(nameOf),
    evaluate: (seen, goals) => {
      const entries = depths(capsules, (body) => seen.link(nameOf(body)), goals, to);
      return margin === 0 ? entries : add(entries, margin);
    },
    describe: (entry) =>
      `"${nameOf(capsules[Math.floor(entry / to.length)].body)}" and obstacle "${to[entry % to.length]}"`,
    read: (entries) => amax(entries),
  };
}

export const distanceKind = kind({
  type: 'distance',
  title: 'Clearance',
  settings: {
    ...clearanceFields,
    around: aroundField,
    margin: field(z._default(nonNegative, 0), {
      title: 'Margin',
      description: 'how near to an obstacle a link counts as within it',
      unit: 'm',
      touches: 'structure',
      isAdvanced: true,
    }),
  },
  make: ({ to, ...settings }, { model, goals }: ResidualContext) =>
    distance(model, { ...settings, to: obstaclesOf(goals, to) }),
});
