/** @file compile: trace a function once, then run its graph again and again on numbers. */
import { ShapeError } from '../errors.ts';
import { Executable } from './backend/executable.ts';
import { isFinite, explainNonFinite } from './backend/provenance.ts';
import { type Graph, trace } from './graph.ts';
import type { PopulationTensor } from './population-tensor.ts';
import type { Precision } from './program/number-format.ts';
import { sameShape } from './shape.ts';
import { leavesOf, type Tree, unflatten } from './tree.ts';

export interface CompileOptions {
  /** Throw a NonFiniteError that names joint, step and operation when a result is not finite. Default true. */
  readonly checkFinite?: boolean;
  /** Results are overwritten by the next call, which saves making new arrays: for loops that read them at once. Default false. */
  readonly reuseResults?: boolean;
  /**
   * Memory that a block of members may take, bytes; default 256 MiB. Beyond it blocks get smaller, and a long loop keeps
   * only every so manieth state on its way and makes the others again: the same bits, in more time.
   */
  readonly blockMemory?: number;
  /**
   * Memory that is quick to reach, bytes; default 4 MiB, a core's share of usual caches. Blocks are of fewer members where
   * they then fit into it; where they do not, loops copy their records near, some steps at a time. The same bits.
   */
  readonly cacheMemory?: number;
  /**
   * Numbers that the kernels compute with; default 'float64'. In 'float32' everything is rounded to 24 bits as it is read,
   * written or computed, which is faster; elementary functions are rounded once. Sums over the population, and what else
   * looks across members, stay in float64, as do arguments and results.
   */
  readonly precision?: Precision;
  /**
   * Multiply-adds are fused where relaxed SIMD exists, which is faster; their last bits then depend on the machine. Where it
   * does not exist nothing changes. Default false.
   */
  readonly relaxed?: boolean;
}

/** A traced function: its graph ready to run, and the way from arguments to the graph's inputs and back. */
export class TracedFunction<A extends readonly Tree[], R extends Tree> {
  readonly executable: Executable;
  readonly #graph: Graph & { readonly result: R };
  readonly #types: readonly { readonly path: string; readonly value: PopulationTensor; readonly argument: number }[];
  readonly #checksFinite: boolean;

  constructor(f: (...args: A) => R, examples: A, { checkFinite = true, ...execution }: CompileOptions = {}) {
    this.#graph = trace(f, ...examples);
    this.executable = new Executable(this.#graph, execution);
    this.#checksFinite = checkFinite;
    this.#types = examples.flatMap((example, argument) => leavesOf(example).map((leaf) => ({ ...leaf, argument })));
  }

  /** The tensors of the arguments, refused where they are not of the types that were traced. */
  inputsOf(args: A): PopulationTensor[] {
    const given = args.flatMap((arg) => leavesOf(arg).map(({ value }) => value));
    this.#types.forEach(({ path, value: { shape, population }, argument }, i) => {
      const found = given[i];
      if (!found || !sameShape(found.shape, shape) || found.population !== population)
        throw new ShapeError(
          'compiled function',
          [found?.shape ?? [], shape],
          `argument ${argument}${path && ` (${path})`} of population ${found?.population} is not of the type it was compiled for (population ${population})`,
          'compile again with an example of this shape and population',
        );
    });
    return given;
  }

  call(...args: A): R {
    const inputs = this.inputsOf(args);
    return this.resultOf(inputs, this.executable.run(inputs));
  }

  /** The result as the function returns it. */
  resultOf(inputs: readonly PopulationTensor[], results: readonly PopulationTensor[]): R {
    if (this.#checksFinite && !results.every(isFinite)) explainNonFinite(this.executable, inputs, results);
    return unflatten(this.#graph.result, results);
  }
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
  const traced = new TracedFunction(f, examples, options);
  return (...args) => traced.call(...args);
}
