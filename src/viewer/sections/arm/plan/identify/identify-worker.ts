/** @file The worker that identifies: what it compiles would keep plans waiting. */
import { serveInWorker } from '../../../../worker/serve-in-worker.ts';
import type { IdentifyCalls } from './calls.ts';
import { identifyHandlers } from './handlers.ts';

serveInWorker<IdentifyCalls>(identifyHandlers());
