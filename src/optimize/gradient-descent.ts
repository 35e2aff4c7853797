/** @file Gradient descent. */
import { checked } from '../settings/checked.ts';
import { kind } from '../settings/kinds.ts';
import { firstOrder, firstOrderFields, type FirstOrderSettings, type Moments } from './first-order.ts';
import type { UpdateRule } from './update-rule.ts';

/** x <- x - learningRate g. */
export function gradientDescent(given: FirstOrderSettings): UpdateRule<Moments<never>> {
  const settings = checked('gradientDescent', firstOrderFields, given);
  const rule = firstOrder('gradient-descent', settings, [], (gradient) => ({ direction: gradient, moments: {} }));
  return { ...rule, edge: { threshold: 2, formula: '2' }, besideFlow: { timePerRate: 1, heavyBall: 0 } };
}

export const gradientDescentKind = kind({
  type: 'gradient-descent',
  title: 'Gradient descent',
  settings: firstOrderFields,
  make: gradientDescent,
});
