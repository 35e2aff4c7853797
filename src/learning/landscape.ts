/** @file What the Lab looks at: a loss over a vector of parameters, asked at many vectors at once. */
import { requireInstance, requireInteger, requireParts, requireSignal } from '../core/arguments.ts';
import type { ParameterLayout } from '../core/parameters.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { requireTensor } from '../core/require-tensor.ts';
import { ArgumentError } from '../errors.ts';

/** How one question is watched and ended. */
export interface AskOptions {
  /** Ends it at once: it is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Losses and gradients of P vectors. */
export interface LossesAndGradients {
  /** P; not finite where one diverged. */
  readonly loss: Float64Array;
  /** [size], of P members. */
  readonly gradient: PopulationTensor;
}

/** A loss over vectors of `layout.size` numbers. Answers do not depend on what is asked beside them, nor on the number of workers. */
export interface Landscape {
  readonly title: string;
  readonly layout: Pick<ParameterLayout, 'size' | 'slots' | 'nameOf'>;
  /** The vector that a descent starts from. */
  readonly start: Float64Array;
  /** Losses of P vectors, x: [size] of P members; P numbers, not finite where one diverged. */
  losses(x: PopulationTensor, options?: AskOptions): Promise<Float64Array>;
  /** Losses and gradients of P vectors, x: [size] of P members. */
  evaluate(x: PopulationTensor, options?: AskOptions): Promise<LossesAndGradients>;
  /** H v of P directions v: [size] of P members, at one vector x: [size] of P members. */
  hessianProducts(x: Float64Array, directions: PopulationTensor, options?: AskOptions): Promise<PopulationTensor>;
}

/** Refuses what is no landscape. */
export function requireLandscape(landscape: Landscape): void {
  const parts = {
    layout: 'an object',
    start: 'an object',
    losses: 'a function',
    evaluate: 'a function',
    hessianProducts: 'a function',
  } as const;
  requireParts('landscape', landscape, parts, 'make it by lossLandscape(…)');
  requireInteger('landscape.layout.size', landscape.layout.size, 1);
  requireVector('landscape.start', landscape.start, landscape.layout.size);
}

/** Refuses what is no vector of so many numbers. */
export function requireVector(argument: string, x: Float64Array, size: number): void {
  requireInstance(argument, x, Float64Array);
  if (x.length !== size) throw new ArgumentError(argument, `${x.length} numbers`, `${size} numbers`);
}

/** Refuses what are no vectors of so many numbers, one a member. */
export function requireVectors(argument: string, x: PopulationTensor, size: number): void {
  requireTensor(argument, x);
  if (x.shape.length !== 1 || x.size !== size || !x.isConcrete)
    throw new ArgumentError(argument, `a tensor of shape [${x.shape.join(', ')}]`, `numbers of shape [${size}]`);
}

/** Refuses options of a question that are none. */
export function requireAskOptions({ signal }: AskOptions): void {
  if (signal === undefined) return;
  requireSignal(signal);
  signal.throwIfAborted();
}

/** One vector as the only member of a population. */
export const oneMember = (x: Float64Array): PopulationTensor =>
  new PopulationTensor({ shape: [x.length], population: 1 }, x);

/** Loss and gradient of one vector, as algorithms that walk alone ask for them. */
export function gradientOf(
  landscape: Landscape,
  options: AskOptions = {},
): (x: Float64Array) => Promise<{ readonly loss: number; readonly gradient: Float64Array }> {
  requireLandscape(landscape);
  return async (x) => {
    const { loss, gradient } = await landscape.evaluate(oneMember(x), options);
    return { loss: loss[0], gradient: gradient.data };
  };
}

/** v -> H v at one vector, as Krylov methods ask for it. */
export function hessianAt(
  landscape: Landscape,
  x: Float64Array,
  options: AskOptions = {},
): (v: Float64Array) => Promise<Float64Array> {
  requireLandscape(landscape);
  return async (v) => (await landscape.hessianProducts(x, oneMember(v), options)).data;
}
