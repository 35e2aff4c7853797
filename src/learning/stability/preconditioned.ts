/** @file The Hessian as a method with a scale for each entry sees it: P^-1/2 H P^-1/2. */
import { requireCallback, requireInstance, requireInteger, requireObject } from '../../core/arguments.ts';
import type { ParameterLayout } from '../../core/parameters.ts';
import { matchTensors, tensorsOf, type Tree } from '../../core/tree.ts';
import { ArgumentError } from '../../errors.ts';
import { requireMethod } from '../../optimize/checks.ts';
import type { Method } from '../../optimize/method.ts';
import { memberOf } from '../../optimize/population-objective.ts';
import type { UpdateRule } from '../../optimize/update-rule.ts';
import type { Product } from '../spectrum/product.ts';

/** What a method's state is of: after `iterations` updates, one of its members. */
export interface StateAt {
  readonly state: Tree;
  readonly iterations: number;
  /** Order of the leaves; default that of the state. A state of one flat vector needs none. */
  readonly layout?: ParameterLayout;
  /** Default 0. */
  readonly member?: number;
}

/**
 * The diagonal P by which a method divides its directions, from its state: flat, leaf after leaf. Null where it divides by nothing.
 * Throws an ArgumentError where there was no update yet.
 */
export function preconditionerOf(method: Method | UpdateRule, at: StateAt): Float64Array | null {
  requireMethod(method);
  requireObject('at', at, 'an object of state, iterations');
  if (!('update' in method) || !method.edge?.preconditioner) return null;
  requireInteger('iterations', at.iterations, 1);
  const { state, iterations, layout, member = 0 } = at;
  const scale = method.edge.preconditioner(state, iterations);
  const tensors = layout
    ? matchTensors('state', scale, layout.fromVector(new Float64Array(layout.size)))
    : tensorsOf(scale);
  const { population } = tensors.find((leaf) => leaf.population > 1) ?? { population: 1 };
  requireInteger('member', member, 0, population - 1);
  const leaves = tensors.map((leaf) => memberOf(leaf, leaf.population === 1 ? 0 : member));
  const diagonal = new Float64Array(leaves.reduce((size, { length }) => size + length, 0));
  let offset = 0;
  for (const leaf of leaves) {
    diagonal.set(leaf, offset);
    offset += leaf.length;
  }
  return diagonal;
}

/**
 * v -> P^-1/2 H P^-1/2 v: symmetric, with the eigenvalues of P^-1 H. Throws an ArgumentError where an entry of P is not positive.
 */
export function preconditionedProduct(
  product: Product,
  diagonal: Float64Array,
): (v: Float64Array) => Promise<Float64Array> {
  requireCallback('product', product);
  requireInstance('diagonal', diagonal, Float64Array);
  const bad = diagonal.findIndex((entry) => !(entry > 0 && entry < Infinity));
  if (bad >= 0) throw new ArgumentError(`diagonal[${bad}]`, `${diagonal[bad]}`, 'a positive number');
  const roots = diagonal.map(Math.sqrt);
  const divided = (v: Float64Array): Float64Array => v.map((entry, i) => entry / roots[i]);
  return async (v) => divided(await product(divided(v)));
}
