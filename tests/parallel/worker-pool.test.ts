/** @file The pool when nothing goes wrong with its workers: bits, errors of kernels, cancelling, closing. */
import { rmSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AdjointError, ArgumentError, NonFiniteError } from '../../src/errors.ts';
import { PoolClosedError } from '../../src/parallel/errors.ts';
import { InlineRunner } from '../../src/parallel/inline-runner.ts';
import type { PopulationRunner } from '../../src/parallel/population-runner.ts';
import { WorkerPool, type WorkerPoolOptions } from '../../src/parallel/worker-pool.ts';
import { fakeKernel, letGo, newFault, thrownError } from '../fixtures/parallel/fake-kernel.ts';
import { bundle } from '../support/bundle.ts';
import { fakeRun, fixture, turns, until, WatchedThreads } from '../support/fake-runs.ts';

let folder: string;
let script: URL;
let threads: WatchedThreads;
const opened: PopulationRunner[] = [];

function openPool(size: number, memory?: WorkerPoolOptions['memory']): WorkerPool {
  threads = new WatchedThreads(script);
  const pool = new WorkerPool({ openWorker: threads.open, size, memory });
  opened.push(pool);
  return pool;
}

const openRunner = (size: number, memory?: WorkerPoolOptions['memory']): PopulationRunner =>
  size === 0 ? new InlineRunner(fakeKernel, nextTurn) : openPool(size, memory);

beforeAll(async () => {
  ({
    folder,
    scripts: [script],
  } = await bundle([fixture('fake-worker')]));
});
afterEach(() => Promise.all(opened.splice(0).map((pool) => pool.close())));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(['shared', 'transferred'] as const)('a population in %s memory', (memory) => {
  it.each([0, 1, 2, 3, 8])('has the same bits with %i workers', async (size) => {
    const runner = openRunner(size, memory);
    for (const population of [1, 31, 33, 257, 1000])
      for (const allocate of [undefined, (length: number) => runner.allocate(length)]) {
        const run = fakeRun(population, { allocate });
        await runner.run(run);
        run.check();
      }
  });

  it('has the same bits when many runs share a pool', async () => {
    const pool = openPool(3, memory);
    const runs = Array.from({ length: 24 }, (_, i) => fakeRun(17 * i + 1, { rounds: 100 + (i % 5) }));
    await Promise.all(runs.map((run) => pool.run(run)));
    for (const run of runs) run.check();
  });
});

describe('memory', () => {
  it('that the pool allocates is seen by its workers: nothing is copied', async () => {
    const pool = openPool(2);
    const run = fakeRun(100, { allocate: (length) => pool.allocate(length) });
    await pool.run(run);
    const posted = threads.posted.filter((message) => message.type === 'shard');
    expect(posted.length).toBe(4);
    for (const { arrays } of posted) {
      expect(arrays.inputs.map(({ buffer }) => buffer)).toEqual(run.inputs.map(({ data }) => data.buffer));
      arrays.outputs.forEach(({ buffer }, i) => expect(buffer).toBe(run.outputs[i].data.buffer));
    }
  });

  it('that workers see in place of ordinary memory is used again, but not while a rejected run may write into it', async () => {
    const pool = openPool(2);
    const written = (): Set<unknown> => {
      const shards = threads.posted.splice(0).filter((message) => message.type === 'shard');
      return new Set(shards.flatMap(({ arrays: { outputs } }) => outputs.map(({ buffer }) => buffer)));
    };
    await pool.run(fakeRun(64));
    const first = written();
    expect(first.size).toBe(2);

    const held = newFault('wait', 32, 1);
    const controller = new AbortController();
    const cancelled = pool.run(fakeRun(64, { faults: [held], signal: controller.signal }));
    await until(() => held.state[1] === 1);
    expect(written()).toEqual(first);
    controller.abort('enough');
    await expect(cancelled).rejects.toBe('enough');

    const run = fakeRun(64, { rounds: 77 });
    await pool.run(run);
    run.check();
    for (const buffer of written()) expect(first.has(buffer)).toBe(false);
  });

  it('of a wrong length or population is refused before anything runs', async () => {
    const run = fakeRun(40);
    for (const runner of [openRunner(0), openRunner(1)]) {
      await expect(runner.run({ ...run, population: 41 })).rejects.toThrow(ArgumentError);
      await expect(runner.run({ ...run, population: 0 })).rejects.toThrow(ArgumentError);
      const short = { data: new Float64Array(41), population: 40 };
      await expect(runner.run({ ...run, outputs: [short] })).rejects.toThrow('outputs[0]: found 41 numbers');
    }
    expect(threads.started).toBe(0);
  });
});

describe('progress', () => {
  it.each([0, 1, 3])('grows to the whole population with %i workers', async (size) => {
    const seen: number[] = [];
    const runner = openRunner(size);
    await runner.run(fakeRun(257, { onProgress: (done, total) => (expect(total).toBe(257), seen.push(done)) }));
    expect(seen).toHaveLength(9);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(257);
  });

  it('that throws ends its run, and only that', async () => {
    const pool = openPool(2);
    const onProgress = (): void => {
      throw new Error('of the caller');
    };
    const good = fakeRun(100);
    const bad = pool.run(fakeRun(100, { onProgress }));
    await Promise.all([expect(bad).rejects.toThrow('of the caller'), pool.run(good)]);
    good.check();
  });
});

describe('images', () => {
  it('are posted to a worker once, and forgotten when many others came', async () => {
    const pool = openPool(1);
    const postedOf = (type: string): number => threads.posted.filter((message) => message.type === type).length;
    for (let i = 0; i < 20; i++) await pool.run(fakeRun(64, { key: `kernel ${i}` }));
    expect([postedOf('image'), postedOf('forget')]).toEqual([20, 4]);
    await pool.run(fakeRun(64, { key: 'kernel 19' }));
    expect(postedOf('image')).toBe(20);
    const again = fakeRun(64, { key: 'kernel 0' });
    await pool.run(again);
    expect(postedOf('image')).toBe(21);
    again.check();
  });

  it('that cannot be posted reject their run', async () => {
    const pool = openPool(1);
    const run = fakeRun(64);
    const image = { key: 'with a function', rounds: () => 1 };
    await expect(pool.run({ ...run, image })).rejects.toThrow('could not be cloned');
    await pool.run(run);
    run.check();
  });
});

describe('an error of the kernel', () => {
  it.each([0, 1, 2])('keeps class, message and fields, and the runner stays usable (%i workers)', async (size) => {
    const runner = openRunner(size);
    const faults = [newFault('throw', 32)];
    const good = fakeRun(100);
    const bad = runner.run(fakeRun(100, { faults })).catch((error: unknown) => error);
    await runner.run(good);
    const error = (await bad) as NonFiniteError;
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error).toBeInstanceOf(AdjointError);
    expect(error.name).toBe('NonFiniteError');
    expect(error.message).toBe(thrownError().message);
    expect(error.origin).toMatchObject({ step: 7, joint: 'elbow', member: 33, value: Infinity });
    expect(error.stack).toContain('thrownError');
    good.check();
  });

  it('that is no Error arrives as one', async () => {
    const pool = openPool(1);
    const faults = [newFault('throw a string', 0)];
    await expect(pool.run(fakeRun(10, { faults }))).rejects.toThrow('just words');
  });

  it('leaves no writer behind: the next run into the same memory waits for shards that still run', async () => {
    const pool = openPool(2);
    const [thrower, held] = [newFault('wait', 0, 1), newFault('wait', 32, 1)];
    const allocate = (length: number): Float64Array => pool.allocate(length);
    let late = 0;
    const faults = [thrower, newFault('throw', 0), held];
    const first = fakeRun(64, { allocate, faults, onProgress: () => late++ });
    const failed = expect(pool.run(first)).rejects.toThrow(NonFiniteError);
    await until(() => thrower.state[1] === 1 && held.state[1] === 1);
    letGo(thrower);
    await failed;

    let done = 0;
    const second = fakeRun(64, {
      rounds: 70,
      allocate,
      outputs: first.outputs,
      onProgress: (members) => (done = members),
    });
    const ended = pool.run(second);
    await pool.run(fakeRun(500)); // the other worker is free for all other memory
    expect(done).toBe(0);
    letGo(held);
    await ended;
    second.check();
    expect(late).toBe(0);
  });
});

describe('cancelling', () => {
  it('rejects at once with the reason of the signal, though a worker never ends', async () => {
    const pool = openPool(2);
    const endless = newFault('endless', 32);
    const controller = new AbortController();
    const run = fakeRun(100, {
      faults: [endless],
      signal: controller.signal,
      allocate: (length) => pool.allocate(length),
    });
    const ended = pool.run(run);
    await until(() => endless.state[1] === 1);
    const living = threads.living.size;
    const reason = new Error('changed my mind');
    controller.abort(reason);
    await expect(ended).rejects.toBe(reason);
    expect(threads.living.size).toBe(living);

    // the same memory is written again, by workers that are there or come
    const again = fakeRun(100, { outputs: run.outputs, rounds: 99 });
    await pool.run(again);
    again.check();
  });

  it('leaves other runs alone, those that shared a worker too', async () => {
    const pool = openPool(1);
    const endless = newFault('endless', 0);
    const controller = new AbortController();
    const cancelled = pool.run(fakeRun(10, { faults: [endless], signal: controller.signal }));
    const others = [fakeRun(200), fakeRun(300)];
    const ended = others.map((run) => pool.run(run));
    await until(() => endless.state[1] === 1);
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    await Promise.all(ended);
    for (const run of others) run.check();
  });

  it.each([0, 1])('before the start runs nothing (%i workers)', async (size) => {
    const run = fakeRun(64, { signal: AbortSignal.abort('too late') });
    await expect(openRunner(size).run(run)).rejects.toBe('too late');
    expect(run.outputs[0].data.every((value) => value === 0)).toBe(true);
  });

  it('ends a run without workers between two shards', async () => {
    const controller = new AbortController();
    const onProgress = (done: number): void => {
      if (done === 64) setImmediate(() => controller.abort('enough'));
      expect(done).toBeLessThanOrEqual(96);
    };
    const run = fakeRun(1000, { signal: controller.signal, onProgress });
    await expect(openRunner(0).run(run)).rejects.toBe('enough');
  });
});

describe('closing', () => {
  it('rejects what runs and what waits, and ends every worker', async () => {
    const pool = openPool(2);
    const endless = newFault('endless', 0);
    const runs = [fakeRun(100, { faults: [endless] }), fakeRun(100)].map((run) => pool.run(run));
    const rejected = runs.map((run) => expect(run).rejects.toThrow(PoolClosedError));
    await until(() => endless.state[1] === 1);
    await pool.close();
    expect(threads.living.size).toBe(0);
    await Promise.all(rejected);
    await expect(pool.run(fakeRun(10))).rejects.toThrow(PoolClosedError);
  });

  it('twice, or before anything ran, is no mistake', async () => {
    const pool = openPool(2);
    await Promise.all([pool.close(), pool.close()]);
    await turns(1);
    expect(threads.started).toBe(0);
  });
});
