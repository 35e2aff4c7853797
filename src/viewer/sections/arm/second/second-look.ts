/** @file A look at a motion in a second physics, Rapier: the same parameters from the same start, in a physics that Adjoint did not write. */
import { AdjointError } from '../../../../errors.ts';
import type { RobotModel } from '../../../../robot/model.ts';
import type { Experiment } from '../../../../scene/experiment.ts';
import { trialIn } from '../../../../scene/second-opinion.ts';
import { rapierPhysics } from '../../../../sim2sim/rapier/rapier-physics.ts';
import type { TrialResult } from '../../../../sim2sim/transfer.ts';
import type { Ongoing } from '../../../worker/calls.ts';
import { posesOf } from '../../../worker/motion.ts';
import { scenarioOf } from '../train/scenario-of.ts';
import type { SecondLook } from './results.ts';
import { runInTurns } from './in-turns.ts';
import type { Situation } from '../train/situation.ts';

/** What is run: parameters, and where they are looked at. */
interface Asked {
  readonly parameters: Float64Array;
  readonly situation: Situation | null;
}

/** Runs it beside other calls of the worker; null where it was cancelled. Throws an AdjointError for what Rapier cannot have. */
export async function lookInSecond(
  experiment: Experiment,
  { parameters, situation }: Asked,
  ongoing: Ongoing<number>,
): Promise<SecondLook | null> {
  const { model, settings, given } = experiment;
  requireKnown(model);
  const scenario = situation ? scenarioOf(experiment, situation) : given.scenario;
  const { robot } = scenario;
  const physics = await rapierPhysics(model, { dt: settings.dt, ...(robot && { robot }) });
  try {
    const result = await runInTurns(physics, trialIn(experiment, parameters, scenario), ongoing);
    return result && lookOf(model, settings.dt, result);
  } finally {
    physics.close();
  }
}

/** Refuses joints that follow others in words of the page, where nobody loads a robot by a function. */
export function requireKnown({ joints }: RobotModel): void {
  const follower = joints.find(({ mimic }) => mimic);
  if (follower)
    throw new AdjointError(
      `Rapier knows no joints that follow others, as “${follower.name}” follows “${follower.mimic!.joint}” here.`,
    );
}

function lookOf(model: RobotModel, dt: number, { states: { q }, lost }: TrialResult): SecondLook {
  const [frames, nq] = q.shape;
  const rows = q.data.slice();
  const last = lost.at(0)?.step ?? null;
  if (last !== null)
    for (let frame = last + 1; frame < frames; frame++) rows.copyWithin(frame * nq, last * nq, (last + 1) * nq);
  return { poses: posesOf(model, frames)(rows), lostAt: last === null ? null : last * dt };
}
