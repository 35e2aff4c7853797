/** @file Adam: momentum and RMSProp with their start corrected (Kingma and Ba 2015, algorithm 1). */
import { pow } from '../core/scalar/power.ts';
import { requireSettings } from './checks.ts';
import { firstOrder, type FirstOrderSettings, type FirstOrderState } from './first-order.ts';
import type { Method } from './method.ts';

export interface AdamSettings extends FirstOrderSettings {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
}

type Moments = { readonly m: readonly number[]; readonly s: readonly number[] };

export function adam(settings: AdamSettings): Method<FirstOrderState & Moments> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = settings;
  requireSettings('a number from 0 to below 1', { beta1, beta2 });
  requireSettings('a positive number', { epsilon });
  return firstOrder(
    'adam',
    settings,
    (size): Moments => ({ m: new Array<number>(size).fill(0), s: new Array<number>(size).fill(0) }),
    (gradient, state, iteration) => {
      const m = state.m.map((value, i) => beta1 * value + (1 - beta1) * gradient[i]);
      const s = state.s.map((value, i) => beta2 * value + (1 - beta2) * gradient[i] * gradient[i]);
      const unbiasM = 1 - pow.value(beta1, iteration + 1, 0);
      const unbiasS = 1 - pow.value(beta2, iteration + 1, 0);
      const direction = Float64Array.from(m, (value, i) => value / unbiasM / (Math.sqrt(s[i] / unbiasS) + epsilon));
      return { direction, moments: { m, s } };
    },
  );
}
