/** @file Residual: how deep links are in other links of the same robot, by capsules around them. */
import * as z from 'zod/mini';
import { requireFiniteNumber, requireOptions } from '../../core/arguments.ts';
import { add } from '../../core/ops/elementwise.ts';
import { amax } from '../../core/ops/reduction.ts';
import { selfDepths, selfPairs } from '../../dynamics/self-distance.ts';
import { aroundField, clearanceFields } from '../../dynamics/settings.ts';
import { type CapsulesAround, usualRadius } from '../../robot/link-capsules.ts';
import type { RobotModel } from '../../robot/model.ts';
import { requireModel } from '../../robot/require-model.ts';
import { field, nonNegative } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import type { Residual, ResidualContext } from '../residual.ts';

/** How far links are kept from one another. */
export interface SelfDistanceOptions {
  /** m by which entries are larger, so that they are above 0 before anything touches; default 0. */
  readonly margin?: number;
  /** Radius of capsules along bodies whose shapes say none, m. */
  readonly radius?: number;
  /** What capsules are put around; default 'collisions'. */
  readonly around?: CapsulesAround | undefined;
}

/**
 * margin - (distance of the two segments - r_1 - r_2), m: one entry for each pair of `selfPairs`. People read the largest: below 0,
 * where the margin is 0, nothing touches.
 */
export function selfDistance(model: RobotModel, options: SelfDistanceOptions = {}): Residual {
  requireModel(model);
  requireOptions('selfDistance', options, ['margin', 'radius', 'around']);
  const { margin = 0, radius = usualRadius, around } = options;
  requireFiniteNumber('margin', margin, ' of m');
  const { pairs } = selfPairs(model, radius, around);
  const still = model.links.find(({ body }) => body < 0);
  const nameOf = (body: number): string => (body < 0 ? still!.name : model.bodies[body].name);
  return {
    name: 'self-penetration',
    size: pairs.length,
    unit: 'm',
    links: model.bodies.map(({ name }) => name),
    evaluate: (seen) => {
      const entries = selfDepths(pairs, (body) => seen.link(nameOf(body)));
      return margin === 0 ? entries : add(entries, margin);
    },
    describe: (entry) => pairs[entry].map(({ body }) => `"${nameOf(body)}"`).join(' and '),
    read: (entries) => amax(entries),
  };
}

export const selfDistanceKind = kind({
  type: 'self-distance',
  title: 'Clearance of itself',
  settings: {
    radius: clearanceFields.radius,
    around: aroundField,
    margin: field(z._default(nonNegative, 0), {
      title: 'Margin',
      description: 'how near to one another links count as within',
      unit: 'm',
      touches: 'structure',
      isAdvanced: true,
    }),
  },
  make: (settings, { model }: ResidualContext) => selfDistance(model, settings),
});
