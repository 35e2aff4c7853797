/** @file Norm: 1 - cos, for angles, which has no corner and does not grow beyond half a turn. */
import { sub } from '../../core/ops/arithmetic.ts';
import { cos } from '../../core/ops/trigonometric.ts';
import { kind } from '../../settings/kinds.ts';
import type { Norm } from '../norm.ts';
import { total } from './total.ts';

/** Sum (mean) of 1 - cos r; of a rotation, of its one angle. */
export const oneMinusCos: Norm = {
  name: 'one-minus-cos',
  isByEntry: true,
  isOfAngles: true,
  evaluate: (entries, isAveraged) => total(sub(1, cos(entries)), isAveraged),
};

export const oneMinusCosKind = kind({ type: 'one-minus-cos', title: '1 - cos', settings: {}, make: () => oneMinusCos });
