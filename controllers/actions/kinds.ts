/** @file What the numbers of a policy can mean. */
import { Kinds } from '../../src/settings/kinds.ts';
import type { Action, ActionContext } from './action.ts';
import { pdTargetKind } from './pd-target.ts';
import { residualKind } from './residual.ts';
import { torqueOverGravityKind } from './torque-over-gravity.ts';

export const actionKinds = new Kinds<ActionContext, Action>('action', [
  torqueOverGravityKind,
  pdTargetKind,
  residualKind,
]);
