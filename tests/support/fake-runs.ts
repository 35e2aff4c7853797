/** @file Runs of the fake kernel with their expected results, and pools whose threads can be watched and killed. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WorkerOptions } from 'node:worker_threads';
import { populationSum } from '../../src/core/ops/structural.ts';
import { PopulationTensor } from '../../src/core/population-tensor.ts';
import type { PopulationRun } from '../../src/parallel/population-runner.ts';
import type { OpenWorker, PoolMessage, WorkerPort } from '../../src/parallel/protocol.ts';
import { openThread } from '../../src/platform/node/worker-pool.ts';
import { fakeKernel, type FakeImage } from '../fixtures/parallel/fake-kernel.ts';
import { expectEqual } from './check.ts';
import { Random, testSeed } from './random.ts';

export const fixture = (name: string): URL => new URL(`../fixtures/parallel/${name}.ts`, import.meta.url);

export interface FakeRun extends PopulationRun {
  readonly image: FakeImage;
  /** Fails unless outputs and sums have every bit of the whole population run at once, and summed by the library's own op. */
  check(): void;
}

type Allocate = (length: number) => Float64Array;
const plain: Allocate = (length) => new Float64Array(length);

let faulty = 0;
/** Of the content: no two runs share their faults. */
const keyOf = (rounds: number, faults: unknown): string => (faults ? `${rounds}, faulty ${++faulty}` : `${rounds}`);

/** `rounds` makes a member take about as many times 5 ns an element. */
export function fakeRun(
  population: number,
  options: Partial<FakeImage & Omit<PopulationRun, 'image'>> & {
    readonly allocate?: Allocate;
    readonly elements?: number;
  } = {},
): FakeRun {
  const { rounds = 500, faults, allocate = plain, elements = 3, key = keyOf(rounds, faults), ...rest } = options;
  const random = new Random(testSeed + population);
  const x = allocate(elements * population).map(() => random.uniform(0.1, 0.9));
  const p = allocate(elements).map(() => random.uniform(3.6, 4));
  // map() gives ordinary memory
  const input = (values: Float64Array): Float64Array => {
    const data = allocate(values.length);
    data.set(values);
    return data;
  };
  const run = {
    image: { key, rounds, faults },
    population,
    inputs: [
      { data: input(x), population },
      { data: input(p), population: 1 },
    ],
    outputs: [
      { data: allocate(elements * population), population },
      { data: allocate(elements), population: 1 },
    ],
    sums: [plain(elements)],
    ...rest,
  };
  const check = (): void => {
    const [y, z, sum] = [plain(elements * population), plain(elements), plain(elements)];
    fakeKernel.run({
      image: { key, rounds },
      inputs: [x, p],
      outputs: [y, z],
      sums: [sum],
      first: 0,
      count: population,
      population,
    });
    expectEqual(run.outputs[0].data, y);
    expectEqual(run.outputs[1].data, z);
    expectEqual(run.sums[0], populationSum(new PopulationTensor({ shape: [elements], population }, y)).data);
  };
  return { ...run, check };
}

/** A thread as its pool sees it. */
export interface WatchedThread {
  readonly port: WorkerPort;
  /** Shards that it has and did not answer. */
  shards: number;
}

/** Threads of one pool. */
export class WatchedThreads {
  readonly living = new Set<WatchedThread>();
  readonly posted: PoolMessage[] = [];
  started = 0;
  readonly open: OpenWorker;

  constructor(script: URL, options?: WorkerOptions) {
    this.open = ({ onMessage, onEnd }) => {
      this.started++;
      const port = openThread(
        script,
        options,
      )({
        onMessage: (message) => {
          if (message.type !== 'ready') thread.shards--;
          onMessage(message);
        },
        onEnd: (reason) => {
          this.living.delete(thread);
          onEnd(reason);
        },
      });
      const post: WorkerPort['post'] = (message, transfer) => {
        this.posted.push(message);
        if (message.type === 'shard') thread.shards++;
        port.post(message, transfer);
      };
      const thread: WatchedThread = { port, shards: 0 };
      this.living.add(thread);
      return { ...port, post };
    };
  }
}

export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await nextTurn();
}

export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await nextTurn();
}
