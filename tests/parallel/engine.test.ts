/** @file The engine's kernels on worker threads: rollouts of a real arm with gradients, by shared and by members' own parameters. */
import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../src/core/backend/choose-backend.ts';
import { isKnownFinite } from '../../src/core/backend/known-finite.ts';
import { compile } from '../../src/core/compile.ts';
import { div, sub } from '../../src/core/ops/arithmetic.ts';
import { mul } from '../../src/core/ops/elementwise.ts';
import { populationMean } from '../../src/core/ops/reduction.ts';
import { PopulationTensor } from '../../src/core/population-tensor.ts';
import { tensorsOf, type Tree } from '../../src/core/tree.ts';
import { NonFiniteError } from '../../src/errors.ts';
import { compileParallel } from '../../src/parallel/compile-parallel.ts';
import { InlineRunner } from '../../src/parallel/inline-runner.ts';
import { kernelShards } from '../../src/parallel/kernel-shards.ts';
import type { PopulationRunner } from '../../src/parallel/population-runner.ts';
import { cutIntoShards } from '../../src/parallel/shard.ts';
import type { WorkerPool, WorkerPoolOptions } from '../../src/parallel/worker-pool.ts';
import { nextTurn } from '../../src/platform/node/next-turn.ts';
import { createWorkerPool } from '../../src/platform/node/worker-pool.ts';
import { bundle } from '../support/bundle.ts';
import { expectEqual } from '../support/check.ts';
import { WatchedThreads } from '../support/fake-runs.ts';
import { Kills } from '../support/kills.ts';
import { drawGiven, type Found, type Given, pandaWork } from '../support/panda-work.ts';
import { drawPlan } from '../support/random-graphs/plan.ts';
import { runOn, runOnWorkers, traceProgram } from '../support/random-graphs/run.ts';
import { Random, testCases, testSeed } from '../support/random.ts';
import { assetText } from '../support/robots.ts';

const steps = 20;
const work = pandaWork(assetText('panda'));
const workWithBaseline = pandaWork(assetText('panda'), { baseline: true });

let folder: string;
let script: URL;
let threads: WatchedThreads;
const opened: WorkerPool[] = [];

function openPool(size: number, memory?: WorkerPoolOptions['memory']): WorkerPool {
  threads = new WatchedThreads(script);
  const pool = createWorkerPool({ openWorker: threads.open, size, memory });
  opened.push(pool);
  return pool;
}

function expectSame(found: Tree, expected: Tree): void {
  const [tensors, others] = [found, expected].map((tree) => tensorsOf(tree));
  expect(tensors.map(({ population }) => population)).toEqual(others.map(({ population }) => population));
  tensors.forEach(({ data }, i) => expectEqual(data, others[i].data));
}

beforeAll(async () => {
  ({
    folder,
    scripts: [script],
  } = await bundle([new URL('../../src/platform/node/shard-worker.ts', import.meta.url)]));
});
afterEach(() => Promise.all(opened.splice(0).map((pool) => pool.close())));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([1, 33, 100, 257])(`a population of %i arms (TEST_SEED=${testSeed})`, (population) => {
  const given = drawGiven(steps, population);

  it.each([
    ['losses and gradients', work],
    ['losses that are compared with their mean, and gradients', workWithBaseline],
  ] as const)('has %s of the same bits on 1, 2 and 3 workers as on the calling thread', async (_, f) => {
    const expected = compile(f, [given])(given);
    for (const [size, memory] of [
      [1, 'shared'],
      [2, 'shared'],
      [3, 'shared'],
      [2, 'transferred'],
    ] as const) {
      const run = compileParallel(f, [given], openPool(size, memory));
      for (let call = 0; call < 2; call++) expectSame(await run(given), expected);
      expect(threads.started).toBeGreaterThan(0);
    }
  });
});

describe('random programs over all ops', () => {
  it(`have the same bits on 1, 2 and 3 workers as on the calling thread (TEST_SEED=${testSeed})`, async () => {
    const pools = [1, 2, 3].map((size) => openPool(size));
    const populations = [33, 64, 65, 100, 257];
    for (let i = 0; i < testCases(25); i++) {
      const plan = { ...drawPlan(testSeed, i), population: populations[i % populations.length] };
      const expected = runOn('wasm', traceProgram(plan));
      const found = await Promise.all(pools.map((pool) => runOnWorkers(pool, plan)));
      for (const results of found) expectSame(results, expected);
    }
  });
});

describe('a worker that is killed', () => {
  const times = testCases(12);
  it(`${times} times at random moments of rollouts loses nothing and changes no bit (TEST_SEED=${testSeed})`, async () => {
    const random = new Random();
    const pool = openPool(3);
    const kills = new Kills(threads, random);
    const cases = [33, 100, 257].map((population) => {
      const given = drawGiven(100, population);
      return {
        given,
        shards: cutIntoShards(population).length,
        expected: compile(work, [given])(given),
        run: compileParallel(work, [given], pool),
      };
    });
    while (kills.count < times) {
      const { given, shards, expected, run } = random.pick(cases);
      const onProgress = kills.duringRun(shards);
      expectSame(await run.call({ onProgress }, given), expected);
      await kills.done();
    }
    expect(threads.started).toBeGreaterThan(kills.count);
  });
});

describe('a signal', () => {
  const population = 2000;
  const given = drawGiven(steps, population);

  it('ends a call at once: nothing of it is heard any more, and the next call has its bits', async () => {
    const run = compileParallel(workWithBaseline, [given], openPool(2));
    const reason = new Error('enough');
    const controller = new AbortController();
    const progress: number[] = [];
    const onProgress = (done: number): void => {
      progress.push(done);
      if (progress.length === 3) controller.abort(reason);
    };
    const call = run.call({ signal: controller.signal, onProgress }, given);
    await expect(call).rejects.toBe(reason);
    expectSame(await run(given), compile(workWithBaseline, [given])(given));
    expect(progress).toHaveLength(3);
    expect(progress.at(-1)).toBeLessThan(population);
  });

  it('that is given already starts nothing', async () => {
    const run = compileParallel(work, [given], openPool(2));
    await expect(run.call({ signal: AbortSignal.abort('before') }, given)).rejects.toBe('before');
    expect(threads.started).toBe(0);
  });
});

describe('where the interpreter runs', () => {
  afterEach(() => chooseBackend('wasm'));

  it('the calling thread does it all, with the same bits and the same way to end a call', async () => {
    const given = drawGiven(steps, 5);
    const expected = compile(workWithBaseline, [given])(given);
    chooseBackend('interpreter');
    const run = compileParallel(workWithBaseline, [given], openPool(2));
    expectSame(await run(given), expected);
    await expect(run.call({ signal: AbortSignal.abort('before') }, given)).rejects.toBe('before');
    expect(threads.started).toBe(0);
  });
});

describe('results that are used again', () => {
  const [first, second] = [1, 2].map((seed) => drawGiven(steps, 70, seed));

  /** Calls with two arguments, and whether the second result lies where the first one lay. */
  async function expectReuse(run: (given: Given) => Found | Promise<Found>): Promise<void> {
    const plain = compile(work, [first]);
    const before = await run(first);
    expectSame(before, plain(first));
    const after = await run(second);
    expectSame(after, plain(second));
    tensorsOf(after).forEach(({ data }, i) => expect(data).toBe(tensorsOf(before)[i].data));
  }

  it('lie in the same memory, which workers see, and have the bits of each call', async () => {
    const run = compileParallel(work, [first], openPool(2), { reuseResults: true });
    await expectReuse(run);
    for (const { data } of tensorsOf(await run(first))) expect(data.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  const population = 257;
  const membersOf = (seed: number): PopulationTensor =>
    new PopulationTensor({ shape: [3], population }, Float64Array.from(new Random(seed).list(3 * population)));
  /** The first stage writes `scaled`, and the second reads x again. */
  const centred = (x: PopulationTensor) => ({ scaled: mul(x, 1.5), rest: sub(x, mul(2, populationMean(x))) });
  const plain = compile(centred, [membersOf(0)]);
  const runners: readonly (readonly [string, () => PopulationRunner])[] = [
    ['on workers that see the memory', () => openPool(2, 'shared')],
    ['on workers that are sent rows', () => openPool(2, 'transferred')],
    ['on this thread', () => new InlineRunner(kernelShards, nextTurn)],
  ];
  const reusedOn = (open: () => PopulationRunner) =>
    compileParallel(centred, [membersOf(0)], open(), { reuseResults: true });

  it.each(runners)("are each call's own where calls overlap, %s", async (_, open) => {
    const run = reusedOn(open);
    for (let round = 0; round < 3; round++) {
      const given = [1, 2, 3, 4].map((seed) => membersOf(10 * round + seed));
      const found = await Promise.all(given.map((x) => run(x)));
      found.forEach((result, i) => expectSame(result, plain(given[i])));
    }
  });

  it.each(runners)("may be the next call's argument, also while another call begins, %s", async (_, open) => {
    const run = reusedOn(open);
    let [found, right] = [await run(membersOf(1)), plain(membersOf(1))];
    for (let round = 0; round < 5; round++) {
      const next = run(found.scaled);
      const other = run(membersOf(round));
      right = plain(right.scaled);
      found = await next;
      const otherFound = await other;
      expectSame(found, right);
      expectSame(otherFound, plain(membersOf(round)));
    }
  });

  it('do so on the calling thread', () => expectReuse(compile(work, [first], { reuseResults: true })));
});

it.each(['shared', 'transferred'] as const)(
  'a result that is not finite is told, whichever shard it belongs to, and forgotten when it is finite again (%s)',
  async (memory) => {
    const population = 100;
    const membersOf = (bad: number): PopulationTensor =>
      new PopulationTensor(
        { shape: [], population },
        Float64Array.from({ length: population }, (_, i) => (i === bad ? 0 : 0.5)),
      );
    const f = (x: PopulationTensor): PopulationTensor => div(1, x);
    const run = compileParallel(f, [membersOf(-1)], openPool(2, memory), { reuseResults: true });
    for (const bad of [0, 40, 99]) {
      expect(isKnownFinite(await run(membersOf(-1)))).toBe(true);
      await expect(run(membersOf(bad))).rejects.toThrow(NonFiniteError);
    }
    expect(isKnownFinite(await run(membersOf(-1)))).toBe(true);
  },
);
