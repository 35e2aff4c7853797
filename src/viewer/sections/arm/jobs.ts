/** @file Where this section's jobs run, and what they are called while they do. */
import type { JobKinds } from '../../studio/jobs.ts';
import type { Calls } from './calls.ts';

export const jobKinds: JobKinds<Calls> = {
  load: { on: 'run' },
  change: { on: 'run' },
  optimize: { on: 'run' },
  writeRun: { on: 'run', title: 'Writing the run file' },
  writeController: { on: 'run', title: 'Writing the controller' },
  openController: { on: 'run', title: 'Opening the controller' },
  prepare: { on: 'analysis' },
  look: { on: 'analysis', title: 'Looking at this iteration' },
  lookAtMany: { on: 'analysis', title: 'Looking at many arms' },
  // the chips tell of it
  lookInSecond: { on: 'analysis' },
  evaluateInBoth: { on: 'analysis' },
  // the badge tells of it
  check: { on: 'check' },
};
