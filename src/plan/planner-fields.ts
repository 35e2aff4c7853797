/** @file Settings that methods that plan share. */
import * as z from 'zod/mini';
import { field, name, nonNegative, positive, type ValuesOf } from '../settings/fields.ts';

export const plannerFields = {
  tolerance: field(z._default(positive, 1e-9), {
    title: 'Tolerance',
    description: 'part of the loss that a step has to promise or to take for planning to go on',
    touches: 'input',
    isAdvanced: true,
  }),
  restarts: field(z._default(z.int().check(z.positive(), z.maximum(1024)), 1), {
    title: 'Restarts',
    description:
      'starts that are planned from, the first as it is and the others with noise on the forces; the best plan counts',
    touches: 'start',
    startsAgain: true,
    step: 1,
    most: 16,
  }),
  noise: field(z._default(nonNegative, 0), {
    title: 'Noise of the start',
    description:
      'standard deviation of seeded noise on the forces that planning starts from, as a part of what a drive can give; a little frees what is exactly at rest in an unstable posture',
    touches: 'start',
    startsAgain: true,
  }),
  stepLengths: field(z._default(z.int().check(z.positive(), z.maximum(30)), 10), {
    title: 'Step lengths',
    description: 'step lengths that are tried at once: 1, 1/2, 1/4 and so on',
    touches: 'structure',
    isAdvanced: true,
  }),
  regularization: field(z._default(nonNegative, 0), {
    title: 'Regularization',
    description: "what is added to the curvature by the forces at first, as a multiple of the problem's own",
    touches: 'start',
    isAdvanced: true,
  }),
  constraints: field(z.optional(z.array(name)), {
    title: 'Constraints',
    description:
      'cost terms that shall not be above 0, whose weights rise until they are not; all terms with a one-sided norm where it is absent',
    touches: 'input',
    isAdvanced: true,
  }),
  violation: field(z._default(positive, 1e-3), {
    title: 'Largest violation',
    description: 'how far a constraint may be violated, in the unit of its residual',
    touches: 'input',
    isAdvanced: true,
  }),
  rise: field(z._default(z.number().check(z.minimum(1)), 10), {
    title: 'Rise of weights',
    description:
      'what the weight of a violated constraint is multiplied by once a plan has converged; 1 lets weights be as they are',
    touches: 'input',
    isAdvanced: true,
  }),
};

/** Settings of a method that plans, as they are read. */
export type PlannerSettings = ValuesOf<typeof plannerFields>;
