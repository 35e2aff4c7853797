/** @file Gradient descent with heavy-ball momentum (Polyak 1964). */
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

/** Settings of `momentum`. */
export type MomentumSettings = GivenOf<typeof fields>;

/** m <- momentum m + g; x <- x - learningRate m. */
export function momentum(given: MomentumSettings): UpdateRule<Moments<'m'>> {
  const settings = checked('momentum', fields, given);
  const { momentum: kept } = settings;
  const rule = firstOrder('momentum', settings, ['m'], (gradient, before) => {
    const m = addScaled(gradient, kept, before.m);
    return { direction: m, moments: { m } };
  });
  const edge = { threshold: 2 + 2 * kept, formula: '2 + 2 momentum' };
  return { ...rule, edge, besideFlow: { timePerRate: 1 / (1 - kept), heavyBall: kept } };
}

export const momentumKind = kind({ type: 'momentum', title: 'Momentum', settings: fields, make: momentum });
