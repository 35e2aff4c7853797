/** @file Norm: the length of the residual, rounded at 0. */
import { sqrt, square, sub } from '../../core/ops/arithmetic.ts';
import { add } from '../../core/ops/elementwise.ts';
import { checked } from '../../settings/checked.ts';
import { kind } from '../../settings/kinds.ts';
import type { Norm } from '../norm.ts';
import { total } from './total.ts';
import { width as widthField } from './width.ts';

const settings = { width: widthField };

/** sqrt(sum (mean) of r^2 + width^2) - width: |r| far from 0, r^2 / (2 width) near it. */
export function smoothAbs(given: { readonly width: number }): Norm {
  const { width } = checked('smoothAbs', settings, given);
  return {
    name: 'smooth-abs',
    evaluate: (entries, isAveraged) => sub(sqrt(add(total(square(entries), isAveraged), width * width)), width),
  };
}

export const smoothAbsKind = kind({ type: 'smooth-abs', title: 'Smoothed length', settings, make: smoothAbs });
