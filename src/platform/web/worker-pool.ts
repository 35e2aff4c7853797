/** @file A pool of Web Workers in a page, or in a worker of it. */
import { AdjointError } from '../../errors.ts';
import type { OpenWorker, WorkerMessage } from '../../parallel/protocol.ts';
import { defaultSize, WorkerPool, type WorkerPoolOptions } from '../../parallel/worker-pool.ts';

/** As bundlers know it: the script that this module is compiled to has its worker beside it. */
const startShardWorker = (): Worker => new Worker(new URL('./shard-worker.js', import.meta.url), { type: 'module' });

/** How a worker is opened that `start` starts. */
export const openWebWorker =
  (start = startShardWorker): OpenWorker =>
  ({ onMessage, onEnd }) => {
    const worker = start();
    let reason: string | undefined;
    /** The worker holds a lock that shows when it has ended; until it is known, it has not begun to write anywhere. */
    let isWatched = false;
    let hasEnded = false;

    const end = (): void => {
      if (hasEnded) return;
      hasEnded = true;
      onEnd(reason ?? 'it ended');
    };
    const terminate = (why: string): void => {
      reason ??= why;
      worker.terminate();
      if (!isWatched) queueMicrotask(end);
    };
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.type === 'ready' && data.lock !== undefined) {
        isWatched = true;
        void navigator.locks.request(data.lock, end);
      }
      onMessage(data);
    };
    worker.onmessageerror = () => terminate('its answer could not be read');
    // Unlike a thread of Node, a Web Worker survives an error that nobody caught.
    worker.onerror = (event) => {
      event.preventDefault();
      terminate(event.message || 'its script could not be loaded');
    };
    return {
      post: (message, transfer) => worker.postMessage(message, [...transfer]),
      terminate: () => terminate('it was ended'),
      keepAlive: () => undefined,
    };
  };

/**
 * Web Workers that run kernels, one a core unless `size` says how many, in a page or in a worker of it. Throws an AdjointError where there
 * are no Web Workers.
 */
export function createWorkerPool({ size, ...options }: Partial<WorkerPoolOptions> = {}): WorkerPool {
  if (typeof Worker === 'undefined')
    throw new AdjointError("adjoint/web needs Web Workers; found none; fix: in Node, import from 'adjoint/node'");
  return new WorkerPool({
    openWorker: openWebWorker(),
    size: size ?? defaultSize(navigator.hardwareConcurrency),
    ...options,
  });
}
