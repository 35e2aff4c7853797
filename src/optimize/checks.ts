/** @file What methods ask of their settings when they are made, and of a gradient before they move by it. */
import { requireInstance, requireObject, requireParts } from '../core/arguments.ts';
import { described } from '../text/described.ts';
import { ArgumentError, NonFiniteError } from '../errors.ts';
import type { Evaluation } from './method.ts';

const kinds = {
  'a positive number': (value: number) => value > 0 && value < Infinity,
  'a number of at least 0': (value: number) => value >= 0 && value < Infinity,
  'a number from 0 to below 1': (value: number) => value >= 0 && value < 1,
  'an integer of at least 0': (value: number) => Number.isInteger(value) && value >= 0,
  'an integer of at least 1': (value: number) => Number.isInteger(value) && value >= 1,
} as const;

/** Refuses settings that are not of the kind, each by its name. */
export function requireSettings(kind: keyof typeof kinds, settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings))
    if (typeof value !== 'number' || !kinds[kind](value)) throw new ArgumentError(name, described(value), kind);
}

/**
 * Refuses an evaluation whose gradient has not an entry for each parameter (ArgumentError), or whose loss or gradient is not
 * finite (NonFiniteError): whoever optimizes then keeps the last good parameters.
 */
export function requireEvaluation(evaluation: Evaluation, size: number): void {
  requireObject('evaluation', evaluation, 'an object of loss and gradient');
  const { loss, gradient } = evaluation;
  requireInstance('gradient', gradient, Float64Array);
  if (gradient.length !== size) throw new ArgumentError('gradient', `${gradient.length} numbers`, `${size} numbers`);
  requireFinite('loss', [loss]);
  requireFinite('gradient', gradient);
}

/** Throws a NonFiniteError that names the first entry that is not finite. */
export function requireFinite(what: string, values: ArrayLike<number>, member = 0): void {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]))
      throw new NonFiniteError(
        {
          operation: what,
          pass: what === 'gradient' ? 'reverse' : 'forward',
          note: `entry ${i} of ${values.length}`,
          member,
          operands: [],
          value: values[i],
        },
        'use a smaller step size',
      );
}

/** Refuses vectors of a state that was started for another number of parameters. */
export function requireStateOf(size: number, vectors: Readonly<Record<string, ArrayLike<number>>>): void {
  for (const [name, vector] of Object.entries(vectors)) {
    const isList = Array.isArray(vector) || vector instanceof Float64Array;
    if (!isList || vector.length !== size)
      throw new ArgumentError(
        `state ${name}`,
        isList ? `${vector.length} numbers` : described(vector),
        `${size} numbers`,
        'start the method for these parameters',
      );
  }
}

/** Refuses what neither a Method nor an UpdateRule is. */
export function requireMethod(method: unknown): void {
  const remedy = 'use e.g. adam({ learningRate: 0.1 })';
  requireParts('method', method, { name: 'a text', start: 'a function' }, remedy);
  const { update, step } = method as Readonly<Record<string, unknown>>;
  if (typeof update !== 'function' && typeof step !== 'function')
    throw new ArgumentError('method', 'neither update nor step', 'an UpdateRule or a Method', remedy);
}
