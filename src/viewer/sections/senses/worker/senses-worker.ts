/** @file The worker of the Senses: it estimates beside the run, so that neither waits for the other. */
import { InlineRunner } from '../../../../parallel/inline-runner.ts';
import { kernelShards } from '../../../../parallel/kernel-shards.ts';
import { nextTurn } from '../../../../platform/web/next-turn.ts';
import { openPool } from '../../../worker/pool.ts';
import { serveInWorker } from '../../../worker/serve-in-worker.ts';
import { TurningRunner } from '../../lab/worker/turning-runner.ts';
import type { SensesCalls } from '../calls.ts';
import { sensesHandlers } from './handlers.ts';

const shared =
  typeof Worker === 'undefined'
    ? undefined
    : // where they cannot help it computes alone, to the same bits
      openPool({ cores: navigator.hardwareConcurrency, onAlone: () => undefined });

serveInWorker<SensesCalls>(sensesHandlers(new TurningRunner(shared ?? new InlineRunner(kernelShards, nextTurn))));
