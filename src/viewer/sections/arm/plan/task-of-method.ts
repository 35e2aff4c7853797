/** @file What the arm can be at, and which of it a method is for. */
import { plannerKinds } from '../../../../plan/kinds.ts';
import { type Chosen, typeOf } from '../../../../settings/kinds.ts';
import { trainerKinds } from '../../../../train/kinds.ts';

export const tasks = ['reach', 'train', 'plan'] as const;
export type ArmTask = (typeof tasks)[number];

const named = (kinds: { readonly all: readonly { readonly type: string }[] }): ReadonlySet<string> =>
  new Set(kinds.all.map(({ type }) => type));
const [trainers, planners] = [named(trainerKinds), named(plannerKinds)];

/** What a method is for. */
export const taskBy = (method: Chosen | undefined): ArmTask => {
  const type = method === undefined ? '' : typeOf(method);
  return trainers.has(type) ? 'train' : planners.has(type) ? 'plan' : 'reach';
};
