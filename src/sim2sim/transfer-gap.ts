/** @file How far another physics leads a controller from where ours does, and how much of that each cause explains: measured, one at a time. */
import { requireList, requireObject } from '../core/arguments.ts';
import { compile } from '../core/compile.ts';
import { reshape, slice } from '../core/ops/indexing.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import { findLink, linkPose } from '../dynamics/forward-kinematics.ts';
import type { RobotModel, Vector3 } from '../robot/model.ts';
import { completeParameters, type PartialRobotParameters } from '../robot/partial-parameters.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { length, minus } from '../robot/pose.ts';
import { rk4Kind } from '../simulation/integrators/rk4.ts';
import { adjointPhysics, type AdjointSettings } from './adjoint-physics.ts';
import { requirePhysics, type SecondPhysics } from './second-physics.ts';
import { runTrial, type TrialResult } from './transfer.ts';
import { requireTrial, type Trial } from './trial.ts';

/** A distance between two ends of the same motion, over the members that both keep finite; the mean of none is NaN. */
export interface EndDistance {
  /** m. */
  readonly mean: number;
  /** m. */
  readonly most: number;
}

/** One thing that two physics may do differently. */
export interface GapCause {
  readonly name: string;
  /** Changes how Adjoint is run. */
  readonly change: (settings: Required<AdjointSettings>, model: RobotModel) => AdjointSettings;
}

/** What a cause explains. */
export interface ExplainedGap {
  readonly cause: string;
  /** From our end to our end with the cause. */
  readonly moved: EndDistance;
  /** From the other physics' end to our end with the cause: less than the gap by what the cause explains. */
  readonly left: EndDistance;
}

/** The gap between two physics, in where a link is at the end. */
export interface TransferGap {
  readonly physics: string;
  readonly differences: readonly string[];
  readonly link: string;
  readonly gap: EndDistance;
  readonly causes: readonly ExplainedGap[];
  readonly ours: TrialResult;
  readonly theirs: TrialResult;
}

const withJoints = (
  settings: Required<AdjointSettings>,
  model: RobotModel,
  names: readonly ('damping' | 'friction' | 'armature')[],
): AdjointSettings => {
  const robot: RobotParameters = completeParameters(model, settings.robot);
  const none = Object.fromEntries(names.map((name) => [name, zeros([])]));
  return { ...settings, robot: { ...robot, joints: robot.joints.map((joint) => ({ ...joint, ...none })) } };
};

/** Steps of the fine rate in one step of a trial. */
const finer = 16;

/** What simulators are known to differ in, each alone, and all that no physics has a right answer to at once. */
export const knownCauses: readonly GapCause[] = [
  { name: 'integrator', change: (settings) => ({ ...settings, integrator: rk4Kind.type }) },
  { name: 'rate', change: (settings) => ({ ...settings, substeps: finer * settings.substeps }) },
  { name: 'float32', change: (settings) => ({ ...settings, precision: 'float32' }) },
  { name: 'no damping or friction', change: (settings, model) => withJoints(settings, model, ['damping', 'friction']) },
  { name: 'no armature', change: (settings, model) => withJoints(settings, model, ['armature']) },
  {
    name: 'rate, float32 and no armature',
    change: (settings, model) => ({
      ...withJoints(settings, model, ['armature']),
      substeps: finer * settings.substeps,
      precision: 'float32',
    }),
  },
];

/**
 * Runs a trial in ours, in the other physics, and in ours with each cause. Ours is as `integrator` says, with the step and the members
 * of the other, and with the parameters `robot` that the other was made with. Where a link is follows from the coordinates in both. Throws an ArgumentError or a ShapeError where these do not fit one another.
 */
export function transferGap(
  trial: Trial,
  theirs: SecondPhysics,
  settings: { readonly integrator: AdjointSettings['integrator']; readonly robot?: PartialRobotParameters },
  link: string,
  causes: readonly GapCause[] = knownCauses,
): TransferGap {
  requireTrial(trial);
  requirePhysics('physics', theirs);
  requireObject('settings', settings, 'an object of integrator and robot');
  requireList('causes', causes);
  const { model } = trial;
  findLink(model, link);
  const { members, dt, name, differences } = theirs;
  const own: Required<AdjointSettings> = { substeps: 1, precision: 'float64', robot: {}, ...settings, dt, members };
  const endOf = endsOf(model, link, own.robot, members);
  const tried = (given: AdjointSettings): TrialResult => runTrial(adjointPhysics(model, given), trial);
  const [our, their] = [tried(own), runTrial(theirs, trial)];
  const [ourEnd, theirEnd] = [endOf(our), endOf(their)];
  return {
    physics: name,
    differences,
    link,
    gap: distance(ourEnd, theirEnd),
    causes: causes.map(({ name: cause, change }) => {
      const end = endOf(tried(change(own, model)));
      return { cause, moved: distance(ourEnd, end), left: distance(theirEnd, end) };
    }),
    ours: our,
    theirs: their,
  };
}

/** Where a link is at the end of a trial, [3] of each member. */
function endsOf(
  model: RobotModel,
  link: string,
  given: PartialRobotParameters,
  members: number,
): (result: TrialResult) => PopulationTensor {
  const robot = completeParameters(model, given);
  const place = compile(
    (q: PopulationTensor) => linkPose(model, q, link, robot).translation,
    [zeros([model.nq], members)],
    {
      checkFinite: false,
    },
  );
  return ({ states: { q } }) => place(reshape(slice(q, [q.shape[0] - 1, 0], [...q.shape]), [model.nq]));
}

function distance(from: PopulationTensor, to: PopulationTensor): EndDistance {
  const members = Math.max(from.population, to.population);
  const each = Array.from({ length: members }, (_, member) => {
    const [a, b] = [from.toArray(member), to.toArray(member)] as unknown as readonly Vector3[];
    return length(minus(a, b));
  }).filter(Number.isFinite);
  const sum = each.reduce((total, x) => total + x, 0);
  return { mean: sum / each.length, most: each.reduce((most, x) => Math.max(most, x), 0) };
}
