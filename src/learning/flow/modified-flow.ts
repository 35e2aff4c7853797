/** @file The modified flow: what gradient descent with steps of a given length follows to second order (Barrett and Dherin 2021). */
import { requireCallback, requireFiniteNumber } from '../../core/arguments.ts';
import { ArgumentError } from '../../errors.ts';
import { addScaled, scaled } from '../../optimize/vector.ts';
import { evaluated, type Gradient, type HessianProduct, multiplied } from './gradient-flow.ts';
import type { FlowSystem } from './system.ts';

/**
 * dx/dt = -grad(L + eta/4 |grad L|^2) = -(g + eta/2 H g), for descent with the step size eta. Its own Jacobian asks for third
 * derivatives, so that it is followed explicitly: over a time of k steps of descent that are stable it takes no more than about k
 * steps. Throws an ArgumentError where an argument does not fit.
 */
export function modifiedFlow(gradient: Gradient, product: HessianProduct, learningRate: number): FlowSystem {
  requireCallback('gradient', gradient);
  requireCallback('product', product);
  requireFiniteNumber('learningRate', learningRate);
  if (learningRate < 0) throw new ArgumentError('learningRate', String(learningRate), 'a number of at least 0');
  return {
    field: async (x) => {
      const { gradient: g } = await evaluated(gradient, x);
      return addScaled(scaled(-1, g), -learningRate / 2, await multiplied(product, x, g));
    },
  };
}
