/** @file What another physics has to do, so that a controller can be tried in it: move a population of robots under forces, in plain numbers. */
import { requireParts } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';

/**
 * A population of one robot in a physics, outside of any trace. Numbers are laid out as those of a PopulationTensor,
 * `data[element * members + member]`.
 */
export interface SecondPhysics {
  readonly name: string;
  readonly members: number;
  /** Of a step, s. */
  readonly dt: number;
  /** What it does otherwise than Adjoint, in words. */
  readonly differences: readonly string[];
  /** Configuration [nq] of now, rad (m); NaN for members whose numbers have stopped being finite. A step writes to it. */
  readonly q: Float64Array;
  /** Velocity [nv] of now, rad/s (m/s). */
  readonly v: Float64Array;
  /** Starts anew from a configuration [nq] and a velocity [nv] a member. */
  readonly reset: (q: Float64Array, v: Float64Array) => void;
  /** One step of dt under generalized forces [nv] of the drives, N m (N), which are held over it. */
  readonly step: (tau: Float64Array) => void;
  /** Gives back what it holds; it moves no more. */
  readonly close: () => void;
}

/** Refuses what is no physics. */
export const requirePhysics = (argument: string, physics: SecondPhysics): void =>
  requireParts(
    argument,
    physics,
    {
      name: 'a text',
      members: 'a number',
      dt: 'a number',
      differences: 'a list',
      q: 'an object',
      v: 'an object',
      reset: 'a function',
      step: 'a function',
      close: 'a function',
    },
    'use e.g. await rapierPhysics(…)',
  );

/** Refuses what is not a number for each entry of each member. */
export function requireEntries(argument: string, values: Float64Array, entries: number, members: number): void {
  if (values instanceof Float64Array && values.length === entries * members) return;
  const found = values instanceof Float64Array ? `${values.length} numbers` : typeof values;
  throw new ArgumentError(
    argument,
    found,
    `a Float64Array of ${entries} x ${members} numbers, data[entry * members + member]`,
  );
}
