/** @file What can go wrong with workers, beyond what a kernel throws itself. */
import { AdjointError } from '../errors.ts';
import { nameOf, type Shard } from './shard.ts';

/** No worker can be started: the page's policy forbids it, or its script is missing. The same run works without workers. */
export class WorkerStartError extends AdjointError {
  override readonly name = 'WorkerStartError';

  constructor(reason: string) {
    super(`no worker can be started: ${reason}; fix: run without workers`);
  }
}

/** A shard ended every worker that it was given to. */
export class ShardCrashError extends AdjointError {
  override readonly name = 'ShardCrashError';
  readonly shard: Shard;
  readonly reason: string;

  constructor(shard: Shard, attempts: number, reason: string) {
    super(
      `${nameOf(shard)}: ended its worker ${attempts} times without a result; the last time: ${reason}; ` +
        'fix: run without workers to see where, or give it a smaller population or horizon',
    );
    this.shard = shard;
    this.reason = reason;
  }
}

/** The pool was closed before the run was done. */
export class PoolClosedError extends AdjointError {
  override readonly name = 'PoolClosedError';

  constructor() {
    super('the worker pool is closed');
  }
}
