/** @file Joints that nothing can drive: a placeholder effort limit of 0 lets no force of their drives pass. */
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotModel } from '../robot/model.ts';
import { jointsNamed } from '../text/quoted.ts';

/** What drives such joints after all. */
export const undrivenRemedy =
  'take a limit of 0 as none (--ignore-zero-effort, or "ignoreZeroEffort": true of the scene\'s robot)';

/** Names of the joints whose effort limit is 0. */
export const undrivenJoints = (model: RobotModel): string[] =>
  independentJoints(model)
    .filter(({ limits }) => limits.effort === 0)
    .map(({ name }) => name);

/** Said before a run of a robot that has some. */
export function undrivenWarning(model: RobotModel): string | undefined {
  const names = undrivenJoints(model);
  if (names.length === 0) return undefined;
  return `${jointsNamed(names)} cannot be driven and will hang, as the effort limit is 0; fix: ${undrivenRemedy}`;
}
