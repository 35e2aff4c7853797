/** @file Who runs a population for a command: workers where they are asked for and can start, else this thread. */
import { hasWasmSimd } from '../core/backend/wasm/wasm-kernel.ts';
import { activeBackend } from '../core/backend/choose-backend.ts';
import { FallbackRunner } from '../parallel/fallback-runner.ts';
import { InlineRunner } from '../parallel/inline-runner.ts';
import { kernelShards } from '../parallel/kernel-shards.ts';
import type { PopulationRunner } from '../parallel/population-runner.ts';
import { nextTurn } from '../platform/node/next-turn.ts';
import { createWorkerPool } from '../platform/node/worker-pool.ts';
import type { Terminal } from './terminal.ts';

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
