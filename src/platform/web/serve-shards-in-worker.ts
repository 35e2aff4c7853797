/** @file A Web Worker as a server of shards. */
import type { PoolMessage, WorkerMessage } from '../../parallel/protocol.ts';
import { serveShards } from '../../parallel/serve-shards.ts';
import type { KernelImage, ShardRunner } from '../../parallel/shard.ts';

/** The part of a dedicated worker's global scope that is used here; the page's own types know only windows. */
interface WorkerScope {
  postMessage(message: WorkerMessage, transfer?: ArrayBuffer[]): void;
  onmessage: ((event: MessageEvent<PoolMessage>) => void) | null;
  onmessageerror: (() => void) | null;
}

export function serveShardsInWorker<Image extends KernelImage>(runner: ShardRunner<Image>): void {
  const scope = globalThis as unknown as WorkerScope;
  const receive = serveShards(runner, (message, transfer) => scope.postMessage(message, transfer));
  scope.onmessage = ({ data }) => receive(data);
  // Nobody else knows that a message was lost: fail, so that the pool hears of it.
  scope.onmessageerror = () => {
    throw new Error('a message could not be read');
  };
  announce(scope);
}

/** A page hears nothing when a worker ends; but a lock that the worker held becomes free. Pages without locks have no shared memory. */
function announce(scope: WorkerScope): void {
  const { locks } = navigator as { readonly locks?: LockManager };
  if (!locks) return scope.postMessage({ type: 'ready' });
  const lock = `adjoint-worker-${crypto.randomUUID()}`;
  void locks.request(lock, () => {
    scope.postMessage({ type: 'ready', lock });
    return new Promise(() => undefined);
  });
}
