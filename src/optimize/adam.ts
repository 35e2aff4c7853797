/** @file Adam: momentum and RMSProp with their start corrected (Kingma and Ba 2015, algorithm 1). */
import { pow } from '../core/scalar/power.ts';
import { requireSettings } from './checks.ts';
import { firstOrder, type FirstOrderSettings, type Moments } from './first-order.ts';
import type { UpdateRule } from './update-rule.ts';

export interface AdamSettings extends FirstOrderSettings {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
}

export function adam(settings: AdamSettings): UpdateRule<Moments<'m' | 's'>> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = settings;
  requireSettings('a number from 0 to below 1', { beta1, beta2 });
  requireSettings('a positive number', { epsilon });
  return firstOrder('adam', settings, ['m', 's'], (gradient, before, iteration) => {
    const unbiasM = 1 - pow.value(beta1, iteration + 1, 0);
    const unbiasS = 1 - pow.value(beta2, iteration + 1, 0);
    const { length } = gradient;
    const [m, s, direction] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
    for (let i = 0; i < length; i++) {
      const g = gradient[i];
      m[i] = beta1 * before.m[i] + (1 - beta1) * g;
      s[i] = beta2 * before.s[i] + (1 - beta2) * g * g;
      direction[i] = m[i] / unbiasM / (Math.sqrt(s[i] / unbiasS) + epsilon);
    }
    return { direction, moments: { m, s } };
  });
}
