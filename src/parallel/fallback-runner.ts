/** @file A pool that gives way to the calling thread when its workers cannot do their work. */
import { ShardCrashError, WorkerStartError } from './errors.ts';
import type { PopulationRun, PopulationRunner } from './population-runner.ts';

/** What a runner gives way to: workers that do not start, or also a shard that ended each worker that had it. */
const causes = { start: [WorkerStartError], crash: [WorkerStartError, ShardCrashError] } as const;

/** A pool that gives way to the calling thread, once and for all. The bits are the same. */
export class FallbackRunner implements PopulationRunner {
  readonly #pool: PopulationRunner;
  readonly #inline: PopulationRunner;
  readonly #onFallback: (error: Error) => void;
  readonly #causes: (typeof causes)[keyof typeof causes];
  #hasFailed = false;

  constructor(
    pool: PopulationRunner,
    inline: PopulationRunner,
    onFallback: (error: Error) => void,
    cause: keyof typeof causes = 'start',
  ) {
    this.#pool = pool;
    this.#inline = inline;
    this.#onFallback = onFallback;
    this.#causes = causes[cause];
  }

  get size(): number {
    return this.#hasFailed ? 0 : this.#pool.size;
  }

  allocate(length: number): Float64Array {
    return this.#pool.allocate(length);
  }

  async run(run: PopulationRun): Promise<boolean> {
    if (this.#hasFailed) return this.#inline.run(run);
    try {
      return await this.#pool.run(run);
    } catch (error) {
      if (!this.#causes.some((cause) => error instanceof cause)) throw error;
      this.#hasFailed = true;
      this.#onFallback(error as Error);
      return this.#inline.run(run);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.close(), this.#inline.close()]);
  }
}
