/** @file One colour a joint, the same wherever it is lit. */
import { independentJoints } from '../../../robot/independent-joints.ts';
import type { RobotModel } from '../../../robot/model.ts';

/** After Okabe and Ito, who chose hues that a colour-blind eye tells apart; without the orange of the present, and each at least 3 : 1 on white and on the dark surface. */
export const jointHues = [
  '#3a93c8',
  '#009e73',
  '#c46f9f',
  '#0072b2',
  '#a08a00',
  '#858d96',
  '#8c6bb1',
  '#b0565f',
] as const;

/** Colours by the names of the joints; they come round again after eight. */
export const jointColours = (model: RobotModel): Readonly<Record<string, string>> =>
  Object.fromEntries(independentJoints(model).map(({ name }, i) => [name, jointHues[i % jointHues.length]]));
