/** @file The scores that a scene can name. */
import { Kinds } from '../../settings/kinds.ts';
import { dmControlAcrobotKind } from './dm-control-acrobot.ts';
import { dmControlCartPoleKind } from './dm-control-cart-pole.ts';
import { dmControlPendulumKind } from './dm-control-pendulum.ts';
import type { TaskScore, ScoreContext } from './score.ts';

export const scoreKinds = new Kinds<ScoreContext, TaskScore>('score', [
  dmControlPendulumKind,
  dmControlCartPoleKind,
  dmControlAcrobotKind,
]);
