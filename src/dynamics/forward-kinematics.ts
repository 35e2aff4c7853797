/** @file Forward kinematics: the pose of every body, and of any link, in the world. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import { described } from '../text/described.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { ArgumentError } from '../errors.ts';
import type { Link, RobotModel } from '../robot/model.ts';
import { requireModel } from '../robot/require-model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { Transform } from '../spatial/transform.ts';
import { requireJointVectors, requireParameters } from './arguments.ts';
import { baseToTip, forJoint, jointKinematics } from './tree.ts';

/** Pose of each body in the world, for the configuration q [nq] (rad, m). */
export function forwardKinematics(
  model: RobotModel,
  q: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
): Transform[] {
  requireJointVectors(model, { q });
  requireParameters(model, parameters);
  const { X } = jointKinematics(model, q, parameters);
  const pose: Transform[] = [];
  for (const i of baseToTip(model)) {
    const { parent } = model.joints[i];
    pose[i] = parent < 0 ? X[i] : forJoint(model, i, 'forward kinematics', () => pose[parent].times(X[i]));
  }
  return pose;
}

/** The link of that name; refuses an unknown one with the nearest or all known names. */
export function findLink(model: RobotModel, name: string): Link {
  requireModel(model);
  const link = model.links.find((candidate) => candidate.name === name);
  if (link) return link;
  const known = model.links.map((candidate) => candidate.name);
  const all = `use one of ${known.join(', ')}`;
  const remedy = typeof name === 'string' ? didYouMean(name, known, all) : all;
  throw new ArgumentError('link', described(name), `a link of robot "${model.name}"`, remedy);
}

/** Pose of a link's frame in the world, for the configuration q [nq]. */
export function linkPose(
  model: RobotModel,
  q: PopulationTensor,
  linkName: string,
  parameters: RobotParameters = robotParameters(model),
): Transform {
  requireJointVectors(model, { q });
  return linkPoseOn(model, () => forwardKinematics(model, q, parameters), linkName);
}

/** The same where the poses of the bodies are known, or can be asked for: a link of the world needs none. */
export function linkPoseOn(model: RobotModel, bodies: () => readonly Transform[], linkName: string): Transform {
  const { body, poseInBody } = findLink(model, linkName);
  const inBody = Transform.fromPose(poseInBody);
  return body < 0 ? inBody : bodies()[body].times(inBody);
}

/** Poses of links by their names in one configuration; bodies are placed once, when the first that moves is asked for. */
export function linkPoses(
  model: RobotModel,
  q: PopulationTensor,
  parameters: RobotParameters,
): (linkName: string) => Transform {
  let bodies: readonly Transform[] | undefined;
  const placed = (): readonly Transform[] => (bodies ??= forwardKinematics(model, q, parameters));
  const poses = new Map<string, Transform>();
  return (linkName) => {
    const pose = poses.get(linkName) ?? linkPoseOn(model, placed, linkName);
    poses.set(linkName, pose);
    return pose;
  };
}
