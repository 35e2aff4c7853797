/** @file Products of a Hessian with vectors: all that is asked of a loss where its curvature is looked at. */
import {
  requireCallback,
  requireFunction,
  requireInstance,
  requireInteger,
  requireSignal,
} from '../../core/arguments.ts';
import { compile } from '../../core/compile.ts';
import { hvp } from '../../core/derivative/functions.ts';
import { ParameterLayout } from '../../core/parameters.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import type { TreeOf } from '../../core/tree.ts';
import { ArgumentError } from '../../errors.ts';
import { requireFinite } from '../../optimize/checks.ts';
import { Pace, unlessAborted } from '../pace.ts';

/** A symmetric matrix by what it makes of a vector: v -> H v, both of the same length. */
export type Product = (v: Float64Array) => Float64Array | Promise<Float64Array>;

/** A product that is counted, checked and made at the pace of work in the background. */
export class CheckedProduct {
  readonly size: number;
  readonly #product: Product;
  readonly #signal: AbortSignal | undefined;
  readonly #pace: Pace;
  #made = 0;

  constructor(product: Product, size: number, signal?: AbortSignal) {
    requireCallback('product', product);
    requireInteger('size', size, 1);
    if (signal !== undefined) requireSignal(signal);
    this.size = size;
    this.#product = product;
    this.#signal = signal;
    this.#pace = new Pace(signal);
  }

  /** Products that were made. */
  get made(): number {
    return this.#made;
  }

  /** H v, in memory of its own. Throws an ArgumentError where it has not the right length, a NonFiniteError where it is not finite. */
  async of(v: Float64Array): Promise<Float64Array> {
    await this.#pace.step();
    const result = this.#product(v.slice());
    const found = result instanceof Promise ? await unlessAborted(result, this.#signal) : result;
    this.#made++;
    requireInstance('result of product', found, Float64Array);
    if (found.length !== this.size)
      throw new ArgumentError('result of product', `${found.length} numbers`, `${this.size} numbers`);
    requireFinite('Hessian times vector', found);
    return found.slice();
  }
}

/**
 * Products with the Hessian of a loss at flat parameters: forward over reverse, of one compiled program. `loss`: from the layout's tree
 * to a tensor of shape [].
 */
export function hessianProduct<X extends TreeOf<X>>(
  loss: (x: X) => PopulationTensor,
  layout: ParameterLayout<X>,
  parameters: Float64Array,
): (v: Float64Array) => Float64Array {
  requireFunction('loss', loss);
  requireInstance('layout', layout, ParameterLayout, 'make one for the tree of parameters');
  const x = layout.fromVector(parameters);
  const product = compile((at: X, v: X) => hvp(loss)(at, v), [x, x]);
  return (v) => layout.toVector(product(x as never, layout.fromVector(v) as never));
}
