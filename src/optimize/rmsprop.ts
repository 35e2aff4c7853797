/** @file RMSProp: steps relative to a running root mean square of each gradient entry (Tieleman and Hinton 2012). */
import { requireSettings } from './checks.ts';
import { firstOrder, type FirstOrderSettings, type FirstOrderState } from './first-order.ts';
import type { Method } from './method.ts';

export interface RmspropSettings extends FirstOrderSettings {
  /** Part of the mean square that is kept. Default 0.9. */
  readonly decay?: number;
  /** Keeps the quotient finite. Default 1e-8. */
  readonly epsilon?: number;
}

/** s <- decay s + (1 - decay) g^2; x <- x - learningRate g / (sqrt(s) + epsilon). */
export function rmsprop(settings: RmspropSettings): Method<FirstOrderState & { readonly s: readonly number[] }> {
  const { decay = 0.9, epsilon = 1e-8 } = settings;
  requireSettings('a number from 0 to below 1', { decay });
  requireSettings('a positive number', { epsilon });
  return firstOrder(
    'rmsprop',
    settings,
    (size): { readonly s: readonly number[] } => ({ s: new Array<number>(size).fill(0) }),
    (gradient, { s }) => {
      const next = s.map((value, i) => decay * value + (1 - decay) * gradient[i] * gradient[i]);
      return { direction: gradient.map((g, i) => g / (Math.sqrt(next[i]) + epsilon)), moments: { s: next } };
    },
  );
}
