/** @file The parts of the library that are measured only where they are there. */

/**
 * A function of the number of workers to `{ gradient(arm, steps, members), close() }`, where `gradient` gives a function
 * without arguments that runs the arm's loss and gradient on those workers and returns a promise of it; undefined where
 * the library has none.
 */
export async function workerPool() {
  return undefined;
}
