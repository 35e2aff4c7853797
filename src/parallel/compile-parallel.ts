/** @file compileParallel: a compiled function whose population is shared out among workers. */
import type { KernelFactory } from '../core/backend/kernel-factory.ts';
import { setKnownFinite } from '../core/backend/known-finite.ts';
import { outputKinds, runBlocks } from '../core/backend/run-blocks.ts';
import { type Arguments, CompiledFunction, type CompileOptions } from '../core/compile.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { TreeOf } from '../core/tree.ts';
import { ArgumentError } from '../errors.ts';
import { engineImage } from './kernel-shards.ts';
import type { PopulationRun, PopulationRunner } from './population-runner.ts';

/** How one call is watched and ended. */
export type CallOptions = Pick<PopulationRun, 'signal' | 'onProgress'>;

export interface ParallelFunction<A extends readonly TreeOf<A[number]>[], R extends TreeOf<R>> {
  (...args: Arguments<A>): Promise<R>;
  /** The same with a signal that ends the call at once, or with news of its progress. */
  readonly call: (options: CallOptions, ...args: Arguments<A>) => Promise<R>;
}

/**
 * The function of the same arguments and result, traced as `compile` does; its kernels are run by `runner`, with the same bits whatever
 * the number of workers. Where WebAssembly SIMD is missing, the interpreter runs on the calling thread.
 */
export function compileParallel<A extends readonly TreeOf<A[number]>[], R extends TreeOf<R>>(
  f: (...args: A) => R,
  examples: A,
  runner: PopulationRunner,
  options: CompileOptions = {},
): ParallelFunction<A, R> {
  const compiled = new CompiledFunction(f, examples, options);
  const call = async (callOptions: CallOptions, ...args: Arguments<A>): Promise<R> => {
    const inputs = compiled.inputsOf(args);
    const traced = compiled.tracedFor(inputs);
    if (!traced.isClosed || !inputs.every(({ isConcrete }) => isConcrete))
      throw new ArgumentError(
        'compileParallel',
        'an unknown value',
        'numbers',
        'use `compile` inside of other functions',
      );
    const results = await traced.executable.runBy(
      inputs,
      (factory, given, outputs) => runStage(factory, given, outputs, runner, callOptions),
      (length) => runner.allocate(length),
    );
    return traced.resultOf(inputs, results);
  };
  return Object.assign((...args: Arguments<A>) => call({}, ...args), { call });
}

async function runStage(
  factory: KernelFactory,
  inputs: readonly PopulationTensor[],
  results: readonly PopulationTensor[],
  runner: PopulationRunner,
  options: CallOptions,
): Promise<void> {
  options.signal?.throwIfAborted();
  const image = engineImage(factory);
  if (!image) return runBlocks(factory, inputs, results);
  const kinds = outputKinds(factory);
  const isFinite = await runner.run({
    ...options,
    image,
    population: factory.population,
    inputs,
    outputs: results.filter((_, i) => kinds[i] !== 'sum'),
    sums: results.filter((_, i) => kinds[i] === 'sum').map(({ data }) => data),
  });
  results.forEach((result, i) => setKnownFinite(result, isFinite && kinds[i] !== 'sum'));
}
