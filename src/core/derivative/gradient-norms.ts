/** @file Gradient norms at any node: name values inside a function, and ask how strongly the loss depends on each. */
import { ShapeError } from '../../errors.ts';
import type { Application } from '../application.ts';
import { requireFunction, requireText } from '../arguments.ts';
import { withOpenAliases, resolve, named, nameOf } from '../graph.ts';
import { ones, type PopulationTensor, type TensorLike, tensor } from '../population-tensor.ts';
import { add } from '../ops/elementwise.ts';
import { reshape } from '../ops/indexing.ts';
import { norm } from '../ops/linear-algebra.ts';
import { sameShape, sizeOf } from '../shape.ts';
import { type TreeOf, tensorsOf } from '../tree.ts';
import { requireScalar } from './functions.ts';
import { reverseSweep } from './reverse.ts';

/**
 * x, marked so that `gradientNorms` reports the norm of the loss gradient with respect to it under this name. Values of one name
 * count as one: their gradients add up.
 */
export function observe(name: string, x: TensorLike): PopulationTensor {
  requireText('observe: name', name);
  return named(name, tensor(x));
}

/**
 * Euclidean norms of d loss / d value for every observed value that the loss depends on, one number a member: [] each; of a value
 * inside of a loop one a step, [length], and so on for loops in loops.
 */
export function gradientNorms<X extends TreeOf<X>>(
  f: (x: X) => PopulationTensor,
  x: X,
): ReadonlyMap<string, PopulationTensor> {
  requireFunction('gradientNorms', f);
  const { at, result: loss } = withOpenAliases(x, f);
  requireScalar(loss, 'gradientNorms');
  const found = new Map<string, Observed>();
  reverseSweep([loss], [ones(loss.shape, loss.population)], tensorsOf(at), {
    observe: (application, [bar]) => {
      const name = nameOf(application);
      if (name !== undefined && bar) found.set(name, together(name, found.get(name), { application, bar }));
    },
  });
  const names = [...found.keys()];
  const norms = resolve([...found.values()].map(normOf));
  return new Map(names.map((name, i) => [name, norms[i]]));
}

/** The cotangents of all values of a name; the axes of the loops around them stand in front. */
interface Observed {
  readonly application: Application;
  readonly bar: PopulationTensor;
}

function together(name: string, before: Observed | undefined, now: Observed): Observed {
  if (!before) return now;
  if (!sameShape(before.bar.shape, now.bar.shape))
    throw new ShapeError(
      'gradientNorms',
      [before.bar.shape, now.bar.shape],
      `"${name}" is observed in several places that do not fit`,
      'give each a name of its own',
    );
  return { application: now.application, bar: add(before.bar, now.bar) };
}

function normOf({ application, bar }: Observed): PopulationTensor {
  const { shape } = application.outputs[0];
  const loops = bar.shape.slice(0, bar.shape.length - shape.length);
  return norm(reshape(bar, [...loops, sizeOf(shape)]));
}
