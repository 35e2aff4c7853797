/** @file What a scene says of a robot's drives: numbers that may change without reading or tracing the robot again. */
import { tensor } from '../core/population-tensor.ts';
import type { RobotModel } from './model.ts';
import type { PartialRobotParameters } from './partial-parameters.ts';

/** What a scene says of a robot's drives. */
export interface Drives {
  /** kg m^2 (kg), by the joints' names. */
  readonly armature: Readonly<Record<string, number>>;
  /** rad/s (m/s); the model's own where it is absent. */
  readonly frictionVelocity?: number | undefined;
}

/** The model with these drives: what is not named stays. */
export const withDrives = (model: RobotModel, { armature, frictionVelocity }: Drives): RobotModel => ({
  ...model,
  joints: model.joints.map((joint) =>
    Object.hasOwn(armature, joint.name) ? { ...joint, armature: armature[joint.name] } : joint,
  ),
  frictionVelocity: frictionVelocity ?? model.frictionVelocity,
});

/** What is named of the drives, as inputs; `undefined` where nothing is. */
export function driveParameters(
  { joints }: RobotModel,
  { armature, frictionVelocity }: Drives,
): PartialRobotParameters | undefined {
  const given: PartialRobotParameters = {
    ...(Object.keys(armature).length > 0 && {
      joints: joints.map(({ name }) => (Object.hasOwn(armature, name) ? { armature: tensor(armature[name]) } : {})),
    }),
    ...(frictionVelocity !== undefined && { frictionVelocity: tensor(frictionVelocity) }),
  };
  return Object.keys(given).length > 0 ? given : undefined;
}
