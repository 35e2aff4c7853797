/** @file Which joints a sensor reads: those that have coordinates of their own, all or some by name. */
import * as z from 'zod/mini';
import { ArgumentError } from '../../errors.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { Joint, RobotModel } from '../../robot/model.ts';
import { field } from '../../settings/fields.ts';
import { didYouMean } from '../../text/did-you-mean.ts';

export const jointsField = field(z.optional(z.array(z.string()).check(z.minLength(1))), {
  title: 'Joints',
  description: 'names of the joints that are read; all where it is absent',
  touches: 'structure',
  isAdvanced: true,
});

/** The joints of these names, in their order. Throws an ArgumentError for one that is not there, follows another, or is named twice. */
export function chosenJoints(model: RobotModel, names: readonly string[] | undefined): readonly Joint[] {
  const own = independentJoints(model);
  if (!names) return own;
  const known = own.map(({ name }) => name);
  return names.map((name, i) => {
    const joint = own.find((candidate) => candidate.name === name);
    if (!joint)
      throw new ArgumentError(
        `joints[${i}]`,
        `"${name}"`,
        `a joint of robot "${model.name}" that follows no other`,
        didYouMean(name, known, `use one of ${known.join(', ')}`),
      );
    if (names.indexOf(name) < i) throw new ArgumentError(`joints[${i}]`, `"${name}" again`, 'each joint once');
    return joint;
  });
}

const slides = ({ type }: Joint): boolean => type === 'prismatic';

/** Units of a joint's coordinate, velocity and force. */
export const positionUnit = (joint: Joint): string => (slides(joint) ? 'm' : 'rad');
export const velocityUnit = (joint: Joint): string => `${positionUnit(joint)}/s`;
export const forceUnit = (joint: Joint): string => (slides(joint) ? 'N' : 'N m');
