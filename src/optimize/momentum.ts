/** @file Gradient descent with heavy-ball momentum (Polyak 1964). */
import { firstOrder, type FirstOrderSettings, type FirstOrderState } from './first-order.ts';
import type { Method } from './method.ts';

export interface MomentumSettings extends FirstOrderSettings {
  /** Part of the last direction that is kept, 0..1. Default 0.9. */
  readonly momentum?: number;
}

/** m <- momentum m + g; x <- x - learningRate m. */
export const momentum = (settings: MomentumSettings): Method<FirstOrderState & { readonly m: readonly number[] }> =>
  firstOrder(
    'momentum',
    settings,
    (size): { readonly m: readonly number[] } => ({ m: new Array<number>(size).fill(0) }),
    (gradient, { m }) => {
      const kept = settings.momentum ?? 0.9;
      const next = m.map((value, i) => kept * value + gradient[i]);
      return { direction: Float64Array.from(next), moments: { m: next } };
    },
  );
