/** @file A score knows its robot by its coordinates: another robot is refused, not judged by numbers that mean something else. */
import { independentJoints } from '../../robot/independent-joints.ts';
import type { JointTypeName, RobotModel } from '../../robot/model.ts';
import { requireModel } from '../../robot/require-model.ts';
import { ArgumentError } from '../../errors.ts';

/** Refuses a robot whose joints are not of these types, in this order; `what` says in words what is scored. */
export function requireCoordinates(model: RobotModel, types: readonly JointTypeName[], what: string): void {
  requireModel(model);
  const found = independentJoints(model).map(({ type }) => type);
  const fits = found.length === types.length && found.every((type, i) => type === types[i]);
  if (!fits)
    throw new ArgumentError(
      'scores',
      `robot "${model.name}" with joints ${found.join(', ')}`,
      `${what}: ${types.join(', ')}`,
    );
}
