/** @file What a step of training is refused for: numbers that are not finite. */
import { requireFinite } from '../optimize/checks.ts';
import { NonFiniteError } from '../errors.ts';

/** The error of a computation whose numbers are not finite, where it has one. */
export function nonFiniteOf(compute: () => unknown): NonFiniteError | null {
  try {
    compute();
    return null;
  } catch (error) {
    if (error instanceof NonFiniteError) return error;
    throw error;
  }
}

/** What is not finite of a loss and of the parameters after a step, where anything is. */
export const notFinite = (loss: number, next: Float64Array): NonFiniteError | null =>
  nonFiniteOf(() => {
    requireFinite('loss', [loss]);
    requireFinite('parameters', next);
  });
