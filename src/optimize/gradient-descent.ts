/** @file Gradient descent. */
import { firstOrder, type FirstOrderSettings, type FirstOrderState } from './first-order.ts';
import type { Method } from './method.ts';

/** x <- x - learningRate g. */
export const gradientDescent = (settings: FirstOrderSettings): Method<FirstOrderState> =>
  firstOrder(
    'gradient-descent',
    settings,
    () => ({}),
    (gradient) => ({ direction: gradient, moments: {} }),
  );
