/** @file A pool of worker threads in Node. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { AdjointError } from '../../errors.ts';
import type { OpenWorker, WorkerMessage } from '../../parallel/protocol.ts';
import { defaultSize, WorkerPool, type WorkerPoolOptions } from '../../parallel/worker-pool.ts';

/** The built script: a thread does not start from TypeScript in Node 20, so a pool that runs from sources takes it from `dist`. */
function builtEntry(): URL {
  const here = import.meta.url;
  const entry = new URL(
    here.endsWith('.ts') ? '../../../dist/src/platform/node/shard-worker.js' : 'shard-worker.js',
    here,
  );
  if (existsSync(entry)) return entry;
  throw new AdjointError(`${fileURLToPath(entry)}: not found; build the library first (npm run build:library)`);
}

/** How a thread is started from `entry`. */
export const openThread =
  (entry?: URL, options: WorkerOptions = {}): OpenWorker =>
  ({ onMessage, onEnd }) => {
    // Flags that the process was started with, such as --input-type, can keep a thread from starting.
    const worker = new Worker(entry ?? builtEntry(), { execArgv: [], ...options });
    let reason: string | undefined;
    worker.on('message', (message: WorkerMessage) => onMessage(message));
    worker.on('messageerror', (error) => {
      reason = error.message;
      void worker.terminate();
    });
    worker.on('error', (error) => (reason = error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => onEnd(reason ?? `its thread ended with code ${code}`));
    return {
      post: (message, transfer) => worker.postMessage(message, transfer),
      terminate: () => void worker.terminate(),
      keepAlive: (isNeeded) => (isNeeded ? worker.ref() : worker.unref()),
    };
  };

/** Worker threads that run kernels, one a core unless `size` says how many. */
export const createWorkerPool = ({ size, ...options }: Partial<WorkerPoolOptions> = {}): WorkerPool =>
  new WorkerPool({ openWorker: openThread(), size: size ?? availableWorkers(), ...options });

/** Worker threads that a pool has where nobody says how many. */
export const availableWorkers = (): number => defaultSize(availableParallelism());
