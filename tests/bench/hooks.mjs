/** @file The parts of the library that are measured only where they are there. */
import { optional } from './library.mjs';

/** `jacobian(model, dt)`: a function of (q, v, tau) to the matrices A [2n, 2n] and B [2n, n] of the discrete step. */
export async function stepJacobian() {
  return optional('simulation/step-jacobian.js', 'stepJacobian');
}

/**
 * `pool(workers)`: `{ gradient(arm, steps, members), close() }`, where `gradient` gives a function without arguments that
 * runs the arm's loss and gradient on that many workers and returns a promise of it.
 */
export async function workerPool() {
  return undefined;
}
