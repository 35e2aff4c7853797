/** @file What is said of the same motion in the second physics: how far from ours it ends. */
import { findLink } from '../../../../dynamics/forward-kinematics.ts';
import type { Matrix3, RobotModel, Vector3 } from '../../../../robot/model.ts';
import { compose, identityPose, length, minus } from '../../../../robot/pose.ts';
import { formatLength, formatSeconds } from '../../../../text/quantities.ts';
import type { Store } from '../../../studio/store/store.ts';
import { poseSize } from '../../../world/poses.ts';

/** Where a link is in the last frame of a motion, m. */
function endOf(model: RobotModel, link: string, poses: Float64Array): Vector3 {
  const { body, poseInBody } = findLink(model, link);
  if (body < 0) return compose(identityPose, poseInBody).translation;
  const rows = poses.subarray(poses.length - (model.bodies.length - body) * poseSize).subarray(0, poseSize);
  const rotation = [0, 4, 8].flatMap((row) => [...rows.subarray(row, row + 3)]) as unknown as Matrix3;
  return compose({ rotation, translation: [rows[3], rows[7], rows[11]] }, poseInBody).translation;
}

/** How far apart two motions of a robot end, m: the link that is watched, else the last one. */
export function endGap(model: RobotModel, watched: string | null, ours: Float64Array, theirs: Float64Array): number {
  const link = watched ?? model.links.at(-1)!.name;
  return length(minus(endOf(model, link, theirs), endOf(model, link, ours)));
}

/** In a line; null where nothing is asked for. Reads signals. */
export function secondWords({ shown, experiment }: Store): string | null {
  const [second, motion, loaded] = [shown.second.value, shown.motion.value, experiment.loaded.value];
  if (!second || !motion || !loaded) return null;
  if (second.state === 'refused') return second.message;
  if (second.state === 'under way') return `Rapier is at it: ${Math.floor(100 * second.done)} %`;
  if (second.lostAt !== null) return `Rapier lost the arm after ${formatSeconds(second.lostAt)}`;
  const gap = endGap(loaded.model, loaded.link, motion.poses, second.poses);
  return `Rapier ends ${formatLength(gap)} from here`;
}
