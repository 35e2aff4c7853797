/** @file Gradient descent with Nesterov's momentum (1983), in the form of a sum and of gradients where the iterate is. */
import { checked } from '../settings/checked.ts';
import type { GivenOf } from '../settings/fields.ts';
import { kind } from '../settings/kinds.ts';
import { firstOrder, firstOrderFields, keptPart, type Moments } from './first-order.ts';
import type { UpdateRule } from './update-rule.ts';
import { addScaled } from './vector.ts';

const fields = {
  ...firstOrderFields,
  momentum: keptPart('Momentum', 'part of the last direction that is kept', 0.9),
};

/** Settings of `nesterov`. */
export type NesterovSettings = GivenOf<typeof fields>;

/**
 * m <- momentum m + g; x <- x - learningRate (g + momentum m): Nesterov's method, of which x is the point that looks ahead, where
 * the gradients are taken. On a quadratic it is stable below learningRate lambda = (2 + 2 momentum) / (1 + 2 momentum). Throws an
 * ArgumentError where a setting does not fit.
 */
export function nesterov(given: NesterovSettings): UpdateRule<Moments<'m'>> {
  const settings = checked('nesterov', fields, given);
  const { momentum: kept } = settings;
  const rule = firstOrder('nesterov', settings, ['m'], (gradient, before) => {
    const m = addScaled(gradient, kept, before.m);
    return { direction: addScaled(gradient, kept, m), moments: { m } };
  });
  const edge = { threshold: (2 + 2 * kept) / (1 + 2 * kept), formula: '(2 + 2 momentum) / (1 + 2 momentum)' };
  return { ...rule, edge, besideFlow: { timePerRate: 1 / (1 - kept) } };
}

export const nesterovKind = kind({ type: 'nesterov', title: 'Nesterov', settings: fields, make: nesterov });
