/** @file Settings that senses share, and what they refuse. */
import * as z from 'zod/mini';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import { requireTensorOf } from '../../src/core/require-tensor.ts';
import { ArgumentError } from '../../src/errors.ts';
import { field, positive } from '../../src/settings/fields.ts';
import { didYouMean } from '../../src/text/did-you-mean.ts';
import type { Observation } from '../controller.ts';

export const linkField = field(z.string().check(z.minLength(1)), {
  title: 'Link',
  description: 'link of the robot whose frame is seen',
  touches: 'structure',
  startsAgain: true,
  names: 'links',
  isAdvanced: true,
});

export const goalField = field(z.string().check(z.minLength(1)), {
  title: 'Goal',
  description: 'name of the goal, or of the obstacle, that is seen',
  touches: 'structure',
  startsAgain: true,
  names: 'goals',
  isAdvanced: true,
});

/** The length or the like that is seen as 1. */
export const unitField = (usual: number, unit: string) =>
  field(z._default(positive, usual), {
    title: 'Scale',
    description: 'what is seen as 1',
    unit,
    touches: 'structure',
    startsAgain: true,
    isAdvanced: true,
  });

/** Refuses, for the setting `to`, a goal that is not there or that says nothing of the part. */
export function requireGoalPart(goals: Observation['goals'], to: string, part: string): void {
  const names = Object.keys(goals);
  if (!Object.hasOwn(goals, to))
    throw new ArgumentError('to', `"${to}"`, 'the name of a goal', didYouMean(to, names, `goals: ${names.join(', ')}`));
  if (Object.hasOwn(goals[to], part)) return;
  throw new ArgumentError('to', `"${to}", a goal of ${Object.keys(goals[to]).join(', ')}`, `a goal of a ${part}`);
}

/** A part of a goal that is seen; refused where it has another shape. */
export function partOf(
  goals: Observation['goals'],
  to: string,
  part: string,
  shape: readonly number[],
): PopulationTensor {
  requireGoalPart(goals, to, part);
  const value = goals[to][part];
  requireTensorOf(`goals.${to}.${part}`, value, shape, `a ${part}`);
  return value;
}
