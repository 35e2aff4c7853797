/** @file Norm: squares. */
import { square } from '../../core/ops/arithmetic.ts';
import { kind } from '../../settings/kinds.ts';
import type { Norm } from '../norm.ts';
import { total } from './total.ts';

/** Sum (mean) of r^2. */
export const quadratic: Norm = {
  name: 'quadratic',
  isByEntry: true,
  evaluate: (entries, isAveraged) => total(square(entries), isAveraged),
};

export const quadraticKind = kind({
  type: 'quadratic',
  title: 'Quadratic',
  settings: {},
  make: () => quadratic,
});
