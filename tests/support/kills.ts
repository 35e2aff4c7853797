/** @file Kills worker threads at random moments of runs. */
import { turns, until, type WatchedThread, type WatchedThreads } from './fake-runs.ts';
import type { Random } from './random.ts';

export class Kills {
  /** Threads that were killed with a shard in their hands. */
  count = 0;
  readonly #threads: WatchedThreads;
  readonly #random: Random;
  readonly #later: Promise<void>[] = [];
  readonly #victims = new Set<WatchedThread>();

  constructor(threads: WatchedThreads, random: Random) {
    this.#threads = threads;
    this.#random = random;
  }

  /** What a run of so many shards is to tell its progress. Two kills a run at most: three could meet the same shard, which may then give up. */
  duringRun(shards: number): () => void {
    const moments = [this.#random.integer(1, shards), this.#random.integer(1, shards)];
    let answers = 0;
    return () => {
      answers++;
      for (const moment of moments)
        if (moment === answers) {
          if (this.#random.next() < 0.5) this.#kill();
          else this.#later.push(turns(this.#random.integer(1, 50)).then(() => this.#kill()));
        }
    };
  }

  /** Those that are still to come have come, and the victims have ended: one that is still ending could be given a shard of the next run. */
  async done(): Promise<void> {
    await Promise.all(this.#later.splice(0));
    await until(() => [...this.#victims].every((victim) => !this.#threads.living.has(victim)));
    this.#victims.clear();
  }

  /** Threads that start or wait are killed too, but do not count. */
  #kill(): void {
    const { living } = this.#threads;
    if (living.size === 0) return;
    const victim = this.#random.pick([...living]);
    if (victim.shards > 0) this.count++;
    this.#victims.add(victim);
    victim.port.terminate();
  }
}
