/** @file Norm: squares of what is above 0, for limits and clearances. */
import { square } from '../../core/ops/arithmetic.ts';
import { relu } from '../../core/ops/comparison.ts';
import { kind } from '../../settings/kinds.ts';
import type { Norm } from '../norm.ts';
import { total } from './total.ts';

/** Sum (mean) of max(r, 0)^2: its derivative is continuous. */
export const oneSided: Norm = {
  name: 'one-sided',
  isOneSided: true,
  isByEntry: true,
  evaluate: (entries, isAveraged) => total(square(relu(entries)), isAveraged),
};

export const oneSidedKind = kind({ type: 'one-sided', title: 'One-sided', settings: {}, make: () => oneSided });
