/** @file Goals: what residuals are measured from and controllers look at, as tensors by name and part. They are inputs of a rollout, one value for all members or one a member. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import { ArgumentError } from '../errors.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import type { RobotModel } from './model.ts';

/** Parts of a goal: `position` [3] (m, world), `rotation` [3, 3] (world), `posture` [nq] (rad, m). */
export type Goal = { readonly [part: string]: PopulationTensor };

/** Goals of a task by their names. */
export type Goals = { readonly [name: string]: Goal };

/** A goal that each member has its own of, drawn from uniform numbers. */
export class SampledGoal {
  /** Where nothing is drawn: what one rollout is looked at with. */
  readonly usual: Goal;
  /** Numbers in [0, 1) that one is made of. */
  readonly numbers: number;
  /** The goals of as many members as the numbers [numbers] have. */
  readonly sample: (uniform: PopulationTensor) => Goal;

  constructor(parts: Pick<SampledGoal, 'usual' | 'numbers' | 'sample'>) {
    this.usual = parts.usual;
    this.numbers = parts.numbers;
    this.sample = parts.sample;
  }
}

/** What a goal is made with. */
export interface GoalContext {
  readonly model: RobotModel;
}

/** Refuses, for the setting `to`, a goal that is not there or that says nothing of the part. */
export function requireGoal(goals: Goals, to: string, part: string): void {
  const names = Object.keys(goals);
  if (!Object.hasOwn(goals, to))
    throw new ArgumentError('to', `"${to}"`, 'the name of a goal', didYouMean(to, names, `goals: ${names.join(', ')}`));
  const parts = Object.keys(goals[to]);
  if (!Object.hasOwn(goals[to], part))
    throw new ArgumentError('to', `"${to}", a goal of ${parts.join(', ')}`, `a goal of a ${part}`);
}

/** A part of a goal, refused where it has another shape. */
export function goalPart(goals: Goals, to: string, part: string, shape: readonly number[]): PopulationTensor {
  requireGoal(goals, to, part);
  const value = goals[to][part];
  requireTensorOf(`goals.${to}.${part}`, value, shape, `a ${part}`);
  return value;
}
