/** @file Entry of a worker thread that runs shards. */
import { AdjointError } from '../../errors.ts';
import { serveShardsInThread } from './serve-shards-in-thread.ts';

serveShardsInThread({
  run({ image }) {
    throw new AdjointError(`kernel ${image.key}: no engine is connected`);
  },
});
