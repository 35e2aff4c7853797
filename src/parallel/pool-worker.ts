/** @file One worker as its pool knows it: what it holds, what it works on. */
import type { Job } from './job.ts';
import type { OpenWorker, ShardArrays, WorkerMessage, WorkerPort } from './protocol.ts';
import type { KernelImage, Shard } from './shard.ts';

/** A shard in the hands of a worker. */
export class Assignment {
  readonly request: number;
  readonly job: Job;
  readonly shard: Shard;
  /** The worker does not write for this shard any more. */
  readonly released: Promise<void>;
  release!: () => void;

  constructor(request: number, job: Job, shard: Shard) {
    this.request = request;
    this.job = job;
    this.shard = shard;
    this.released = new Promise((resolve) => (this.release = resolve));
  }
}

export type WorkerAnswer = Exclude<WorkerMessage, { readonly type: 'ready' }>;

export interface PoolWorkerEvents {
  readonly onReady: () => void;
  readonly onAnswer: (assignment: Assignment, answer: WorkerAnswer) => void;
  readonly onEnd: (worker: PoolWorker, reason: string) => void;
}

/** Images that a worker keeps; the one not used for the longest time is forgotten. */
const mostImages = 16;

export class PoolWorker {
  readonly ended: Promise<void>;
  /** In the order in which the worker runs them; it works on the first. */
  readonly assignments: Assignment[] = [];
  isReady = false;
  /** Shards that it has answered of the job that it answered last. */
  #answered: { readonly job: Job; count: number } | null = null;
  /** It was told to end. */
  isEnding = false;
  readonly #port: WorkerPort;
  readonly #events: PoolWorkerEvents;
  /** Keys, the one used last at the end. */
  readonly #images = new Set<string>();

  /** Throws what `open` throws. */
  constructor(open: OpenWorker, events: PoolWorkerEvents) {
    let markEnded: () => void;
    this.ended = new Promise((resolve) => (markEnded = resolve));
    this.#events = events;
    this.#port = open({
      onMessage: (message) => this.#receive(message),
      onEnd: (reason) => {
        for (const assignment of this.assignments) assignment.release();
        events.onEnd(this, reason);
        markEnded();
      },
    });
  }

  /** Throws where the image cannot be cloned. */
  assign(assignment: Assignment, arrays: ShardArrays, isTransferred: boolean): void {
    const { request, job } = assignment;
    const { image } = job.run;
    this.#show(image);
    const transfer = isTransferred ? buffersOf(arrays) : [];
    this.#port.post({ type: 'shard', request, key: image.key, arrays, isTransferred }, transfer);
    this.assignments.push(assignment);
    this.#port.keepAlive(true);
  }

  answersTo(job: Job): number {
    return this.#answered?.job === job ? this.#answered.count : 0;
  }

  /** Its shards of a job, answered or not. */
  givenOf(job: Job): number {
    return this.answersTo(job) + this.assignments.filter((assignment) => assignment.job === job).length;
  }

  terminate(): void {
    if (this.isEnding) return;
    this.isEnding = true;
    // whoever closes a pool waits for the end
    this.#port.keepAlive(true);
    this.#port.terminate();
  }

  #show(image: KernelImage): void {
    const { key } = image;
    if (!this.#images.delete(key)) this.#port.post({ type: 'image', image }, []);
    this.#images.add(key);
    if (this.#images.size <= mostImages) return;
    const [oldest] = this.#images;
    this.#images.delete(oldest);
    this.#port.post({ type: 'forget', key: oldest }, []);
  }

  #receive(message: WorkerMessage): void {
    if (this.isEnding) return;
    if (message.type === 'ready') {
      this.isReady = true;
      this.#port.keepAlive(false);
      return this.#events.onReady();
    }
    const position = this.assignments.findIndex(({ request }) => request === message.request);
    const [assignment] = this.assignments.splice(position, 1);
    if (this.assignments.length === 0) this.#port.keepAlive(false);
    if (this.#answered?.job !== assignment.job) this.#answered = { job: assignment.job, count: 0 };
    this.#answered.count++;
    assignment.release();
    this.#events.onAnswer(assignment, message);
  }
}

const buffersOf = ({ inputs, outputs, sums }: ShardArrays): ArrayBuffer[] =>
  [...inputs, ...outputs, ...sums].map(({ buffer }) => buffer as ArrayBuffer);
