/** @file The worker's side: keeps images, runs shards, answers. */
import { packError } from './portable-error.ts';
import type { PoolMessage, WorkerMessage } from './protocol.ts';
import type { KernelImage, ShardRunner } from './shard.ts';

type Post = (message: WorkerMessage, transfer: ArrayBuffer[]) => void;

/** Receives the pool's messages; `post` answers. The worker's entry posts 'ready' itself. */
export function serveShards<Image extends KernelImage>(
  runner: ShardRunner<Image>,
  post: Post,
): (message: PoolMessage) => void {
  const images = new Map<string, Image>();

  function run({ request, key, arrays, isTransferred }: PoolMessage & { type: 'shard' }): void {
    let isFinite: boolean;
    try {
      isFinite = runner.run({ ...arrays, image: images.get(key)! });
    } catch (thrown) {
      return post({ type: 'failed', request, error: packError(thrown) }, []);
    }
    if (!isTransferred) return post({ type: 'done', request, isFinite }, []);
    const { outputs, sums } = arrays;
    const buffers = [...outputs, ...sums].map(({ buffer }) => buffer as ArrayBuffer);
    post({ type: 'done', request, isFinite, returned: { outputs, sums } }, buffers);
  }

  return (message) => {
    if (message.type === 'image') images.set(message.image.key, message.image as Image);
    else if (message.type === 'forget') images.delete(message.key);
    else run(message);
  };
}
