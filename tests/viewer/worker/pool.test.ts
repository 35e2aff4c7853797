/** @file The runner of restarts in the page's worker: what is given up is not waited for by its caller, but by the next run. */
import { describe, expect, it } from 'vitest';
import type { PopulationRun, PopulationRunner } from '../../../src/parallel/population-runner.ts';
import { LastingRunner, openPool, pool, SharedPool } from '../../../src/viewer/worker/pool.ts';

/** A runner whose runs end when they are told to. */
class Slow implements PopulationRunner {
  readonly size = 2;
  readonly runs: { readonly run: PopulationRun; readonly end: (isFinite: boolean) => void; readonly fail: (error: Error) => void }[] = []; // prettier-ignore
  allocate = (length: number): Float64Array => new Float64Array(length);
  close = (): Promise<void> => Promise.resolve();
  run(run: PopulationRun): Promise<boolean> {
    return new Promise((end, fail) => this.runs.push({ run, end, fail }));
  }
}

const run = (signal?: AbortSignal): PopulationRun => ({
  image: { key: 'a' },
  population: 1,
  inputs: [],
  outputs: [],
  sums: [],
  ...(signal && { signal }),
});

const turns = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

describe('a run that is given up', () => {
  it('rejects at once, and the next one waits until its workers are free', async () => {
    const slow = new Slow();
    const runner = new LastingRunner(slow);
    const stop = new AbortController();
    const first = runner.run(run(stop.signal));
    await turns();
    stop.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    const second = runner.run(run(new AbortController().signal));
    await turns();
    expect(slow.runs.length).toBe(1);
    expect(slow.runs[0].run.signal).toBeUndefined();
    slow.runs[0].end(true);
    await turns();
    slow.runs[1].end(false);
    expect(await second).toBe(false);
  });

  it('before it began never begins', async () => {
    const slow = new Slow();
    const runner = new LastingRunner(slow);
    await expect(runner.run(run(AbortSignal.abort(new Error('never'))))).rejects.toThrow('never');
    await turns();
    expect(slow.runs).toEqual([]);
  });

  it('or that fails keeps nothing from running after it', async () => {
    const slow = new Slow();
    const runner = new LastingRunner(slow);
    const first = runner.run(run());
    await turns();
    slow.runs[0].fail(new Error('no'));
    await expect(first).rejects.toThrow('no');
    const second = runner.run(run());
    await turns();
    slow.runs[1].end(true);
    expect(await second).toBe(true);
  });
});

describe('the pool', () => {
  const opened = (cores: number): number | undefined => {
    let size: number | undefined;
    const createPool = (options: { readonly size: number }): PopulationRunner => {
      size = options.size;
      return new Slow();
    };
    return openPool({ cores, onAlone: () => undefined, createPool }) && size;
  };

  it('has all cores but one, and is none where that is one', () => {
    expect([1, 2, 3, 8, 64].map(opened)).toEqual([undefined, undefined, 2, 7, 16]);
  });

  it('is none where there are no workers, or restarts fill one shard only', () => {
    expect([1, 32, 1000].map((restarts) => pool.runnerOf(restarts))).toEqual([undefined, undefined, undefined]);
  });

  it('is one for as long as restarts fill it, and is ended when they do not', () => {
    const closed: number[] = [];
    let opened = 0;
    const shared = new SharedPool(() => {
      const number = ++opened;
      return Object.assign(new Slow(), { close: () => Promise.resolve(void closed.push(number)) });
    });
    const first = shared.runnerOf(1000);
    expect([shared.runnerOf(64), shared.runnerOf(1), opened]).toEqual([first, undefined, 1]);
    shared.keepFor(64);
    expect(closed).toEqual([]);
    shared.keepFor(1);
    shared.keepFor(1);
    expect(closed).toEqual([1]);
    expect(shared.runnerOf(64)).not.toBe(first);
  });

  it('says once why it does not help', () => {
    const alone: ((reason: string) => void)[] = [];
    const shared = new SharedPool((onAlone) => {
      alone.push(onAlone);
      return new Slow();
    });
    shared.runnerOf(64);
    expect(shared.takeNotice()).toBeNull();
    alone[0]('no worker can be started');
    alone[0]('again');
    expect(shared.takeNotice()).toBe('Rollouts are computed one after another, and slower: no worker can be started');
    expect(shared.takeNotice()).toBeNull();
  });
});
