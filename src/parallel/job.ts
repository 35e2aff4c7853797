/** @file One run on its way through a pool: which shards wait, which are done, and the promise that ends it. */
import { ShardCrashError } from './errors.ts';
import type { PopulationRun } from './population-runner.ts';
import type { WorkerMessage } from './protocol.ts';
import type { RunMemory } from './run-memory.ts';
import type { Shard } from './shard.ts';

type ShardDone = Extract<WorkerMessage, { type: 'done' }>;

/** Workers that one shard may end before its run is given up. */
const mostCrashes = 3;

export class Job {
  readonly run: PopulationRun;
  readonly memory: RunMemory;
  /** Settles with the run, and whether all outputs are known to be finite; always listened to by whoever asked for it. */
  readonly result: Promise<boolean>;
  isSettled = false;
  /** Shards that no worker has, the next one last. */
  #waiting: Shard[] = [];
  readonly #crashes = new Map<Shard, number>();
  readonly #onSettled: (job: Job) => void;
  #done = 0;
  #isFinite = true;
  #resolve!: (isFinite: boolean) => void;
  #reject!: (reason: unknown) => void;

  constructor(run: PopulationRun, memory: RunMemory, onSettled: (job: Job) => void) {
    this.run = run;
    this.memory = memory;
    this.#onSettled = onSettled;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** From now on its shards may be taken. */
  begin(shards: readonly Shard[]): void {
    if (!this.isSettled) this.#waiting = shards.toReversed();
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  takeShard(): Shard {
    return this.#waiting.pop()!;
  }

  /** The shard's worker was ended for reasons that are not the shard's. */
  putBack(shard: Shard): void {
    this.#waiting.push(shard);
  }

  /** The shard's worker ended while it ran this shard. */
  crashed(shard: Shard, reason: string): void {
    const crashes = (this.#crashes.get(shard) ?? 0) + 1;
    this.#crashes.set(shard, crashes);
    if (crashes === mostCrashes) this.reject(new ShardCrashError(shard, crashes, reason));
    else this.putBack(shard);
  }

  accept(shard: Shard, { isFinite, returned }: Pick<ShardDone, 'isFinite' | 'returned'>): void {
    const { population, onProgress } = this.run;
    this.memory.accept(shard, returned);
    this.#done += shard.count;
    this.#isFinite &&= isFinite;
    try {
      onProgress?.(this.#done, population);
    } catch (thrown) {
      return this.reject(thrown);
    }
    if (this.#done < population || this.isSettled) return;
    this.memory.finish();
    this.#settle();
    this.#resolve(this.#isFinite);
  }

  reject(reason: unknown): void {
    if (this.isSettled) return;
    this.#settle();
    this.#reject(reason);
  }

  #settle(): void {
    this.isSettled = true;
    this.#waiting.length = 0;
    this.#onSettled(this);
  }
}
