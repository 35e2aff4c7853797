/** @file What a scene can let vary from member to member. */
import { Kinds } from '../../settings/kinds.ts';
import type { Variation } from '../variation.ts';
import { actionDelayKind } from './action-delay.ts';
import { bodyInertiaKind, bodyMassKind, centerOfMassKind, payloadKind } from './bodies.ts';
import { jointDampingKind, jointFrictionKind } from './joints.ts';
import type { RandomizationContext } from './randomization.ts';

export const randomizationKinds = new Kinds<RandomizationContext, Variation>('randomization', [
  bodyMassKind,
  centerOfMassKind,
  bodyInertiaKind,
  payloadKind,
  jointDampingKind,
  jointFrictionKind,
  actionDelayKind,
]);
