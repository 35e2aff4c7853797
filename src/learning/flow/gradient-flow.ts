/** @file Gradient flow: what gradient descent becomes as its steps become short. */
import { requireCallback, requireNumber, requireParts } from '../../core/arguments.ts';
import { scaled } from '../../optimize/vector.ts';
import { type FlowSystem, type Later, requireSize } from './system.ts';

/** Loss and its gradient at x, now or later. May throw a NonFiniteError. */
export type Gradient = (x: Float64Array) => LossAndGradient | Promise<LossAndGradient>;

/** What a loss is at x. */
export interface LossAndGradient {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** The loss's Hessian at x times v, now or later. */
export type HessianProduct = (x: Float64Array, v: Float64Array) => Later;

/** Loss and gradient at x, refused where a caller's function gives something else. */
export async function evaluated(gradient: Gradient, x: Float64Array): Promise<LossAndGradient> {
  const found = await gradient(x);
  requireParts('result of the gradient', found, { gradient: 'an object' });
  requireNumber('loss of the gradient', found.loss);
  requireSize('gradient', found.gradient, x.length);
  return found;
}

/** H v at x, refused likewise. */
export const multiplied = async (product: HessianProduct, x: Float64Array, v: Float64Array): Promise<Float64Array> =>
  requireSize('result of the product', await product(x, v), x.length);

/**
 * dx/dt = -grad L(x). With products of the Hessian its stiff stretches are followed implicitly. Throws an ArgumentError where one
 * is no function.
 */
export function gradientFlow(gradient: Gradient, product?: HessianProduct): FlowSystem {
  requireCallback('gradient', gradient);
  const field = async (x: Float64Array): Promise<Float64Array> => scaled(-1, (await evaluated(gradient, x)).gradient);
  if (product === undefined) return { field };
  requireCallback('product', product);
  return { field, product: async (x, v) => scaled(-1, await multiplied(product, x, v)) };
}
