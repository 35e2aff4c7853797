/** @file One colour a joint, the same wherever it is lit. */
import { independentJoints } from '../../../robot/independent-joints.ts';
import type { RobotModel } from '../../../robot/model.ts';

/** Okabe and Ito's colours that a colour-blind eye tells apart, without the orange of the present and with a grey in its place. */
const hues = ['#56b4e9', '#009e73', '#cc79a7', '#0072b2', '#f0e442', '#999999', '#8c6bb1', '#d55e00'] as const;

/** Colours by the names of the joints; they come round again after eight. */
export const jointColours = (model: RobotModel): Readonly<Record<string, string>> =>
  Object.fromEntries(independentJoints(model).map(({ name }, i) => [name, hues[i % hues.length]]));
