/** @file Why no parameter moves the loss: weights of 0, costs of what stands still, drives without force or at their limits. */
import { gravityForces } from '../dynamics/inverse-dynamics.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { Joint } from '../robot/model.ts';
import type { Trajectory } from '../rollout/trajectory.ts';
import { formatNumber } from '../text/quantities.ts';
import { jointsNamed, quoted } from '../text/quoted.ts';
import { type Attempt, torqueAskedFor } from './closed-loop.ts';
import { undrivenJoints, undrivenRemedy } from './undriven.ts';

/** A rollout whose gradient is exactly 0, and what is known of it. */
export interface Still {
  readonly attempt: Attempt;
  readonly loss: number;
  readonly trajectory: Pick<Trajectory, 'tau'>;
  /** Parameters that no path joins to the loss. */
  readonly disconnected: readonly string[];
}

/** Every reason that there is, each with its remedy; null where the loss is 0 and nothing else is asked for. */
export function explainStillness(still: Still): string | null {
  if (still.loss === 0 && !still.attempt.settings.task.success && ofWeights(still) === null) return null;
  const reasons = [ofWeights(still), ofUndriven(still), ofSaturated(still), ofDisconnected(still)];
  const found = reasons.filter((reason) => reason !== null);
  if (found.length > 0) return found.join('. ');
  return (
    'the drives have forces to spare, but what the costs read does not follow them; ' +
    'fix: costs (or a goal) that depend on the joints that are driven'
  );
}

function ofWeights({ attempt: { settings, scenario } }: Still): string | null {
  if (settings.task.terms.some(({ name }) => scenario.weights[name].item() > 0)) return null;
  return `no cost has a weight above 0; fix: costs.${settings.task.terms[0]?.name ?? 'NAME'}.weight=1`;
}

function ofUndriven({ attempt: { settings } }: Still): string | null {
  const names = undrivenJoints(settings.model);
  if (names.length === 0) return null;
  const which = names.length === settings.model.nv ? 'no joint can be driven:' : 'not all joints can be driven:';
  return `${which} the effort limit of ${jointsNamed(names)} is 0; fix: ${undrivenRemedy}`;
}

/** Joints whose drives give all that they have, from the first step to the last: a limit passes no derivative. */
function saturatedJoints({ attempt: { settings }, trajectory: { tau } }: Still): Joint[] {
  const { model, steps } = settings;
  return independentJoints(model).filter(({ vIndex, limits: { effort } }) => {
    if (effort === 0 || effort === Infinity) return false;
    return Array.from({ length: steps }, (_, t) => tau[t * model.nv + vIndex]).every((f) => Math.abs(f) === effort);
  });
}

function ofSaturated(still: Still): string | null {
  const joints = saturatedJoints(still);
  if (joints.length === 0) return null;
  const { settings, scenario } = still.attempt;
  const asked = torqueAskedFor(still.attempt).map(Math.abs);
  const weights = gravityForces(settings.model, scenario.initial.q).toArray().map(Math.abs);
  const over = ({ vIndex, limits: { effort } }: Joint): number => asked[vIndex] / effort;
  const worst = joints.toSorted((a, b) => over(b) - over(a))[0];
  const { name, vIndex, limits } = worst;
  const tooHeavy = joints.filter((joint) => weights[joint.vIndex] >= joint.limits.effort);
  const said =
    `the drives of ${jointsNamed(joints.map((joint) => joint.name))} are at their effort limits from the first step to the last; ` +
    `at the start the controller asks "${name}" for ${formatNumber(asked[vIndex])} N m, of ${formatNumber(limits.effort)} N m that it has`;
  if (tooHeavy.length > 0)
    return (
      `${said}, and gravity alone is more than ${quoted(tooHeavy.map((joint) => joint.name))} can hold; ` +
      'fix: effort limits in the robot file that hold the arm, or a controller with little gain and without gravity compensation'
    );
  return `${said}; fix: lower gains (or torques), by a factor of ${formatNumber(Math.ceil(2 * over(worst)))} or more`;
}

function ofDisconnected({ disconnected }: Still): string | null {
  if (disconnected.length === 0) return null;
  return (
    `no path joins ${quoted(disconnected)} to the loss, whose costs read nothing that the drives move; ` +
    'fix: a cost of a link or joint that they move'
  );
}
