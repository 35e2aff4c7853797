/** @file The filters that a scene can name, with their settings. */
import * as z from 'zod/mini';
import { independentJoints } from '../../robot/independent-joints.ts';
import { field, finite, positive } from '../../settings/fields.ts';
import { kind, Kinds } from '../../settings/kinds.ts';
import { gradients } from '../particles/generation.ts';
import { resamplings } from '../particles/resampling.ts';
import { noiseSources } from '../robot-process.ts';
import type { InputShapes } from '../late/with-replay.ts';
import type { RobotStateLayout } from '../robot-state.ts';
import type { StateModel } from '../state-model.ts';
import { leastUnits } from './banks.ts';
import { extendedKalman } from './extended-kalman.ts';
import type { Filter } from './filter.ts';
import { fixedLagSmoother } from './fixed-lag-smoother.ts';
import { particleFilter } from './particle.ts';
import { populationCode } from './population-code.ts';
import { unscentedKalman } from './unscented-kalman.ts';

/** Makes a filter of what it shall believe. */
export type FilterMaker = (model: StateModel) => Filter;

/** What a filter of a scene is made for. */
export interface FilterContext {
  readonly layout: RobotStateLayout;
  /** Trees like what acts as readings are taken, and until the next tick. */
  readonly inputs: InputShapes;
}

/** A filter whatever it remembers: memories are trees, of which only the filter itself knows more. */
const anyFilter = (filter: unknown): Filter => filter as Filter;

const gate = field(z.optional(z.number().check(z.positive(), z.lt(1))), {
  title: 'Gate',
  description: 'probability with which a reading that fits is let in, e.g. 0.999; none is refused where it is absent',
  touches: 'structure',
  step: 0.001,
});

const patience = field(z._default(z.int().check(z.nonnegative()), 5), {
  title: 'Patience',
  description:
    'refusals of a sensor in a row after which the belief is doubted: its deviations are doubled; 0 for never',
  touches: 'structure',
  step: 1,
  most: 50,
  isAdvanced: true,
});

const extendedKalmanKind = kind({
  type: 'extended-kalman',
  title: 'Extended Kalman',
  settings: { gate, patience },
  make:
    (settings, _: FilterContext): FilterMaker =>
    (model) =>
      anyFilter(extendedKalman(model, settings)),
});

const unscentedKalmanKind = kind({
  type: 'unscented-kalman',
  title: 'Unscented Kalman',
  settings: {
    gate,
    patience,
    alpha: field(z._default(positive, 1), {
      title: 'Alpha',
      description: 'how far out the sigma points lie; below 1 the centre gets a negative weight',
      touches: 'structure',
      step: 0.1,
      most: 1,
    }),
    kappa: field(z._default(finite, 0), {
      title: 'Kappa',
      description: 'added to the dimension in the weights of sigma points',
      touches: 'structure',
      step: 1,
      isAdvanced: true,
    }),
  },
  make:
    (settings, _: FilterContext): FilterMaker =>
    (model) =>
      anyFilter(unscentedKalman(model, settings)),
});

const particleKind = kind({
  type: 'particle',
  title: 'Particles',
  settings: {
    particles: field(z._default(z.int().check(z.positive(), z.maximum(100_000)), 500), {
      title: 'Particles',
      description: 'states that make up the belief',
      touches: 'structure',
      step: 100,
      most: 5000,
    }),
    resampling: field(z._default(z.enum(resamplings), 'systematic'), {
      title: 'Resampling',
      description: 'how particles are drawn anew',
      touches: 'structure',
      isAdvanced: true,
    }),
    threshold: field(z._default(z.number().check(z.nonnegative(), z.maximum(1)), 0.5), {
      title: 'Threshold',
      description: 'part of the particles below which their effective number makes that they are drawn anew',
      touches: 'structure',
      step: 0.05,
      most: 1,
    }),
    gradient: field(z._default(z.enum(gradients), 'frozen-ancestors'), {
      title: 'Gradient',
      description: 'which derivative is meant where particles are drawn anew',
      touches: 'structure',
      isAdvanced: true,
    }),
  },
  make:
    (settings, { layout }: FilterContext): FilterMaker =>
    (model) =>
      anyFilter(particleFilter(model, { ...settings, sources: noiseSources(layout) })),
});

/** How far units of a coordinate go on either side of where it begins, by its unit: a wide unit tells as much as a narrow one. */
const extents: Readonly<Record<string, number>> = { rad: 10, 'rad/s': 60, m: 4, 'm/s': 10 };

/** Of motion by its unit; of what else is estimated by how far off it may be. */
const extentOf = ({ parts }: RobotStateLayout): number[] =>
  parts.flatMap(({ coordinates, spread, walk }) =>
    coordinates.map(({ unit }, i) => (spread ? 12 * (spread[i] + 20 * walk[i]) || 1 : (extents[unit] ?? 10))),
  );

const populationCodeKind = kind({
  type: 'population-code',
  title: 'Population code',
  settings: {
    gate,
    patience,
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
  make: (settings, { layout }: FilterContext): FilterMaker => {
    const turns = independentJoints(layout.model).map(({ type }) => type === 'continuous');
    const extent = extentOf(layout);
    const ring = extent.map((_, i) => turns[i] ?? false);
    return (model) => anyFilter(populationCode(model, { ...settings, extent, ring }));
  },
});

const fixedLagSmootherKind = kind({
  type: 'fixed-lag-smoother',
  title: 'Fixed-lag smoother',
  settings: {
    lag: field(z._default(z.int().check(z.positive(), z.maximum(200)), 10), {
      title: 'Lag',
      description: 'ticks that are smoothed together: the present one and those before it',
      touches: 'structure',
      step: 1,
      most: 50,
    }),
    iterations: field(z._default(z.int().check(z.positive(), z.maximum(50)), 2), {
      title: 'Iterations',
      description: 'steps of Gauss and Newton a tick',
      touches: 'structure',
      step: 1,
      most: 10,
    }),
  },
  make:
    (settings, { inputs }: FilterContext): FilterMaker =>
    (model) =>
      anyFilter(fixedLagSmoother(model, { ...settings, inputs })),
});

export const filterKinds = new Kinds<FilterContext, FilterMaker>('filter', [
  extendedKalmanKind,
  unscentedKalmanKind,
  particleKind,
  fixedLagSmootherKind,
  populationCodeKind,
]);
