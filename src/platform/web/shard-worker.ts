/** @file Entry of a page's worker that runs shards. */
import { AdjointError } from '../../errors.ts';
import { serveShardsInWorker } from './serve-shards-in-worker.ts';

serveShardsInWorker({
  run({ image }) {
    throw new AdjointError(`kernel ${image.key}: no engine is connected`);
  },
});
