/** @file A pool of workers that runs populations shard by shard; replaces workers that end, and gives their shards to others. */
import { largest } from '../core/largest.ts';
import { PoolClosedError, WorkerStartError } from './errors.ts';
import { Job } from './job.ts';
import { Assignment, PoolWorker, type PoolWorkerEvents, type WorkerAnswer } from './pool-worker.ts';
import { unpackError } from './portable-error.ts';
import { checkRun, type PopulationRun, type PopulationRunner } from './population-runner.ts';
import type { OpenWorker } from './protocol.ts';
import { PackedRows, WholeArrays } from './run-memory.ts';
import { cutIntoShards } from './shard.ts';
import { allocateShared, hasSharedMemory, isShared, SharedArrays } from './shared-arrays.ts';

export interface WorkerPoolOptions {
  readonly openWorker: OpenWorker;
  /** Most workers at a time; they are started when there is work for them. */
  readonly size: number;
  /** Whether workers see the caller's memory, or get rows sent; the default is what there is. */
  readonly memory?: 'shared' | 'transferred';
}

/** Starts in a row that may fail before the pool gives up. */
const mostFailedStarts = 3;

/** Shards in the hands of one worker: while it runs one, the next is there already. */
const mostAssignments = 2;

/** Workers for a machine of so many cores; each takes memory of its own. */
export const defaultSize = (cores: number): number => Math.max(1, Math.min(cores, 16));

export class WorkerPool implements PopulationRunner {
  readonly size: number;
  readonly #open: OpenWorker;
  readonly #isTransferred: boolean;
  readonly #shared = new SharedArrays();
  readonly #workers = new Set<PoolWorker>();
  /** In the order in which they came; the first one's shards go first. */
  readonly #jobs = new Set<Job>();
  /** Shards that workers still run for jobs that have been rejected. */
  readonly #strays = new Set<Assignment>();
  #requests = 0;
  #failedStarts = 0;
  #isClosed = false;

  constructor({ openWorker, size, memory }: WorkerPoolOptions) {
    this.size = size;
    this.#open = openWorker;
    this.#isTransferred = (memory ?? (hasSharedMemory() ? 'shared' : 'transferred')) === 'transferred';
  }

  allocate(length: number): Float64Array {
    return this.#isTransferred ? new Float64Array(length) : allocateShared(length);
  }

  async run(run: PopulationRun): Promise<boolean> {
    const { image, population, signal } = run;
    checkRun(run);
    if (this.#isClosed) throw new PoolClosedError();
    signal?.throwIfAborted();
    const shards = cutIntoShards(population, image);
    const memory = this.#isTransferred ? new PackedRows(run) : new WholeArrays(run, shards, this.#shared);
    const job = new Job(run, memory, (settled) => this.#drop(settled));
    this.#jobs.add(job);
    // A new run is a new chance for workers that did not start.
    this.#failedStarts = 0;
    const strays = this.#straysThatWriteInto(run);
    const begin = (): void => {
      job.begin(shards);
      this.#assignShards();
    };
    if (strays.length === 0) begin();
    else void Promise.all(strays.map(({ released }) => released)).then(begin);

    const cancel = (): void => this.#cancel(job);
    signal?.addEventListener('abort', cancel);
    return job.result.finally(() => signal?.removeEventListener('abort', cancel));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const job of this.#jobs) job.reject(new PoolClosedError());
    for (const worker of this.#workers) worker.terminate();
    await Promise.all([...this.#workers].map(({ ended }) => ended));
  }

  /** Gives shards to workers that have hands free, and starts workers where there are too few. */
  #assignShards(): void {
    for (const job of this.#jobs)
      while (job.waiting > 0) {
        const worker = this.#freeWorker(job);
        if (!worker) return this.#startWorkers();
        this.#assign(worker, job);
      }
  }

  #assign(worker: PoolWorker, job: Job): void {
    const shard = job.takeShard();
    const assignment = new Assignment(this.#requests++, job, shard);
    try {
      worker.assign(assignment, job.memory.arraysOf(shard), this.#isTransferred);
    } catch (thrown) {
      job.reject(thrown);
    }
  }

  /**
   * An idle worker. Or one that can have the job's next shard ready while it runs the one before, so that it need not wait for
   * the pool. Of the last shards only where it has done as many as any other, and has been given no more: a slow worker would end
   * later than all, and one that is a little ahead would take what the others are about to ask for.
   */
  #freeWorker(job: Job): PoolWorker | undefined {
    const ready = this.#living().filter(({ isReady }) => isReady);
    const idle = ready.find(({ assignments }) => assignments.length === 0);
    if (idle) return idle;
    const canWait = ready.filter(
      ({ assignments }) => assignments.length < mostAssignments && assignments[0].job === job,
    );
    if (job.waiting > this.size) return canWait[0];
    const most = largest(
      1,
      ready.map((worker) => worker.answersTo(job)),
    );
    const hasFewest = (worker: PoolWorker): boolean =>
      ready.every((other) => worker.givenOf(job) <= other.givenOf(job));
    return canWait.find((worker) => worker.answersTo(job) >= most && hasFewest(worker));
  }

  #startWorkers(): void {
    const outstanding = (): number =>
      sumOf(this.#jobs, ({ waiting }) => waiting) + sumOf(this.#workers, ({ assignments }) => assignments.length);
    const events: PoolWorkerEvents = {
      onReady: () => this.#ready(),
      onAnswer: (assignment, answer) => this.#answered(assignment, answer),
      onEnd: (worker, reason) => this.#ended(worker, reason),
    };
    while (this.#living().length < Math.min(this.size, outstanding()) && this.#failedStarts < mostFailedStarts)
      try {
        this.#workers.add(new PoolWorker(this.#open, events));
      } catch (thrown) {
        this.#startFailed(thrown instanceof Error ? thrown.message : String(thrown));
      }
  }

  #ready(): void {
    this.#failedStarts = 0;
    this.#assignShards();
  }

  #answered({ job, shard }: Assignment, answer: WorkerAnswer): void {
    if (!job.isSettled) {
      if (answer.type === 'failed') job.reject(unpackError(answer.error));
      else job.accept(shard, answer);
    }
    this.#assignShards();
  }

  #ended(worker: PoolWorker, reason: string): void {
    this.#workers.delete(worker);
    if (worker.isReady) this.#takeBack(worker, reason);
    else if (!worker.isEnding) this.#startFailed(reason);
    this.#assignShards();
  }

  /** A worker has shards of one job at a time: the one it ran, and the one that was next. */
  #takeBack({ assignments }: PoolWorker, reason: string): void {
    this.#failedStarts = 0;
    assignments.forEach(({ job, shard }, i) => {
      if (job.isSettled) return;
      if (i === 0) job.crashed(shard, reason);
      else job.putBack(shard);
    });
  }

  #startFailed(reason: string): void {
    this.#failedStarts++;
    if (this.#failedStarts < mostFailedStarts || this.#living().length > 0) return;
    for (const job of this.#jobs) job.reject(new WorkerStartError(reason));
  }

  #cancel(job: Job): void {
    const busy = this.#living().filter(({ assignments }) => assignments.some((assignment) => assignment.job === job));
    job.reject(job.run.signal!.reason);
    for (const worker of busy) worker.terminate();
  }

  #drop(job: Job): void {
    this.#jobs.delete(job);
    for (const { assignments } of this.#workers)
      for (const assignment of assignments)
        if (assignment.job === job) {
          this.#strays.add(assignment);
          void assignment.released.then(() => this.#strays.delete(assignment));
        }
  }

  #straysThatWriteInto({ outputs }: PopulationRun): Assignment[] {
    if (this.#isTransferred) return [];
    const seen = outputs.filter(({ data }) => isShared(data));
    const buffers = new Set(seen.map(({ data }) => data.buffer));
    return [...this.#strays].filter(({ job }) => job.run.outputs.some(({ data }) => buffers.has(data.buffer)));
  }

  #living(): PoolWorker[] {
    return [...this.#workers].filter(({ isEnding }) => !isEnding);
  }
}

const sumOf = <T>(items: Iterable<T>, count: (item: T) => number): number => {
  let sum = 0;
  for (const item of items) sum += count(item);
  return sum;
};
