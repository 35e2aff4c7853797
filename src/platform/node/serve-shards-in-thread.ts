/** @file A worker thread as a server of shards. */
import { parentPort } from 'node:worker_threads';
import type { PoolMessage } from '../../parallel/protocol.ts';
import { serveShards } from '../../parallel/serve-shards.ts';
import type { KernelImage, ShardRunner } from '../../parallel/shard.ts';

export function serveShardsInThread<Image extends KernelImage>(runner: ShardRunner<Image>): void {
  const port = parentPort!;
  const receive = serveShards(runner, (message, transfer) => port.postMessage(message, transfer));
  port.on('message', (message: PoolMessage) => receive(message));
  // Nobody else knows that a message was lost: end, so that the pool hears of it.
  port.on('messageerror', (error: Error) => {
    throw error;
  });
  port.postMessage({ type: 'ready' });
}
