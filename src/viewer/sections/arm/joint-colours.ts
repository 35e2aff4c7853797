/** @file One colour a joint, the same wherever it is lit. */
import { jointHue } from '../../../figures/joint-hues.ts';
import { independentJoints } from '../../../robot/independent-joints.ts';
import type { RobotModel } from '../../../robot/model.ts';

/** Colours by the names of the joints; they come round again after eight. */
export const jointColours = (model: RobotModel): Readonly<Record<string, string>> =>
  Object.fromEntries(independentJoints(model).map(({ name }, i) => [name, jointHue(i)]));
