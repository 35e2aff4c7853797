/** @file How many unseen goals a policy comes to in our physics, and in Rapier: the same starts, goals and robots in both. */
import { InlineRunner } from '../../../../parallel/inline-runner.ts';
import { kernelShards } from '../../../../parallel/kernel-shards.ts';
import { nextTurn } from '../../../../platform/web/next-turn.ts';
import type { Experiment } from '../../../../scene/experiment.ts';
import { opinionOn, reportOfTrial } from '../../../../scene/second-opinion.ts';
import { rapierPhysics } from '../../../../sim2sim/rapier/rapier-physics.ts';
import { examine } from '../../../../train/evaluation.ts';
import type { Sample } from '../../../../train/sampler.ts';
import type { Ongoing } from '../../../worker/calls.ts';
import type { InBoth } from './results.ts';
import { runInTurns } from './in-turns.ts';
import { requireKnown } from './second-look.ts';

/** Most goals that are tried: Rapier moves one arm after another. */
const mostGoals = 32;

/** By the first of the validation's goals; null where it was cancelled. Throws an AdjointError for what Rapier cannot have. */
export async function evaluateInBoth(
  experiment: Experiment,
  x: Float64Array,
  ongoing: Ongoing<number>,
): Promise<InBoth | null> {
  const { model, settings, examinations } = experiment;
  requireKnown(model);
  const { seed, count: all } = examinations.validation;
  const count = Math.min(mostGoals, all);
  const sample: Sample = { set: 'validation', seed, count };
  const opinion = opinionOn(experiment, x, sample);
  const { robot } = opinion.scenario;
  const physics = await rapierPhysics(model, { dt: settings.dt, members: count, ...(robot && { robot }) });
  try {
    const result = await runInTurns(physics, opinion.trial, ongoing);
    if (!result) return null;
    const theirs = reportOfTrial(experiment, opinion.scenario, result, count).success;
    const { lesson } = experiment.course(new InlineRunner(kernelShards, nextTurn));
    const { success: ours } = await examine(lesson, x, sample);
    return ongoing.signal.aborted ? null : { count, ours, theirs };
  } finally {
    physics.close();
  }
}
