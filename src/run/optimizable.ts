/** @file What an experiment gives to a job: starts, a method, evaluations, and what counts as success. */
import { requireParts } from '../core/arguments.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { requireTensor } from '../core/require-tensor.ts';
import { ArgumentError, type NonFiniteOrigin } from '../errors.ts';
import { requireMethod } from '../optimize/checks.ts';
import type { Method } from '../optimize/method.ts';
import type { PopulationObjective } from '../optimize/population-objective.ts';
import type { UpdateRule } from '../optimize/update-rule.ts';

/** What counts as success: a measure below a number, and what only an evaluation can tell of. */
export interface SuccessConditions {
  readonly measure: string;
  readonly below: number;
  readonly speed?: number;
  readonly hold?: number;
}

/** What an experiment knows of an end that nobody wanted. Asked for once it has come: it may take a second. */
export interface Explanations {
  /** Why no parameter moves the loss at x, where every gradient is exactly 0, and what helps; null where nothing is left to learn. */
  readonly stillness: (x: Float64Array, loss: number) => string | null;
  /** Why x made numbers that are not finite, and what helps; null where that is not known. `isFirst`: x is where the run started. */
  readonly divergence: (
    x: Float64Array,
    origin: NonFiniteOrigin,
    isFirst: boolean,
  ) => { readonly cause: string; readonly remedy: string } | null;
}

/** What can be optimized by a job. */
export interface Optimizable extends PopulationObjective {
  /** Where each member starts: [size], of P members. P = 1 is a run. */
  readonly starts: PopulationTensor;
  readonly method: Method | UpdateRule;
  /** A member has reached its goal where this measure is below the number; and where its evaluation says so, if it says anything. */
  readonly success?: SuccessConditions;
  readonly explain?: Explanations;
}

/** Refuses what cannot be optimized. */
export function requireOptimizable(experiment: Optimizable): void {
  const remedy = 'give e.g. assemble(…).one()';
  requireParts('experiment', experiment, { evaluate: 'a function', evaluateOne: 'a function' }, remedy);
  requireTensor('experiment.starts', experiment.starts);
  requireMethod(experiment.method);
  const { success } = experiment;
  if (success !== undefined) requireParts('experiment.success', success, { measure: 'a text', below: 'a number' });
}

/** The same with the starts of the members from `first` to before `end` only. */
export function someMembers(whole: Optimizable, first: number, end: number): Optimizable {
  const { shape, size, population, data } = whole.starts;
  if (!(Number.isInteger(first) && Number.isInteger(end) && first >= 0 && first < end && end <= population))
    throw new ArgumentError('members', `${first} to ${end}`, `some of the members from 0 to ${population}`);
  const count = end - first;
  const own = new Float64Array(size * count);
  for (let i = 0; i < size; i++) own.set(data.subarray(i * population + first, i * population + end), i * count);
  return { ...whole, starts: new PopulationTensor({ shape, population: count }, own) };
}
