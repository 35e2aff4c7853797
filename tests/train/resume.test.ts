/** @file Going on where a training was stopped, on one thread and on workers: the same bits as never stopping. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leavesOf } from '../../src/core/tree.ts';
import type { PopulationRunner } from '../../src/parallel/population-runner.ts';
import type { WorkerPool } from '../../src/parallel/worker-pool.ts';
import { createWorkerPool, openThread } from '../../src/platform/node/worker-pool.ts';
import type { RunState } from '../../src/optimize/run-state.ts';
import { Training } from '../../src/train/training.ts';
import { bundle } from '../support/bundle.ts';
import { inline, smallCourse, smallTraining } from '../support/lessons.ts';

const scene = {
  observe: [
    'joint-position',
    'joint-velocity',
    { type: 'goal-error-sum', link: 'tip', to: 'point' },
    'previous-action',
  ],
  randomize: [{ type: 'action-delay', range: [0, 0.05] }],
  evaluate: { validation: { count: 40 }, test: { count: 8 } },
};
const size = { hidden: [4], horizon: 0.16, step: 0.02, policy: { normalize: true }, scene };

/** Members of one shard, and of two. */
const methods = ([32, 40] as const).flatMap((members) => [
  { type: 'bptt', members, learningRate: 0.02, every: 2 },
  {
    type: 'shac',
    members,
    learningRate: 0.02,
    every: 2,
    window: 0.08,
    critic: { hidden: [4], minibatches: 2, epochs: 2 },
  },
  { type: 'cem', candidates: members / 4, episodes: 4, every: 2 },
  { type: 'es', candidates: members / 4, episodes: 4, learningRate: 0.02, every: 2 },
]);

/** All numbers of a state. */
const numbersOf = ({ parameters, method, history, best }: RunState) => ({
  parameters,
  method: leavesOf(method).map(({ path, value }) => [path, value.data]),
  history,
  best,
});

let folder: string;
let pool: WorkerPool;

beforeAll(async () => {
  const bundled = await bundle([new URL('../../src/platform/node/shard-worker.ts', import.meta.url)]);
  ({ folder } = bundled);
  pool = createWorkerPool({ openWorker: openThread(bundled.scripts[0]), size: 2 });
}, 60_000);
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

/** The state after some iterations; stopped after each, and resumed, where it says so. */
async function stateAfter(
  method: (typeof methods)[number],
  runner: PopulationRunner,
  isStopped: boolean,
): Promise<RunState> {
  const course = smallCourse(smallTraining(method, size), runner);
  let job = Training.start(course);
  for (let iteration = 0; iteration < 3; iteration++) {
    await job.step();
    if (isStopped) job = Training.resume(course, job.state);
  }
  return job.state;
}

describe.each(methods)('$type with $members$candidates members', (method) => {
  it('has the same bits stopped after every iteration, and on workers', async () => {
    const expected = numbersOf(await stateAfter(method, inline(), false));
    expect(numbersOf(await stateAfter(method, pool, true))).toEqual(expected);
    expect(expected.history.loss.every(Number.isFinite)).toBe(true);
  });
});
