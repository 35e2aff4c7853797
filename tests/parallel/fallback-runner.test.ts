import { describe, expect, it } from 'vitest';
import { ShardCrashError } from '../../src/parallel/errors.ts';
import { FallbackRunner } from '../../src/parallel/fallback-runner.ts';
import { InlineRunner } from '../../src/parallel/inline-runner.ts';
import { kernelShards } from '../../src/parallel/kernel-shards.ts';
import { WorkerPool } from '../../src/parallel/worker-pool.ts';
import { nextTurn } from '../../src/platform/node/next-turn.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { readScene } from '../../src/scene/parse.ts';
import { assetText, sceneText } from '../support/robots.ts';

/** A pool whose threads are forbidden. */
const broken = () =>
  new WorkerPool({
    size: 2,
    openWorker: () => {
      throw new Error('no threads here');
    },
  });

describe('a pool whose workers do not start', () => {
  it('gives way to this thread once and for all, with one notice and the same bits', async () => {
    const experiment = assemble(readScene(sceneText('two-link-reach')), assetText('planar-2link'));
    const errors: Error[] = [];
    const runner = new FallbackRunner(broken(), new InlineRunner(kernelShards, nextTurn), (error) =>
      errors.push(error),
    );
    expect(runner.size).toBe(2);
    const members = experiment.population(40, runner);
    const expected = await experiment.population(40).evaluate(members.starts, {});
    for (let i = 0; i < 2; i++) expect(await members.evaluate(members.starts, {})).toEqual(expected);
    expect(errors.map(({ message }) => message)).toEqual([
      'no worker can be started: no threads here; fix: run without workers',
    ]);
    expect(runner.size).toBe(0);
    await runner.close();
  });
});

it('what ends each worker that has it is given up by a pool that is told so, and thrown by another', async () => {
  const crash = new ShardCrashError({ index: 0, first: 0, count: 1 }, 3, 'out of memory');
  const pool = { size: 2, allocate: (length: number) => new Float64Array(length), close: () => Promise.resolve() };
  const inline = { ...pool, size: 0, run: () => Promise.resolve(true) };
  const run = { image: { key: 'a' }, population: 1, inputs: [], outputs: [], sums: [] };
  const said: string[] = [];
  const runner = (cause?: 'crash') =>
    new FallbackRunner(
      { ...pool, run: () => Promise.reject(crash) },
      inline,
      ({ message }) => said.push(message),
      cause,
    );
  await expect(runner().run(run)).rejects.toBe(crash);
  expect(said).toEqual([]);
  expect(await runner('crash').run(run)).toBe(true);
  expect(said).toEqual([crash.message]);
});
