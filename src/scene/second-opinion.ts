/** @file What a trained controller does in a physics that Adjoint did not write, judged by the same task. */
import { compile } from '../core/compile.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { judgeMotion, type Motion } from '../rollout/judge-motion.ts';
import { slice } from '../core/ops/indexing.ts';
import { spread } from '../core/ops/structural.ts';
import { mapTree } from '../core/tree.ts';
import { mapNamed } from '../optimize/iteration-values.ts';
import type { Report } from '../run/job.ts';
import type { SecondPhysics } from '../sim2sim/second-physics.ts';
import { runTrial, type TrialResult } from '../sim2sim/transfer.ts';
import { type Trial, trialOf } from '../sim2sim/trial.ts';
import { type Marks, reportOf } from '../train/evaluation.ts';
import type { Sample } from '../train/sampler.ts';
import type { Experiment } from './experiment.ts';

/** A controller's closed loop in scenarios that were drawn, without that which moves. */
export interface Opinion {
  readonly trial: Trial;
  readonly scenario: Scenario;
}

/** The closed loop of flat parameters in scenarios of a sample. */
export function opinionOn(experiment: Experiment, x: Float64Array, sample: Sample): Opinion {
  const scenario = experiment.sampler.draw(sample);
  return { scenario, trial: trialIn(experiment, x, scenario) };
}

/** The closed loop of flat parameters in a scenario. */
export const trialIn = ({ settings, given, layout }: Experiment, x: Float64Array, scenario: Scenario): Trial =>
  trialOf(settings, { ...given.fixed, ...layout.fromVector(x) }, scenario);

/** What a physics makes of it; a member whose numbers stop being finite has failed. */
export function reportIn(physics: SecondPhysics, experiment: Experiment, { trial, scenario }: Opinion): Report {
  return reportOfTrial(experiment, scenario, runTrial(physics, trial), physics.members);
}

/** What a trial in a scenario, of so many members, came to. */
export function reportOfTrial(
  experiment: Experiment,
  scenario: Scenario,
  { states, tau }: TrialResult,
  members: number,
): Report {
  const motion: Motion = { states: mapTree(states, (rows) => slice(rows, [1])), tau };
  const judge = compile(
    (own: Motion, goals: Scenario['goals']) =>
      mapTree(judgeMotion(experiment.settings, { ...scenario, goals }, own), (value) => spread(value, members)),
    [motion, scenario.goals],
    { checkFinite: false },
  );
  const { measures, reached } = judge(motion, scenario.goals);
  const marks: Marks = {
    loss: new Float64Array(members),
    reached: reached.data,
    measures: mapNamed(measures, ({ data }) => data),
  };
  return { ...reportOf(marks), loss: NaN };
}
