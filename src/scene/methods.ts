/** @file The methods that a scene can name: those that optimize one rollout, and those that train by many, those that plan. */
import { methodKinds } from '../optimize/kinds.ts';
import type { Method } from '../optimize/method.ts';
import type { UpdateRule } from '../optimize/update-rule.ts';
import { plannerKinds } from '../plan/kinds.ts';
import type { PlanningMethod } from '../plan/method.ts';
import { Kinds } from '../settings/kinds.ts';
import { trainerKinds } from '../train/kinds.ts';
import type { Trainer } from '../train/trainer.ts';

export const sceneMethods = new Kinds<null, Method | UpdateRule | Trainer | PlanningMethod>(
  'method',
  [...methodKinds.all, ...trainerKinds.all, ...plannerKinds.all],
  methodKinds.common,
);
