/** @file A runner of populations that needs no workers: the thread that asks. */
import { nextTurn } from '../optimize/next-turn.ts';
import { InlineRunner } from '../parallel/inline-runner.ts';
import { kernelShards } from '../parallel/kernel-shards.ts';
import type { PopulationRunner } from '../parallel/population-runner.ts';

/** Runs populations on the calling thread, with turns of the event loop between their shards; the same bits as any pool of workers. */
export const thisThread: PopulationRunner = new InlineRunner(kernelShards, nextTurn);
