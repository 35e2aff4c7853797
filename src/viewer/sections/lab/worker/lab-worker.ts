/** @file The Lab's worker: it draws beside the run, so that neither waits for the other. */
import { InlineRunner } from '../../../../parallel/inline-runner.ts';
import { kernelShards } from '../../../../parallel/kernel-shards.ts';
import { nextTurn } from '../../../../platform/web/next-turn.ts';
import { openPool } from '../../../worker/pool.ts';
import { serveInWorker } from '../../../worker/serve-in-worker.ts';
import type { LabCalls } from '../calls.ts';
import { labHandlers } from './handlers.ts';
import { TurningRunner } from './turning-runner.ts';

const shared =
  typeof Worker === 'undefined'
    ? undefined
    : // where they cannot help it computes alone, to the same bits
      openPool({ cores: navigator.hardwareConcurrency, onAlone: () => undefined });

const runner = new TurningRunner(shared ?? new InlineRunner(kernelShards, nextTurn));

serveInWorker<LabCalls>(labHandlers(runner));
