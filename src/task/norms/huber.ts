/** @file Norm: squares that turn linear, entry by entry (Huber 1964). */
import { abs, square, sub } from '../../core/ops/arithmetic.ts';
import { minimum } from '../../core/ops/comparison.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { checked } from '../../settings/checked.ts';
import { kind } from '../../settings/kinds.ts';
import type { Norm } from '../norm.ts';
import { total } from './total.ts';
import { width as widthField } from './width.ts';

const settings = { width: widthField };

/** Sum (mean) of r^2 up to |r| = width, and of width (2 |r| - width) beyond. */
export function huber(given: { readonly width: number }): Norm {
  const { width } = checked('huber', settings, given);
  return {
    name: 'huber',
    isByEntry: true,
    evaluate: (entries, isAveraged) => {
      const size = abs(entries);
      const inner = minimum(size, width);
      return total(add(square(inner), mul(2 * width, sub(size, inner))), isAveraged);
    },
  };
}

export const huberKind = kind({ type: 'huber', title: 'Huber', settings, make: huber });
