/** @file The worker of the Senses: it estimates beside the run, so that neither waits for the other. */
import { serveInWorker } from '../../../worker/serve-in-worker.ts';
import type { SensesCalls } from '../calls.ts';
import { sensesHandlers } from './handlers.ts';

serveInWorker<SensesCalls>(sensesHandlers());
