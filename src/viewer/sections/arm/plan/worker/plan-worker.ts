/** @file The worker that plans: it controls the robot beside the run, so that neither waits for the other. */
import { serveInWorker } from '../../../../worker/serve-in-worker.ts';
import type { PlanCalls } from '../calls.ts';
import { planHandlers } from './handlers.ts';
import { pilotBy } from './pilot.ts';

const rest = (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds));

const now = (): number => performance.now();

serveInWorker<PlanCalls>(planHandlers(pilotBy(now), { now, rest }));
