/** @file The parts of the library that are measured only where they are there. */
import { optional } from './library.mjs';

/**
 * A function of (arm, { q, v, tau }) to the matrices of its discrete step, as a tree: A [2n, 2n] and B [2n, n]; undefined
 * where the library has none.
 */
export async function stepJacobian() {
  return optional('simulation/step-jacobian.js', 'stepJacobian');
}

/**
 * A function of the number of workers to `{ gradient(arm, steps, members), close() }`, where `gradient` gives a function
 * without arguments that runs the arm's loss and gradient on those workers and returns a promise of it; undefined where
 * the library has none.
 */
export async function workerPool() {
  return undefined;
}
