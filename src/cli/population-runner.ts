/** @file Who runs a population for a command: workers where they are asked for and can start, else this thread. */
import { hasWasmSimd } from '../core/backend/wasm/wasm-kernel.ts';
import { activeBackend } from '../core/backend/choose-backend.ts';
import { WorkerStartError } from '../parallel/errors.ts';
import { InlineRunner } from '../parallel/inline-runner.ts';
import { kernelShards } from '../parallel/kernel-shards.ts';
import type { PopulationRun, PopulationRunner } from '../parallel/population-runner.ts';
import type { WorkerPool } from '../parallel/worker-pool.ts';
import { nextTurn } from '../platform/node/next-turn.ts';
import { createWorkerPool } from '../platform/node/worker-pool.ts';
import type { Terminal } from './terminal.ts';

/** A pool that gives way to the calling thread when its workers do not start. The bits are the same. */
export class FallbackRunner implements PopulationRunner {
  readonly #pool: WorkerPool;
  readonly #inline: PopulationRunner;
  readonly #onFallback: (error: WorkerStartError) => void;
  #hasFailed = false;

  constructor(pool: WorkerPool, inline: PopulationRunner, onFallback: (error: WorkerStartError) => void) {
    this.#pool = pool;
    this.#inline = inline;
    this.#onFallback = onFallback;
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
      if (!(error instanceof WorkerStartError)) throw error;
      this.#hasFailed = true;
      this.#onFallback(error);
      return this.#inline.run(run);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.close(), this.#inline.close()]);
  }
}

/** `workers`: how many to start; on this thread where it is left out. Close it when done. */
export function openRunner(workers: number | undefined, terminal: Terminal): PopulationRunner {
  const inline = new InlineRunner(kernelShards, nextTurn);
  if (workers === undefined) return inline;
  if (activeBackend() === 'interpreter') {
    const remedy = hasWasmSimd() ? '; fix: --backend wasm' : '';
    terminal.err(`Workers run WebAssembly only: the interpreter runs on this thread${remedy}\n`);
    return inline;
  }
  return new FallbackRunner(createWorkerPool({ size: workers }), inline, ({ message }) =>
    terminal.err(`\n${message}\nGoing on without workers, on this thread.\n`),
  );
}
