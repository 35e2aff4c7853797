/** @file How far a gradient is from the complex step through the traced text, leaf by leaf along random directions. */
import { vjp } from '../../src/core/derivative/functions.ts';
import { trace } from '../../src/core/graph.ts';
import { mul } from '../../src/core/ops/elementwise.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { tensorsOf, type TreeOf } from '../../src/core/tree.ts';
import { complexTangent } from './complex-step.ts';
import type { Random } from './random.ts';

/** The largest relative error over the leaves of x; `exact` is the function that `f` is meant to be the derivative of. */
export function gradientError<X extends TreeOf<X>>(
  random: Random,
  f: (x: X) => PopulationTensor,
  x: X,
  exact: typeof f = f,
): number {
  const { size: count, shape } = f(x);
  const weights = tensor(Float64Array.from(random.list(count, 0.5, 2)), shape);
  const bars = tensorsOf(vjp(f, x).pullback(weights));
  const graph = trace((y: X) => sum(mul(weights, exact(y))), x);
  let worst = 0;
  bars.forEach((bar, leaf) => {
    const direction = random.list(bar.size, 0.5, 2);
    const along = bar.toArray().map((value, k) => value * direction[k]);
    const [[[expected]]] = complexTangent(graph, tensorsOf(x), (i, element) => (i === leaf ? direction[element] : 0));
    const found = along.reduce((total, term) => total + term, 0);
    const size = along.reduce((total, term) => total + Math.abs(term), 0);
    worst = Math.max(worst, Math.abs(found - expected) / Math.max(size, Math.abs(expected), 1e-3));
  });
  return worst;
}
