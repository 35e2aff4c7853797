/** @file Which worker gets which shard, with workers that answer when the test says so. */
import { expect, it } from 'vitest';
import type { OpenWorker, PoolMessage, WorkerPortEvents } from '../../src/parallel/protocol.ts';
import { WorkerPool } from '../../src/parallel/worker-pool.ts';

type ShardMessage = Extract<PoolMessage, { type: 'shard' }>;

/** Holds the shards that it is given, the first members of each. */
class ScriptedWorker {
  readonly #events: WorkerPortEvents;
  readonly #held: ShardMessage[] = [];

  constructor(events: WorkerPortEvents) {
    this.#events = events;
    queueMicrotask(() => events.onMessage({ type: 'ready' }));
  }

  get held(): number[] {
    return this.#held.map(({ arrays }) => arrays.first);
  }

  post(message: PoolMessage): void {
    if (message.type === 'shard') this.#held.push(message);
  }

  answer(): void {
    const { request } = this.#held.shift()!;
    this.#events.onMessage({ type: 'done', request, isFinite: true });
  }

  terminate(): void {
    this.#events.onEnd('terminated');
  }
}

/** Two workers that are ready, of a pool that runs so many shards of 32 members. */
async function twoWorkers(
  shards: number,
): Promise<{ workers: ScriptedWorker[]; ended: Promise<boolean>; pool: WorkerPool }> {
  const workers: ScriptedWorker[] = [];
  const openWorker: OpenWorker = (events) => {
    const worker = new ScriptedWorker(events);
    workers.push(worker);
    return {
      post: (message) => worker.post(message),
      terminate: () => worker.terminate(),
      keepAlive: () => undefined,
    };
  };
  const pool = new WorkerPool({ openWorker, size: 2, memory: 'shared' });
  const run = (population: number): Promise<boolean> =>
    pool.run({ image: { key: 'scripted', lanes: 32 }, population, inputs: [], outputs: [], sums: [] });
  const first = run(64);
  await new Promise((resolve) => setTimeout(resolve));
  workers.forEach((worker) => worker.answer());
  await first;
  const ended = run(32 * shards);
  return { workers, ended, pool };
}

it('while there are many, each worker has its next shard ready', async () => {
  const { workers, ended, pool } = await twoWorkers(8);
  expect(workers.map(({ held }) => held)).toEqual([
    [0, 64],
    [32, 96],
  ]);
  while (workers.some(({ held }) => held.length > 0)) workers.forEach((each) => each.held.length > 0 && each.answer());
  expect(await ended).toBe(true);
  await pool.close();
});

it('the last ones too, where it has done as many as the other', async () => {
  const { workers, pool, ended } = await twoWorkers(8);
  const [a, b] = workers;
  a.answer();
  b.answer();
  a.answer();
  expect([a.held, b.held]).toEqual([
    [128, 192],
    [96, 160],
  ]);
  b.answer();
  expect([a.held, b.held]).toEqual([
    [128, 192],
    [160, 224],
  ]);
  await pool.close();
  await expect(ended).rejects.toThrow();
});

it('a slow worker gets none of the last ones: they would end later than with the other', async () => {
  const { workers, pool, ended } = await twoWorkers(8);
  const [a, slow] = workers;
  for (let k = 0; k < 4; k++) a.answer();
  expect([a.held, slow.held]).toEqual([[192], [32, 96]]);
  slow.answer();
  expect([a.held, slow.held]).toEqual([[192], [96]]);
  a.answer();
  expect([a.held, slow.held]).toEqual([[224], [96]]);
  await pool.close();
  await expect(ended).rejects.toThrow();
});

it('nobody takes what another is about to ask for', async () => {
  const { workers, pool, ended } = await twoWorkers(4);
  const [a, b] = workers;
  expect([a.held, b.held]).toEqual([[0], [32]]);
  a.answer();
  expect([a.held, b.held]).toEqual([[64], [32]]);
  b.answer();
  expect([a.held, b.held]).toEqual([[64], [96]]);
  await pool.close();
  await expect(ended).rejects.toThrow();
});
