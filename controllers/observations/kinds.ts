/** @file What a policy can be let see. */
import { Kinds } from '../../src/settings/kinds.ts';
import { goalOrientationKind, goalPositionKind } from './goal.ts';
import { goalErrorKind, goalErrorSumKind } from './goal-error.ts';
import { jointPositionSenseKind } from './joint-position.ts';
import { jointRepulsionKind } from './joint-repulsion.ts';
import { jointStepKind } from './joint-step.ts';
import { jointVelocitySenseKind } from './joint-velocity.ts';
import { orientationErrorKind } from './orientation-error.ts';
import { previousActionKind } from './previous-action.ts';
import type { Sense, SenseContext } from './sense.ts';

export const senseKinds = new Kinds<SenseContext, Sense>('observation', [
  jointPositionSenseKind,
  jointVelocitySenseKind,
  goalErrorKind,
  goalErrorSumKind,
  orientationErrorKind,
  jointStepKind,
  jointRepulsionKind,
  goalPositionKind,
  goalOrientationKind,
  previousActionKind,
]);
