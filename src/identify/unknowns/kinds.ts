/** @file What can be unknown. */
import { Kinds } from '../../settings/kinds.ts';
import { centerKind, massKind } from './bodies.ts';
import { armatureKind, dampingKind, frictionKind } from './joints.ts';
import { inertiaKind } from './link-inertia.ts';
import { payloadKind } from './payload.ts';
import { biasKind, delayKind, startKind } from './recording.ts';
import type { Unknown, UnknownContext } from './unknown.ts';

export const unknownKinds = new Kinds<UnknownContext, Unknown>('unknown', [
  dampingKind,
  frictionKind,
  armatureKind,
  massKind,
  centerKind,
  inertiaKind,
  payloadKind,
  startKind,
  biasKind,
  delayKind,
]);
