/** @file What the worker does for this section's calls. */
import type { Handlers } from '../../worker/calls.ts';
import type { Calls } from './calls.ts';
import { Simulator } from './simulator.ts';

/** Handlers of one worker, with an experiment of their own. */
export function handlers(): Handlers<Calls> {
  const simulator = new Simulator();
  return {
    load: (request) => simulator.load(request),
    change: (request) => simulator.change(request),
    optimize: (_, ongoing) => simulator.optimize(ongoing),
  };
}
