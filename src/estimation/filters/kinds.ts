/** @file The filters that a scene can name. */
import * as z from 'zod/mini';
import { independentJoints } from '../../robot/independent-joints.ts';
import { field } from '../../settings/fields.ts';
import { kind, Kinds } from '../../settings/kinds.ts';
import type { RobotStateLayout } from '../robot-state.ts';
import type { StateModel } from '../state-model.ts';
import { extendedKalman } from './extended-kalman.ts';
import { leastUnits } from './banks.ts';
import type { Filter } from './filter.ts';
import { populationCode } from './population-code.ts';

/** Makes a filter of what it shall believe. */
export type FilterMaker = (model: StateModel) => Filter;

export const extendedKalmanKind = kind({
  type: 'extended-kalman',
  title: 'Extended Kalman',
  settings: {},
  make: (): FilterMaker => (model) => extendedKalman(model) as unknown as Filter,
});

/** What a filter of a scene is made for. */
export interface FilterContext {
  readonly layout: RobotStateLayout;
}

/** How far units of a coordinate go where a scene says nothing: wider than robots move, as a wide unit tells as much as a narrow one. */
const extents: Readonly<Record<string, number>> = { rad: 10, 'rad/s': 60, m: 4, 'm/s': 10 };

/** Of motion by its unit; of what else is estimated by how far off it may be. */
const extentOf = ({ parts }: RobotStateLayout): number[] =>
  parts.flatMap(({ coordinates, spread, walk }) =>
    coordinates.map(({ unit }, i) => (spread ? 12 * (spread[i] + 20 * walk[i]) || 1 : (extents[unit] ?? 10))),
  );

export const populationCodeKind = kind({
  type: 'population-code',
  title: 'Population code',
  settings: {
    units: field(z._default(z.int().check(z.minimum(leastUnits), z.maximum(512)), 41), {
      title: 'Units',
      description: 'tuned units of each coordinate of the state',
      touches: 'structure',
      step: 1,
      most: 128,
    }),
    spikes: field(z.optional(z.number().check(z.positive(), z.maximum(1000))), {
      title: 'Spikes',
      description: 'expected of the units that tell a channel of a reading; rates without noise where it is absent',
      touches: 'structure',
      most: 100,
    }),
  },
  make: ({ units, spikes }, { layout }: FilterContext): FilterMaker => {
    const turns = independentJoints(layout.model).map(({ type }) => type === 'continuous');
    const extent = extentOf(layout);
    const settings = {
      extent,
      ring: extent.map((_, i) => turns[i] ?? false),
      units,
      ...(spikes !== undefined && { spikes }),
    };
    return (model) => populationCode(model, settings) as unknown as Filter;
  },
});

export const filterKinds = new Kinds<FilterContext, FilterMaker>('filter', [extendedKalmanKind, populationCodeKind]);
