/** @file compile: trace a function once, then run its graph again and again on numbers. */
import { ArgumentError, ShapeError } from '../errors.ts';
import type { Application, TensorType } from './application.ts';
import { requireFunction, requireInteger, requireList, requireOptions, requireWord } from './arguments.ts';
import { Executable } from './backend/executable.ts';
import { isFinite, explainNonFinite } from './backend/provenance.ts';
import { type Graph, isUnknown, replay, trace, unknownsOf } from './graph.ts';
import type { PopulationTensor, TensorLike } from './population-tensor.ts';
import type { Precision } from './program/record/number-format.ts';
import { sameShape } from './shape.ts';
import { mapTree, tensorsLike, type Tree, type TreeOf, unflatten } from './tree.ts';

/** How a compiled function runs: what it checks, how much memory it may take, and what it computes with. */
export interface CompileOptions {
  /** Throw a NonFiniteError that names joint, step and operation when a result is not finite. Default true. */
  readonly checkFinite?: boolean;
  /**
   * Results are overwritten by a later call, which saves making new arrays: for loops that read them at once. Never while a call
   * reads them or writes them: they may be handed to the next call (`x = f(x)`), and calls may overlap. Default false.
   */
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

type Trees = readonly Tree[];

/** Arguments of a compiled function: a number or nested lists may stand for a tensor. */
export type Arguments<A extends readonly TreeOf<A[number]>[]> = {
  [K in keyof A]: A[K] | (A[K] extends PopulationTensor ? TensorLike : never);
};

/** Tensors of the arguments in the order of the examples' leaves, matched by path. */
function tensorsOfArguments(args: readonly unknown[], examples: Trees): PopulationTensor[] {
  if (args.length !== examples.length)
    throw new ArgumentError(
      'compiled function',
      `${args.length} arguments`,
      `${examples.length}, as it was compiled with`,
      'call it as the function itself',
    );
  return args.flatMap((arg, i) => tensorsLike('compiled function', arg, examples[i], `argument ${i}`));
}

/** Trees like those of the arguments with other leaves. */
function withLeaves<A extends readonly TreeOf<A[number]>[]>(args: A, leaves: readonly PopulationTensor[]): A {
  let position = 0;
  return args.map((arg) => mapTree(arg, () => leaves[position++])) as unknown as A;
}

const hasType = (tensor: TensorType, { shape, population }: TensorType): boolean =>
  tensor.population === population && sameShape(tensor.shape, shape);

/** A function traced for arguments of certain types: its graph ready to run, and the way to and from the arguments. */
export class TracedFunction<A extends readonly TreeOf<A[number]>[], R extends TreeOf<R>> {
  readonly executable: Executable;
  readonly #graph: Graph & { readonly result: R };
  /** The arguments as it was traced: trees of symbols. */
  readonly symbols: A;
  readonly #checksFinite: boolean;
  /** What the function read besides its arguments and was unknown when it was traced. */
  readonly #unknowns: readonly Application[];

  constructor(f: (...args: A) => R, examples: A, { checkFinite = true, ...execution }: CompileOptions = {}) {
    this.#graph = trace(f, ...examples);
    this.#unknowns = unknownsOf(this.#graph);
    this.executable = new Executable(this.#graph, execution);
    this.#checksFinite = checkFinite;
    this.symbols = withLeaves(examples, this.#graph.inputs);
  }

  /** Whether it was traced for tensors of these types. */
  fits(inputs: readonly TensorType[]): boolean {
    return this.#graph.inputs.every((symbol, i) => hasType(symbol, inputs[i]));
  }

  /** Whether there are numbers for all that it reads besides its arguments. */
  get isClosed(): boolean {
    return !this.#unknowns.some(isUnknown);
  }

  /** The tensors of the arguments, refused where they are not of the types that were traced. */
  inputsOf(args: Arguments<A>): PopulationTensor[] {
    const inputs = tensorsOfArguments(args, this.symbols);
    const types = this.#graph.inputs;
    const misfit = inputs.findIndex((input, i) => !hasType(input, types[i]));
    if (misfit >= 0)
      throw new ShapeError(
        'traced function',
        [inputs[misfit].shape, types[misfit].shape],
        `leaf ${misfit} of the arguments, of population ${inputs[misfit].population}, is not of the type it was traced for (population ${types[misfit].population})`,
        'trace it again for this shape and population, as `compile` does',
      );
    return inputs;
  }

  call(...args: Arguments<A>): R {
    return this.apply(this.inputsOf(args));
  }

  /** The result for tensors of the types that were traced: for numbers at once, else as a part of what is being recorded. */
  apply(inputs: readonly PopulationTensor[]): R {
    const isKnown = this.isClosed && inputs.every(({ isConcrete }) => isConcrete);
    return isKnown ? this.run(inputs) : this.inline(inputs);
  }

  /** The result for numbers. */
  run(inputs: readonly PopulationTensor[]): R {
    return this.resultOf(inputs, this.executable.run(inputs));
  }

  /** The result as the function returns it. */
  resultOf(inputs: readonly PopulationTensor[], results: readonly PopulationTensor[]): R {
    if (this.#checksFinite && !results.every(isFinite)) explainNonFinite(this.executable, inputs, results);
    return unflatten(this.#graph.result, results);
  }

  /** The graph once more, with tensors that are unknown for inputs: as a part of what is being recorded. */
  inline(inputs: readonly PopulationTensor[]): R {
    return unflatten(this.#graph.result, replay(this.#graph, inputs));
  }
}

/** Traces of one function that are kept: one for each shape and population of the arguments it was called with lately. */
const mostTraces = 8;

const optionNames = [
  'checkFinite',
  'reuseResults',
  'blockMemory',
  'cacheMemory',
  'precision',
  'relaxed',
] as const satisfies readonly (keyof CompileOptions)[];

function requireExecution(options: CompileOptions): void {
  requireOptions('compile', options, optionNames);
  if (options.precision !== undefined) requireWord('compile: precision', options.precision, ['float64', 'float32']);
  for (const name of ['blockMemory', 'cacheMemory'] as const)
    if (options[name] !== undefined) requireInteger(`compile: ${name}`, options[name], 0, Number.MAX_SAFE_INTEGER);
}

/** A function with its traces, the one used last first. */
export class CompiledFunction<A extends readonly TreeOf<A[number]>[], R extends TreeOf<R>> {
  readonly #f: (...args: A) => R;
  readonly #options: CompileOptions;
  readonly #traces: TracedFunction<A, R>[];

  constructor(f: (...args: A) => R, examples: A, options: CompileOptions = {}) {
    requireFunction('compile', f);
    requireList('examples', examples, 'a list with an example of each argument');
    requireExecution(options);
    this.#f = f;
    this.#options = options;
    this.#traces = [new TracedFunction(f, examples, options)];
  }

  /** The tensors of the arguments. */
  inputsOf(args: Arguments<A>): PopulationTensor[] {
    return tensorsOfArguments(args, this.#traces[0].symbols);
  }

  /** The function as it was traced for inputs of these types, now if it was not before. */
  tracedFor(inputs: readonly PopulationTensor[]): TracedFunction<A, R> {
    const traces = this.#traces;
    if (traces[0].fits(inputs)) return traces[0];
    const known = traces.findIndex((trace) => trace.fits(inputs));
    const found = known < 0 ? this.#trace(inputs) : traces.splice(known, 1)[0];
    traces.unshift(found);
    traces.splice(mostTraces);
    return found;
  }

  #trace(inputs: readonly PopulationTensor[]): TracedFunction<A, R> {
    return new TracedFunction(this.#f, withLeaves(this.#traces[0].symbols, inputs), this.#options);
  }

  call(...args: Arguments<A>): R {
    const inputs = this.inputsOf(args);
    return this.tracedFor(inputs).apply(inputs);
  }
}

/**
 * The function of the same arguments and result, traced for arguments of the examples' shapes and populations, and once more
 * for each others it is called with. Everything between two sums over the population runs as one kernel, loops (`scan`)
 * included. Called while something else is recorded, it becomes a part of that: it can be differentiated, scanned over and
 * compiled again.
 */
export function compile<A extends readonly TreeOf<A[number]>[], R extends TreeOf<R>>(
  f: (...args: A) => R,
  examples: A,
  options: CompileOptions = {},
): (...args: Arguments<A>) => R {
  const compiled = new CompiledFunction(f, examples, options);
  return (...args) => compiled.call(...args);
}
