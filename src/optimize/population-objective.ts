/** @file What is minimized, for all members of a population at once and for one vector alone; with what people want to see of it by name. */
import { requireInstance, requireParts } from '../core/arguments.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { requireTensor } from '../core/require-tensor.ts';
import { ArgumentError } from '../errors.ts';
import type { Evaluation } from './method.ts';

/** Loss and gradient of one parameter vector. */
export interface NamedEvaluation extends Evaluation {
  /** Parts that the loss is the sum of. */
  readonly terms: Readonly<Record<string, number>>;
  /** What is measured besides, in SI units. */
  readonly measures: Readonly<Record<string, number>>;
  /** Whether it meets conditions that no measure says: 1, or 0. */
  readonly reached?: number;
}

/** The same of P members. Arrays and gradient stay as they are until the next evaluation of all members. */
export interface PopulationEvaluation {
  /** P; not finite where a member diverged. */
  readonly loss: Float64Array;
  /** [size], of P members. */
  readonly gradient: PopulationTensor;
  /** P each. The names are the same in every evaluation. */
  readonly terms: Readonly<Record<string, Float64Array>>;
  readonly measures: Readonly<Record<string, Float64Array>>;
  readonly reached?: Float64Array;
}

/** What is minimized, for all members at once and for one alone. */
export interface PopulationObjective {
  /** Evaluates x: [size], of any number of members. Rejects with the signal's reason as soon as it is aborted. */
  readonly evaluate: (
    x: PopulationTensor,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<PopulationEvaluation>;
  /** Evaluates one vector, for line searches and to explain what diverged: throws a NonFiniteError. */
  readonly evaluateOne: (x: Float64Array) => NamedEvaluation;
}

/** One member's numbers of a tensor of shape [size]. */
export const memberOf = (x: PopulationTensor, member: number): Float64Array => {
  const { data, population } = x;
  return Float64Array.from({ length: x.size }, (_, i) => data[i * population + member]);
};

/** A tensor like x with the numbers of some members replaced. */
export function withMembers(x: PopulationTensor, vectors: ReadonlyMap<number, ArrayLike<number>>): PopulationTensor {
  const { shape, population, size } = x;
  const data = x.data.slice();
  for (const [member, vector] of vectors) for (let i = 0; i < size; i++) data[i * population + member] = vector[i];
  return new PopulationTensor({ shape, population }, data);
}

/** The evaluation with that of some members replaced. */
export function replaceMembers(
  all: PopulationEvaluation,
  ones: ReadonlyMap<number, NamedEvaluation>,
): PopulationEvaluation {
  const replaced = (values: Float64Array, valueOf: (one: NamedEvaluation) => number): Float64Array => {
    const copy = values.slice();
    for (const [member, one] of ones) copy[member] = valueOf(one);
    return copy;
  };
  const named = (kind: 'terms' | 'measures'): Record<string, Float64Array> =>
    Object.fromEntries(
      Object.entries(all[kind]).map(([name, values]) => [name, replaced(values, (one) => one[kind][name])]),
    );
  return {
    loss: replaced(all.loss, ({ loss }) => loss),
    gradient: withMembers(all.gradient, new Map([...ones].map(([member, { gradient }]) => [member, gradient]))),
    terms: named('terms'),
    measures: named('measures'),
    ...(all.reached && { reached: replaced(all.reached, ({ reached }) => reached ?? 0) }),
  };
}

/** An evaluation of one vector as that of a population of one. */
export function populationOfOne(one: NamedEvaluation): PopulationEvaluation {
  const named = (values: Readonly<Record<string, number>>): Record<string, Float64Array> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Float64Array.of(value)]));
  return {
    loss: Float64Array.of(one.loss),
    gradient: new PopulationTensor({ shape: [one.gradient.length], population: 1 }, one.gradient),
    terms: named(one.terms),
    measures: named(one.measures),
    ...(one.reached !== undefined && { reached: Float64Array.of(one.reached) }),
  };
}

/** What evaluations have besides their loss. */
const evaluated = { gradient: 'an object', terms: 'an object', measures: 'an object' } as const;

/** Refuses what is no evaluation of one vector of so many numbers. */
export function requireOne(evaluation: NamedEvaluation, size: number): void {
  requireParts('evaluateOne', evaluation, { loss: 'a number', ...evaluated });
  requireInstance('gradient', evaluation.gradient, Float64Array);
  const { length } = evaluation.gradient;
  if (length !== size) throw new ArgumentError('gradient', `${length} numbers`, `${size} numbers`);
}

/** Refuses an evaluation that is not of these members' parameters. */
export function requireFit(evaluation: PopulationEvaluation, x: PopulationTensor): void {
  requireParts('evaluate', evaluation, { loss: 'an object', ...evaluated });
  const { loss, gradient, terms, measures, reached } = evaluation;
  requireTensor('gradient', gradient);
  const { population, size } = x;
  const columns = [['loss', loss], ...Object.entries(terms), ...Object.entries(measures)] as const;
  for (const [name, values] of reached ? [...columns, ['reached', reached] as const] : columns) {
    requireInstance(name, values, Float64Array);
    if (values.length !== population)
      throw new ArgumentError(name, `${values.length} numbers`, `${population} numbers, one a member`);
  }
  if (gradient.population !== population || gradient.shape.length !== 1 || gradient.size !== size)
    throw new ArgumentError(
      'gradient',
      `shape [${gradient.shape.join(', ')}] and population ${gradient.population}`,
      `shape [${size}] and population ${population}`,
    );
}
