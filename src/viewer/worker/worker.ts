/** @file The simulation worker: the handlers of all sections on the worker's port. */
import { handlers } from '../sections/arm/handlers.ts';
import { serveInWorker } from './serve-in-worker.ts';

serveInWorker(handlers());
