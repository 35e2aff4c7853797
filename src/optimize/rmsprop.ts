/** @file RMSProp: steps relative to a running root mean square of each gradient entry (Tieleman and Hinton 2012). */
import { requireSettings } from './checks.ts';
import { firstOrder, type FirstOrderSettings, type Moments } from './first-order.ts';
import type { UpdateRule } from './update-rule.ts';

export interface RmspropSettings extends FirstOrderSettings {
  /** Part of the mean square that is kept. Default 0.9. */
  readonly decay?: number;
  /** Keeps the quotient finite. Default 1e-8. */
  readonly epsilon?: number;
}

/** s <- decay s + (1 - decay) g^2; x <- x - learningRate g / (sqrt(s) + epsilon). */
export function rmsprop(settings: RmspropSettings): UpdateRule<Moments<'s'>> {
  const { decay = 0.9, epsilon = 1e-8 } = settings;
  requireSettings('a number from 0 to below 1', { decay });
  requireSettings('a positive number', { epsilon });
  return firstOrder('rmsprop', settings, ['s'], (gradient, before) => {
    const { length } = gradient;
    const [s, direction] = [new Float64Array(length), new Float64Array(length)];
    for (let i = 0; i < length; i++) {
      const g = gradient[i];
      s[i] = decay * before.s[i] + (1 - decay) * g * g;
      direction[i] = g / (Math.sqrt(s[i]) + epsilon);
    }
    return { direction, moments: { s } };
  });
}
