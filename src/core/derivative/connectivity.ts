/** @file Which parameters no path joins to the loss: their gradient is zero whatever their value. */
import { requireFunction } from '../arguments.ts';
import { trace } from '../graph.ts';
import { ones, type PopulationTensor } from '../population-tensor.ts';
import { leavesOf, type TreeOf } from '../tree.ts';
import { requireScalar } from './functions.ts';
import { reverseSweep } from './reverse.ts';

/** Paths of the leaves of x that the scalar function does not depend on differentiably. */
export function disconnectedParameters<X extends TreeOf<X>>(f: (x: X) => PopulationTensor, x: X): string[] {
  requireFunction('disconnectedParameters', f);
  const { inputs, outputs, result } = trace(f, x);
  requireScalar(result, 'disconnectedParameters');
  const bars = reverseSweep(outputs, [ones([], outputs[0].population)], inputs);
  return leavesOf(x)
    .filter((_, i) => bars[i] === null)
    .map(({ path }) => path);
}
