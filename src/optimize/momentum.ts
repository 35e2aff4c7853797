/** @file Gradient descent with heavy-ball momentum (Polyak 1964). */
import { requireSettings } from './checks.ts';
import { firstOrder, type FirstOrderSettings, type FirstOrderState } from './first-order.ts';
import type { Method } from './method.ts';

export interface MomentumSettings extends FirstOrderSettings {
  /** Part of the last direction that is kept, 0..1. Default 0.9. */
  readonly momentum?: number;
}

/** m <- momentum m + g; x <- x - learningRate m. */
export function momentum(settings: MomentumSettings): Method<FirstOrderState & { readonly m: readonly number[] }> {
  const { momentum: kept = 0.9 } = settings;
  requireSettings('a number from 0 to below 1', { momentum: kept });
  return firstOrder(
    'momentum',
    settings,
    (size): { readonly m: readonly number[] } => ({ m: new Array<number>(size).fill(0) }),
    (gradient, { m }) => {
      const next = m.map((value, i) => kept * value + gradient[i]);
      return { direction: Float64Array.from(next), moments: { m: next } };
    },
  );
}
