/** @file compile: trace a function once, then run its graph again and again on numbers. */
import { ShapeError } from '../errors.ts';
import { Executable } from './backend/executable.ts';
import { isFinite, explainNonFinite } from './backend/provenance.ts';
import { trace } from './graph.ts';
import { sameShape } from './shape.ts';
import { leavesOf, type Tree, unflatten } from './tree.ts';

export interface CompileOptions {
  /** Throw a NonFiniteError that names joint, step and operation when a result is not finite. Default true. */
  readonly checkFinite?: boolean;
}

/**
 * The function of the same arguments and result, traced once for arguments of the examples' shapes and populations.
 * Everything between two sums over the population runs as one kernel, loops (`scan`) included.
 */
export function compile<A extends readonly Tree[], R extends Tree>(
  f: (...args: A) => R,
  examples: A,
  options: CompileOptions = {},
): (...args: A) => R {
  const graph = trace(f, ...examples);
  const executable = new Executable(graph);
  const types = examples.flatMap((example, argument) => leavesOf(example).map((leaf) => ({ ...leaf, argument })));
  return (...args) => {
    const inputs = args.flatMap((arg) => leavesOf(arg));
    types.forEach(({ path, value, argument }, i) => {
      const given = inputs[i]?.value;
      if (!given || !sameShape(given.shape, value.shape) || given.population !== value.population)
        throw new ShapeError(
          'compiled function',
          [given?.shape ?? [], value.shape],
          `argument ${argument}${path && ` (${path})`} of population ${given?.population} is not of the type it was compiled for (population ${value.population})`,
          'compile again with an example of this shape and population',
        );
    });
    const values = inputs.map(({ value }) => value);
    const results = executable.run(values);
    if (options.checkFinite !== false && !results.every(isFinite)) explainNonFinite(graph, values);
    return unflatten(graph.result, results);
  };
}
