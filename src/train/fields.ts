/** @file Settings that trainers share. */
import * as z from 'zod/mini';
import { adam, type adamFields } from '../optimize/adam.ts';
import { field, type ValuesOf } from '../settings/fields.ts';
import { tensor } from '../core/population-tensor.ts';
import type { Moments } from '../optimize/first-order.ts';
import type { Watching } from './trainer.ts';

/** Adam by a trainer's settings, which hold its own. */
export const adamOf = ({ learningRate, schedule, clipNorm, beta1, beta2, epsilon }: ValuesOf<typeof adamFields>) =>
  adam({ learningRate, schedule, clipNorm, beta1, beta2, epsilon });

/** A step of a trainer's Adam from x, in plain numbers: where it leads, and what a Trained says of it. */
export function movedBy(
  rule: ReturnType<typeof adamOf>,
  x: Float64Array,
  gradient: Float64Array,
  state: Moments<'m' | 's'>,
  iteration: number,
) {
  const moved = rule.update(tensor(x), tensor(gradient), state, iteration);
  return {
    x: moved.x.data,
    state: moved.state,
    norms: {
      gradientNorm: moved.gradientNorm.item(),
      clippedGradientNorm: moved.clippedGradientNorm.item(),
      stepSize: moved.stepSize.item(),
    },
  };
}

export const membersField = (usual: number, description: string) =>
  field(z._default(z.int().check(z.positive(), z.maximum(65_536)), usual), {
    title: 'Members',
    description,
    touches: 'structure',
    isAdvanced: true,
  });

export const candidatesField = (usual: number) =>
  field(z._default(z.int().check(z.minimum(2), z.maximum(65_536)), usual), {
    title: 'Candidates',
    description: 'vectors of parameters that an iteration tries',
    touches: 'structure',
    isAdvanced: true,
  });

export const episodesField = (usual: number) =>
  field(z._default(z.int().check(z.positive(), z.maximum(65_536)), usual), {
    title: 'Rollouts of a candidate',
    description: 'rollouts that a candidate is judged by, in the same scenarios as all others of its iteration',
    touches: 'structure',
    isAdvanced: true,
  });

export const watchingFields = {
  every: field(z._default(z.int().check(z.positive()), 10), {
    title: 'Validate every',
    description: 'iterations between two looks at how well it does with what it has not seen',
    touches: 'input',
    isAdvanced: true,
  }),
  until: field(z.optional(z.number().check(z.positive(), z.maximum(1))), {
    title: 'Until',
    description:
      'part of the validation that has to succeed for the training to end; it makes all iterations where absent',
    touches: 'input',
    isAdvanced: true,
  }),
  patience: field(z.optional(z.int().check(z.positive())), {
    title: 'Patience',
    description: 'validations without anything better after which the training ends; never where absent',
    touches: 'input',
    isAdvanced: true,
  }),
};

export const watchingOf = ({ every, until, patience }: ValuesOf<typeof watchingFields>): Watching => ({
  every,
  until,
  patience,
});
