/** @file What a scene says of a policy: what it sees, what its numbers mean, what varies while it learns, how it is judged. */
import * as z from 'zod/mini';
import { actionKinds } from '../../controllers/actions/kinds.ts';
import { senseKinds } from '../../controllers/observations/kinds.ts';
import { largestWord } from '../core/random.ts';
import { field } from '../settings/fields.ts';
import { randomizationKinds } from '../train/randomize/kinds.ts';

/** Rollouts that a controller is judged by, and has not learned from. */
const judged = (count: number, what: string) =>
  z._default(
    z.strictObject({
      count: field(z._default(z.int().check(z.positive(), z.maximum(65_536)), count), {
        title: 'Rollouts',
        description: `of the ${what}`,
        touches: 'structure',
        isAdvanced: true,
      }),
      seed: field(z._default(z.int().check(z.nonnegative(), z.maximum(largestWord)), 0), {
        title: 'Seed',
        description: `of the ${what}; it has nothing in common with what is learned from, whatever it is`,
        touches: 'input',
        isAdvanced: true,
      }),
    }),
    { count, seed: 0 },
  );

export const policyFields = {
  observe: field(z.optional(z.array(senseKinds.schema).check(z.minLength(1))), {
    title: 'Observed',
    description: 'what a policy sees',
    touches: 'structure',
    startsAgain: true,
    isAdvanced: true,
  }),
  action: field(z.optional(actionKinds.schema), {
    title: 'Action',
    description: 'what the numbers of a policy mean to the drives',
    touches: 'structure',
    startsAgain: true,
    isAdvanced: true,
  }),
  randomize: field(z.optional(z.array(randomizationKinds.schema)), {
    title: 'Randomized',
    description: 'what else varies from rollout to rollout, for methods that train',
    touches: 'structure',
  }),
  evaluate: z.optional(z.strictObject({ validation: judged(256, 'validation'), test: judged(1024, 'test') })),
};
