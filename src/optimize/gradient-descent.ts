/** @file Gradient descent. */
import { firstOrder, type FirstOrderSettings, type Moments } from './first-order.ts';
import type { UpdateRule } from './update-rule.ts';

/** x <- x - learningRate g. */
export const gradientDescent = (settings: FirstOrderSettings): UpdateRule<Moments<never>> =>
  firstOrder('gradient-descent', settings, [], (gradient) => ({ direction: gradient, moments: {} }));
