/** @file What `adjoint/node` is in a page, where there are no threads of Node: words that say so when it is called. */
import { AdjointError } from '../../errors.ts';

const refuse = (): never => {
  throw new AdjointError(
    "adjoint/node needs Node's worker threads; found none in a page; fix: import createWorkerPool from 'adjoint/web'",
  );
};

/** Refuses: in a page the pool is that of `adjoint/web`. */
export const createWorkerPool = refuse;
/** Refuses: in a page the workers are those of `adjoint/web`. */
export const openThread = refuse;
