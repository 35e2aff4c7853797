/** @file Gradient norms at any node: name values inside a function, and ask how strongly the loss depends on each. */
import { withOpenAliases, resolve, named, nameOf } from '../graph.ts';
import { ones, type PopulationTensor, type TensorLike, tensor } from '../population-tensor.ts';
import { sqrt } from '../ops/arithmetic.ts';
import { addTangents, mul } from '../ops/elementwise.ts';
import { sum } from '../ops/reduction.ts';
import type { Tangent } from '../primitive.ts';
import { type Tree, tensorsOf } from '../tree.ts';
import { reverseSweep } from './reverse.ts';

/** x, marked so that `gradientNorms` reports the norm of the loss gradient with respect to it under this name. */
export const observe = (name: string, x: TensorLike): PopulationTensor => named(name, tensor(x));

/** Euclidean norms of d loss / d value for every observed value that the loss depends on, one number a member. */
export function gradientNorms<X extends Tree>(
  f: (x: X) => PopulationTensor,
  x: X,
): ReadonlyMap<string, PopulationTensor> {
  const { at, result: loss } = withOpenAliases(x, f);
  const bars = new Map<string, Tangent>();
  reverseSweep([loss], [ones(loss.shape, loss.population)], tensorsOf(at), {
    observe: (application, [bar]) => {
      const name = nameOf(application);
      if (name !== undefined) bars.set(name, addTangents(bars.get(name) ?? null, bar));
    },
  });
  const names = [...bars.keys()];
  const norms = resolve([...bars.values()].flatMap((bar) => (bar ? [sqrt(sum(mul(bar, bar)))] : [])));
  return new Map(names.map((name, i) => [name, norms[i]]));
}
