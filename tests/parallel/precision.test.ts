/** @file Float32 kernels on worker threads: the same bits, in shards that fill their blocks. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { tensorsOf } from '../../src/core/tree.ts';
import { compileParallel } from '../../src/parallel/compile-parallel.ts';
import { cutIntoShards } from '../../src/parallel/shard.ts';
import { createWorkerPool } from '../../src/platform/node/worker-pool.ts';
import { bundle } from '../support/bundle.ts';
import { expectEqual } from '../support/check.ts';
import { WatchedThreads } from '../support/fake-runs.ts';
import { drawGiven, pandaWork } from '../support/panda-work.ts';
import { assetText } from '../support/robots.ts';

let folder: string;
let script: URL;

beforeAll(async () => {
  ({
    folder,
    scripts: [script],
  } = await bundle([new URL('../../src/platform/node/shard-worker.ts', import.meta.url)]));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  [33, 'shared'],
  [100, 'transferred'],
  [257, 'shared'],
] as const)(
  '%i arms in float32 have the bits of the calling thread on workers (%s memory)',
  async (members, memory) => {
    const options = { precision: 'float32' } as const;
    const work = pandaWork(assetText('panda'), { baseline: true });
    const given = drawGiven(20, members);
    const expected = tensorsOf(compile(work, [given], options)(given));
    const threads = new WatchedThreads(script);
    const pool = createWorkerPool({ openWorker: threads.open, size: 2, memory });
    const found = tensorsOf(await compileParallel(work, [given], pool, options)(given));
    found.forEach(({ data }, i) => expectEqual(data, expected[i].data));
    expect(threads.started).toBeGreaterThan(0);
    await pool.close();
  },
);

it('a shard has as many members as a block has lanes', () => {
  expect(cutIntoShards(256, { lanes: 64 }).map(({ count }) => count)).toEqual([64, 64, 64, 64]);
});
