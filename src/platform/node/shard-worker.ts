/** @file Entry of a worker thread that runs shards. */
import { kernelShards } from '../../parallel/kernel-shards.ts';
import { serveShardsInThread } from './serve-shards-in-thread.ts';

serveShardsInThread(kernelShards);
