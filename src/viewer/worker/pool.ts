/** @file Workers of the page's worker: restarts are shared out among all cores but one. Where that cannot be, it computes alone. */
import { activeBackend } from '../../core/backend/choose-backend.ts';
import { FallbackRunner } from '../../parallel/fallback-runner.ts';
import { InlineRunner } from '../../parallel/inline-runner.ts';
import { kernelShards } from '../../parallel/kernel-shards.ts';
import type { PopulationRun, PopulationRunner } from '../../parallel/population-runner.ts';
import { cutIntoShards } from '../../parallel/shard.ts';
import { defaultSize } from '../../parallel/worker-pool.ts';
import { nextTurn } from '../../platform/web/next-turn.ts';
import { createWorkerPool } from '../../platform/web/worker-pool.ts';

/**
 * A run that is given up rejects at once, and its workers end what they have at hand: ended in the middle, they would have to be started
 * and to compile anew with every move of a target. The next run waits for them.
 */
export class LastingRunner implements PopulationRunner {
  readonly #runner: PopulationRunner;
  #last: Promise<unknown> = Promise.resolve();

  constructor(runner: PopulationRunner) {
    this.#runner = runner;
  }

  get size(): number {
    return this.#runner.size;
  }

  allocate(length: number): Float64Array {
    return this.#runner.allocate(length);
  }

  async run({ signal, ...run }: PopulationRun): Promise<boolean> {
    const done = this.#last.then(() => {
      signal?.throwIfAborted();
      return this.#runner.run(run);
    });
    this.#last = done.catch(() => undefined);
    if (!signal) return done;
    const abandoned = new AbortController();
    const given = new Promise<never>((_, reject) => {
      const giveUp = (): void => reject(signal.reason as Error);
      if (signal.aborted) giveUp();
      signal.addEventListener('abort', giveUp, { signal: abandoned.signal });
    });
    return Promise.race([done, given]).finally(() => abandoned.abort());
  }

  close(): Promise<void> {
    return this.#runner.close();
  }
}

export interface PoolOptions {
  /** Of the machine. */
  readonly cores: number;
  /** Told once, where workers that were meant to help cannot. */
  readonly onAlone: (reason: string) => void;
  readonly createPool?: (options: { readonly size: number }) => PopulationRunner;
}

/** Runs restarts on all cores but one; undefined where that is no gain. Its workers are started when there is work for them. */
export function openPool({ cores, onAlone, createPool = createWorkerPool }: PoolOptions): PopulationRunner | undefined {
  const size = defaultSize(cores - 1);
  if (size === 1 || activeBackend() === 'interpreter') return undefined;
  const alone = new InlineRunner(kernelShards, nextTurn);
  return new LastingRunner(new FallbackRunner(createPool({ size }), alone, ({ message }) => onAlone(message), 'crash'));
}

/** The pool of a worker, made when it is first of use, and ended when it is of none: its workers have memory of their own. */
export class SharedPool {
  readonly #open: (onAlone: (reason: string) => void) => PopulationRunner | undefined;
  #opened: { readonly runner: PopulationRunner | undefined } | null = null;
  #notice: string | null = null;
  #hasSaid = false;

  constructor(open: (onAlone: (reason: string) => void) => PopulationRunner | undefined) {
    this.#open = open;
  }

  /** The runner for so many restarts; undefined where they are run here, as they do not fill two shards. */
  runnerOf(restarts: number): PopulationRunner | undefined {
    if (!fillsShards(restarts)) return undefined;
    this.#opened ??= { runner: this.#open((reason) => this.#say(reason)) };
    return this.#opened.runner;
  }

  /** So many restarts are run from now on: ends a pool that is of no use to them. */
  keepFor(restarts: number): void {
    if (fillsShards(restarts) || !this.#opened) return;
    void this.#opened.runner?.close();
    this.#opened = null;
  }

  /** Why the restarts are run without the workers that were meant to help; null where they help, and once it was said. */
  takeNotice(): string | null {
    const notice = this.#notice;
    this.#notice = null;
    return notice;
  }

  #say(reason: string): void {
    if (this.#hasSaid) return;
    this.#hasSaid = true;
    this.#notice = `Rollouts are computed one after another, and slower: ${reason}`;
  }
}

const fillsShards = (restarts: number): boolean => cutIntoShards(restarts).length >= 2;

/** That of this worker. */
export const pool = new SharedPool((onAlone) =>
  typeof Worker === 'undefined' ? undefined : openPool({ cores: navigator.hardwareConcurrency, onAlone }),
);
