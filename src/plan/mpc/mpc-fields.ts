/** @file Settings of control in a loop. */
import * as z from 'zod/mini';
import { field, type GivenOf, nonNegative, positive, type ValuesOf } from '../../settings/fields.ts';
import { usualHorizon } from './receding.ts';

export const mpcFields = {
  horizon: field(z._default(positive, usualHorizon.horizon), {
    title: 'Horizon',
    description: 'how far ahead it plans; running costs are means over it, final ones are paid at its end',
    unit: 's',
    touches: 'structure',
    startsAgain: true,
    most: 2,
  }),
  period: field(z._default(positive, usualHorizon.period), {
    title: 'Knots',
    description: 'time between the knots of a plan, over which its forces are held',
    unit: 's',
    touches: 'structure',
    startsAgain: true,
    most: 0.1,
  }),
  substeps: field(z._default(z.int().check(z.positive(), z.maximum(100)), usualHorizon.substeps), {
    title: 'Substeps',
    description: 'steps of physics between knots, as plans foresee it',
    touches: 'structure',
    startsAgain: true,
    isAdvanced: true,
  }),
  solverIterations: field(z._default(z.int().check(z.nonnegative(), z.maximum(1000)), 1), {
    title: 'Iterations of a plan',
    description: 'improvements of what was left of the plan before, at most',
    touches: 'start',
    step: 1,
    most: 10,
  }),
  every: field(z.optional(positive), {
    title: 'Plans every',
    description: 'time from one plan to the next, in whole periods of control; each of them where it is absent',
    unit: 's',
    touches: 'start',
    isAdvanced: true,
  }),
  delay: field(z._default(nonNegative, 0), {
    title: 'Delay',
    description: 'time from a measurement to the plan that is made of it; the state by then is predicted',
    unit: 's',
    touches: 'structure',
    startsAgain: true,
    isAdvanced: true,
  }),
  noise: field(z._default(nonNegative, 0), {
    title: 'Noise of the first plan',
    description:
      'standard deviation of seeded noise on the forces that hold still, from which planning begins, as a part of what a drive can give; a little frees what is exactly at rest in an unstable posture',
    touches: 'start',
    startsAgain: true,
    isAdvanced: true,
  }),
  budget: field(z.optional(nonNegative), {
    title: 'Budget',
    description:
      'time by the clock after which no improvement is begun: results then depend on how fast the machine is',
    unit: 'ms',
    touches: 'start',
    isAdvanced: true,
  }),
};

/** Settings of `mpc`. */
export type MpcMethodSettings = GivenOf<typeof mpcFields>;
/** The same as they are read. */
export type MpcMethodValues = ValuesOf<typeof mpcFields>;
