/** @file What is measured on workers: the arm's gradient, shared out among a pool. */
import { compileParallel, PopulationTensor, workerPools } from './library.mjs';
import { torques } from './work/arm.mjs';

/**
 * A function of the number of workers to `{ gradient(arm, steps, members), close() }`, where `gradient` gives a function
 * without arguments that runs the arm's loss and gradient on those workers and returns a promise of it.
 */
export async function workerPool() {
  const { createWorkerPool } = await workerPools();
  return (size) => {
    const pool = createWorkerPool({ size });
    return {
      gradient: (arm, steps, members) => {
        const given = torques(arm.joints, steps, members);
        const data = pool.allocate(given.data.length);
        data.set(given.data);
        const tau = new PopulationTensor(given, data);
        const run = compileParallel((x) => arm.lossAndGradient(x), [tau], pool, { reuseResults: true });
        return () => run(tau);
      },
      close: () => pool.close(),
    };
  };
}
