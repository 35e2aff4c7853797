/** @file Workers that end when they should not: killed, crashed, out of memory, never started. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WorkerOptions } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NonFiniteError } from '../../src/errors.ts';
import { ShardCrashError, WorkerStartError } from '../../src/parallel/errors.ts';
import type { OpenWorker } from '../../src/parallel/protocol.ts';
import { serveShards } from '../../src/parallel/serve-shards.ts';
import { cutIntoShards } from '../../src/parallel/shard.ts';
import { WorkerPool, type WorkerPoolOptions } from '../../src/parallel/worker-pool.ts';
import { openThread } from '../../src/platform/node/worker-pool.ts';
import { fakeKernel, newFault } from '../fixtures/parallel/fake-kernel.ts';
import { bundle } from '../support/bundle.ts';
import { fakeRun, fixture, turns, until, WatchedThreads } from '../support/fake-runs.ts';
import { Kills } from '../support/kills.ts';
import { Random, testCases, testSeed } from '../support/random.ts';

let folder: string;
let [script, broken, program]: URL[] = [];
const opened: WorkerPool[] = [];

function open(options: WorkerPoolOptions): WorkerPool {
  const pool = new WorkerPool(options);
  opened.push(pool);
  return pool;
}

const openPool = (size: number, options?: WorkerOptions): WorkerPool =>
  open({ size, openWorker: new WatchedThreads(script, options).open });

beforeAll(async () => {
  const bundled = await bundle(['fake-worker', 'broken-worker', 'program'].map(fixture));
  ({
    folder,
    scripts: [script, broken, program],
  } = bundled);
});
afterEach(() => Promise.all(opened.splice(0).map((pool) => pool.close())));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a worker that is killed', () => {
  it.each([
    [testCases(15), 'shared'],
    [testCases(8), 'transferred'],
  ] as const)(
    `%i times at random moments loses nothing and changes no bit, in %s memory (TEST_SEED=${testSeed})`,
    async (times, memory) => {
      const random = new Random();
      const threads = new WatchedThreads(script);
      const pool = open({ openWorker: threads.open, size: 3, memory });
      const kills = new Kills(threads, random);
      while (kills.count < times) {
        const population = random.integer(100, 600);
        const onProgress = kills.duringRun(cutIntoShards(population).length);
        const run = fakeRun(population, { rounds: random.integer(200, 3000), onProgress });
        await pool.run(run);
        run.check();
        await kills.done();
      }
      expect(threads.started).toBeGreaterThan(kills.count);
    },
  );

  it(`while other runs fail or are cancelled harms none (TEST_SEED=${testSeed})`, async () => {
    const random = new Random();
    const threads = new WatchedThreads(script);
    const pool = open({ openWorker: threads.open, size: 3 });
    const reason = new Error('cancelled');
    for (let batch = 0; batch < 8; batch++) {
      const runs = Array.from({ length: 6 }, async () => {
        const fate = random.pick(['ends', 'ends', 'throws', 'is cancelled']);
        const controller = new AbortController();
        const faults = fate === 'throws' ? [newFault('throw', 32 * random.integer(0, 2))] : undefined;
        const run = fakeRun(random.integer(100, 400), { faults, signal: controller.signal });
        if (fate === 'is cancelled') void turns(random.integer(0, 30)).then(() => controller.abort(reason));
        const outcome = await pool.run(run).catch((error: unknown) => error);
        if (fate === 'throws') expect(outcome).toBeInstanceOf(NonFiniteError);
        else if (outcome === true) run.check();
        else expect([fate, outcome]).toEqual(['is cancelled', reason]);
      });
      for (let kills = 0; kills < 2; kills++) {
        await turns(random.integer(0, 30));
        if (threads.living.size > 0) random.pick([...threads.living]).port.terminate();
      }
      await Promise.all(runs);
    }
  });

  it('while idle is replaced when there is work again', async () => {
    const threads = new WatchedThreads(script);
    const pool = open({ openWorker: threads.open, size: 2 });
    for (let i = 0; i < 3; i++) {
      const run = fakeRun(100);
      await pool.run(run);
      run.check();
      for (const { port } of threads.living) port.terminate();
      await until(() => threads.living.size === 0);
    }
  });
});

describe('a shard that ends its worker', () => {
  it.each([
    ['exit', /its thread ended with code 3/],
    ['memory', /memory limit/],
  ] as const)('three times (%s) rejects its run, naming shard and reason, and only that run', async (kind, reason) => {
    const pool = openPool(2, { resourceLimits: { maxOldGenerationSizeMb: 24 } });
    const fault = newFault(kind, 64);
    const good = fakeRun(200);
    const bad = pool.run(fakeRun(200, { faults: [fault] })).catch((error: unknown) => error);
    await pool.run(good);
    good.check();
    const error = (await bad) as ShardCrashError;
    expect(error).toBeInstanceOf(ShardCrashError);
    expect(error.message).toMatch(/^shard 2 \(members 64 to 95\): ended its worker 3 times/);
    expect(error.message).toMatch(reason);
    expect(fault.state[1]).toBe(3);
    const after = fakeRun(200);
    await pool.run(after);
    after.check();
  });

  it.each(['exit', 'memory'] as const)('twice (%s) and then runs has the same bits', async (kind) => {
    const pool = openPool(2, { resourceLimits: { maxOldGenerationSizeMb: 24 } });
    const faults = [newFault(kind, 64, 2), newFault('exit', 0, 1)];
    const run = fakeRun(200, { faults });
    await pool.run(run);
    run.check();
    expect(faults.map(({ state }) => state[1])).toEqual([2, 1]);
  });
});

describe('a shard that was next on a worker that ended', () => {
  it('is not to blame', async () => {
    const faults = [newFault('exit', 0, 2), newFault('exit', 32, 2)];
    const run = fakeRun(200, { faults });
    await openPool(1).run(run);
    run.check();
    expect(faults.map(({ state }) => state[1])).toEqual([2, 2]);
  });
});

describe('a worker that ends between two shards', () => {
  it('by an error that nobody catches loses nothing', async () => {
    const pool = openPool(1);
    const uncaught = newFault('uncaught', 64, 2);
    const runs = [fakeRun(200, { faults: [uncaught] }), fakeRun(100)];
    for (const run of runs) {
      await pool.run(run);
      run.check();
    }
    expect(uncaught.state[1]).toBeGreaterThan(0);
  });
});

describe('a pool whose workers do not start', () => {
  const refuse: OpenWorker = () => {
    throw new Error('refused by policy');
  };
  it.each([
    ['its script is missing', () => openThread(new URL('missing.mjs', script)), /missing\.mjs/],
    ['its script fails', () => openThread(broken), /this worker never starts/],
    ['the platform refuses', () => refuse, /refused by policy/],
  ])('rejects every run with one clear error: %s', async (_, openWorker, reason) => {
    for (const size of [1, 4]) {
      const pool = open({ openWorker: openWorker(), size });
      for (let attempt = 0; attempt < 2; attempt++) {
        const runs = [pool.run(fakeRun(100)), pool.run(fakeRun(100))];
        for (const result of await Promise.allSettled(runs)) {
          const error = (result as PromiseRejectedResult).reason as WorkerStartError;
          expect(error).toBeInstanceOf(WorkerStartError);
          expect(error.message).toMatch(/^no worker can be started: /);
          expect(error.message).toMatch(reason);
        }
      }
    }
  });

  it('goes on with those that do', async () => {
    const threads = new WatchedThreads(script);
    const some: OpenWorker = (events) => (threads.started === 0 ? threads.open(events) : refuse(events));
    const run = fakeRun(500);
    await open({ openWorker: some, size: 4 }).run(run);
    run.check();
  });
});

describe('a process', () => {
  it('is kept alive by workers that work, not by those that wait', async () => {
    const isKept: boolean[] = [];
    const late: (() => void)[] = [];
    const openFake: OpenWorker = ({ onMessage, onEnd }) => {
      const worker = isKept.push(true) - 1;
      const receive = serveShards(fakeKernel, (message) => setImmediate(() => onMessage(message)));
      const ready = (): void => onMessage({ type: 'ready' });
      if (worker === 0) setImmediate(ready);
      else late.push(ready);
      return {
        post: (message) => receive(message),
        terminate: () => setImmediate(() => onEnd('terminated')),
        keepAlive: (isNeeded) => (isKept[worker] = isNeeded),
      };
    };
    const pool = open({ openWorker: openFake, size: 2 });
    const run = pool.run(fakeRun(64));
    expect(isKept).toEqual([true, true]);
    await run;
    expect(isKept).toEqual([false, true]);
    late[0]();
    expect(isKept).toEqual([false, false]);
    const closed = pool.close();
    expect(isKept).toEqual([true, true]);
    await closed;
  });

  const expected = '75\n';
  const start = (...argv: string[]): string =>
    execFileSync(process.execPath, [...argv, fileURLToPath(script)], { encoding: 'utf8', timeout: 60_000 });

  it('lives as long as its run, and ends by itself although its pool is open', () => {
    expect(start(fileURLToPath(program))).toBe(expected);
  });

  it('that was started with flags that threads do not take has a pool too', () => {
    expect(start('--input-type=module', '--eval', `await import(${JSON.stringify(program.href)})`)).toBe(expected);
  });
});
