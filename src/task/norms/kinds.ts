/** @file The norms that a scene can name. */
import { Kinds } from '../../settings/kinds.ts';
import type { Norm } from '../norm.ts';
import { huberKind } from './huber.ts';
import { oneMinusCosKind } from './one-minus-cos.ts';
import { oneSidedKind } from './one-sided.ts';
import { quadraticKind } from './quadratic.ts';
import { smoothAbsKind } from './smooth-abs.ts';

export const normKinds = new Kinds<null, Norm>('norm', [
  quadraticKind,
  smoothAbsKind,
  huberKind,
  oneSidedKind,
  oneMinusCosKind,
]);
