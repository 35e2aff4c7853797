/** @file What a pool and its workers say to each other. */
import type { PortableError } from './portable-error.ts';
import type { KernelImage, ShardRequest } from './shard.ts';

/** Arrays and range of a shard. */
export type ShardArrays = Omit<ShardRequest, 'image'>;

export type PoolMessage =
  /** Comes before the first shard of its key. */
  | { readonly type: 'image'; readonly image: KernelImage }
  /** No shard of this key comes any more, unless the image is sent again. */
  | { readonly type: 'forget'; readonly key: string }
  | {
      readonly type: 'shard';
      readonly request: number;
      readonly key: string;
      readonly arrays: ShardArrays;
      /** The memory is not shared: outputs and sums go back with the answer. */
      readonly isTransferred: boolean;
    };

/** Outputs and sums that come back. */
export type ReturnedArrays = Pick<ShardArrays, 'outputs' | 'sums'>;

export type WorkerMessage =
  | {
      readonly type: 'ready';
      /** In a page: a lock that the worker holds as long as it lives. */
      readonly lock?: string;
    }
  | {
      readonly type: 'done';
      readonly request: number;
      /** All outputs, sums apart, are known to be finite. */
      readonly isFinite: boolean;
      readonly returned?: ReturnedArrays;
    }
  | { readonly type: 'failed'; readonly request: number; readonly error: PortableError };

/** The pool's end of a line to a worker; made by the platform. */
export interface WorkerPort {
  /** Throws where a message cannot be cloned. */
  post(message: PoolMessage, transfer: readonly ArrayBuffer[]): void;
  /** Ends the worker whatever it is doing; `onEnd` follows. */
  terminate(): void;
  /** Whether a process has to wait for this worker before it may exit. */
  keepAlive(isNeeded: boolean): void;
}

/** Both are called from the event loop, never from within `OpenWorker`. */
export interface WorkerPortEvents {
  readonly onMessage: (message: WorkerMessage) => void;
  /** Once: the worker has ended, for any reason, and writes into no memory any more. */
  readonly onEnd: (reason: string) => void;
}

/** Starts a worker; may throw. */
export type OpenWorker = (events: WorkerPortEvents) => WorkerPort;
