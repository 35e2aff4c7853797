/** @file What methods ask of their settings when they are made, and of a gradient before they move by it. */
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
    if (typeof value !== 'number' || !kinds[kind](value)) throw new ArgumentError(name, String(value), kind);
}

/**
 * Refuses an evaluation whose gradient has not an entry for each parameter (ArgumentError), or whose loss or gradient is not
 * finite (NonFiniteError): whoever optimizes then keeps the last good parameters.
 */
export function requireEvaluation({ loss, gradient }: Evaluation, size: number): void {
  if (gradient.length !== size) throw new ArgumentError('gradient', `${gradient.length} numbers`, `${size} numbers`);
  requireFinite('loss', [loss]);
  requireFinite('gradient', gradient);
}

/** Throws a NonFiniteError that names the first entry that is not finite. */
export function requireFinite(what: string, values: ArrayLike<number>, member = 0): void {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]))
      throw new NonFiniteError({
        operation: what,
        pass: what === 'gradient' ? 'reverse' : 'forward',
        note: `entry ${i} of ${values.length}`,
        member,
        operands: [],
        value: values[i],
      });
}

/** Refuses vectors of a state that was started for another number of parameters. */
export function requireStateOf(size: number, vectors: Readonly<Record<string, ArrayLike<number>>>): void {
  for (const [name, { length }] of Object.entries(vectors))
    if (length !== size)
      throw new ArgumentError(
        `state ${name}`,
        `${length} numbers`,
        `${size} numbers`,
        'start the method for these parameters',
      );
}
