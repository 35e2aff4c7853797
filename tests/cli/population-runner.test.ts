import { describe, expect, it } from 'vitest';
import { FallbackRunner } from '../../src/cli/population-runner.ts';
import type { WorkerStartError } from '../../src/parallel/errors.ts';
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
    const errors: WorkerStartError[] = [];
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
