/** @file Entry of a page's worker that runs shards. */
import { kernelShards } from '../../parallel/kernel-shards.ts';
import { serveShardsInWorker } from './serve-shards-in-worker.ts';

serveShardsInWorker(kernelShards);
