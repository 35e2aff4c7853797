/** @file Planning as the run's worker drives it: a whole plan, better with every iteration, which its controller follows. */
import type { Experiment } from '../../../../scene/experiment.ts';
import { type Beginning, resumedOr, type Work } from '../work.ts';

/** It begins with what the scene's own controller does, and not with parameters: of a plan for other goals little is of use. */
export function planningWork(experiment: Experiment, beginning: Beginning): Work {
  const job = resumedOr(
    beginning,
    ([state]) => experiment.plan(state),
    () => experiment.plan(),
  );
  const best = (): Float64Array => job.result().parameters;
  return {
    job,
    population: 1,
    // an iteration is models of all knots and a pass back through them
    gradients: () => job.iteration,
    best,
    present: best,
    bestOne: best,
    track: best,
    columns: () => ({}),
    states: () => [job.state],
    carriedOver: () => null,
    paths: () => null,
  };
}
