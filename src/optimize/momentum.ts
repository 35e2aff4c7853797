/** @file Gradient descent with heavy-ball momentum (Polyak 1964). */
import { requireSettings } from './checks.ts';
import { firstOrder, type FirstOrderSettings, type Moments } from './first-order.ts';
import type { UpdateRule } from './update-rule.ts';
import { addScaled } from './vector.ts';

export interface MomentumSettings extends FirstOrderSettings {
  /** Part of the last direction that is kept, 0..1. Default 0.9. */
  readonly momentum?: number;
}

/** m <- momentum m + g; x <- x - learningRate m. */
export function momentum(settings: MomentumSettings): UpdateRule<Moments<'m'>> {
  const { momentum: kept = 0.9 } = settings;
  requireSettings('a number from 0 to below 1', { momentum: kept });
  return firstOrder('momentum', settings, ['m'], (gradient, before) => {
    const m = addScaled(gradient, kept, before.m);
    return { direction: m, moments: { m } };
  });
}
