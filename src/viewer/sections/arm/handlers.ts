/** @file What the worker does for this section's calls. */
import type { Handlers } from '../../worker/calls.ts';
import { Analyst } from './analyst.ts';
import type { Calls } from './calls.ts';
import { Simulator } from './simulator.ts';

/** Handlers of one worker, with experiments of their own. */
export function handlers(): Handlers<Calls> {
  const simulator = new Simulator();
  const analyst = new Analyst();
  return {
    load: (request) => simulator.load(request),
    change: (request) => simulator.change(request),
    optimize: (request, ongoing) => simulator.optimize(request, ongoing),
    writeRun: (request) => simulator.writeRun(request),
    writeController: () => simulator.writeController(),
    openController: (bytes) => simulator.openController(bytes),
    prepare: (request) => analyst.prepare(request),
    look: (request) => analyst.look(request),
    lookAtMany: (request) => analyst.lookAtMany(request),
    lookInSecond: (request, ongoing) => analyst.lookInSecond(request, ongoing),
    evaluateInBoth: (request, ongoing) => analyst.evaluateInBoth(request, ongoing),
    check: (request, ongoing) => analyst.check(request, ongoing),
  };
}
