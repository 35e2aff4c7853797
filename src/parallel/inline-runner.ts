/** @file A population run on the calling thread: where there are no workers, or nothing to gain from them. */
import { PoolClosedError } from './errors.ts';
import { checkRun, type PopulationRun, type PopulationRunner } from './population-runner.ts';
import { WholeArrays } from './run-memory.ts';
import { cutIntoShards, type ShardRunner } from './shard.ts';

export class InlineRunner implements PopulationRunner {
  readonly size = 0;
  readonly #runner: ShardRunner;
  readonly #nextTurn: () => Promise<unknown>;
  #isClosed = false;

  /** `nextTurn` lets the event loop turn between two shards, so that a run can be cancelled. */
  constructor(runner: ShardRunner, nextTurn: () => Promise<unknown>) {
    this.#runner = runner;
    this.#nextTurn = nextTurn;
  }

  allocate(length: number): Float64Array {
    return new Float64Array(length);
  }

  async run(run: PopulationRun): Promise<boolean> {
    const { image, population, signal, onProgress } = run;
    checkRun(run);
    const shards = cutIntoShards(population, image);
    const memory = new WholeArrays(run, shards, null);
    let isFinite = true;
    for (const shard of shards) {
      if (shard.index > 0) await this.#nextTurn();
      if (this.#isClosed) throw new PoolClosedError();
      signal?.throwIfAborted();
      isFinite = this.#runner.run({ ...memory.arraysOf(shard), image }) && isFinite;
      onProgress?.(shard.first + shard.count, population);
    }
    memory.finish();
    return isFinite;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }
}
