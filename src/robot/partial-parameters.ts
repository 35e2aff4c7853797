/** @file Some of a robot's parameters: what is given is an input, and all else stays a constant of the model, whose zeros vanish. */
import { requireList, requireObject } from '../core/arguments.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { ArgumentError } from '../errors.ts';
import type { RobotModel } from './model.ts';
import { type RobotParameters, robotParameters } from './parameters.ts';

/** Parameters of a robot of which any may be absent. A list of joints or bodies has an entry for each, `{}` where nothing of it is given. */
export type PartialRobotParameters = {
  readonly joints?: readonly Partial<RobotParameters['joints'][number]>[];
  readonly bodies?: readonly Partial<RobotParameters['bodies'][number]>[];
  readonly gravity?: PopulationTensor;
  readonly frictionVelocity?: PopulationTensor;
};

/** The given parameters, and the model's own for those that are not. What no robot has is kept, to be refused by its path. */
export function completeParameters(model: RobotModel, given: PartialRobotParameters = {}): RobotParameters {
  const own = robotParameters(model);
  if (given === own) return own;
  requireObject('parameters', given, 'an object of robot parameters');
  const { joints, bodies, ...single } = given;
  return {
    ...own,
    ...single,
    ...(joints && { joints: merged('joints', own.joints, joints) }),
    ...(bodies && { bodies: merged('bodies', own.bodies, bodies) }),
  };
}

function merged<T>(name: string, own: readonly T[], given: readonly Partial<T>[]): T[] {
  requireList(`parameters.${name}`, given);
  if (given.length !== own.length)
    throw new ArgumentError(
      `parameters.${name}`,
      `${given.length} entries`,
      `${own.length} entries, one each, {} where nothing is given`,
    );
  return own.map((entry, i) => ({ ...entry, ...given[i] }));
}

/** Some parameters with those of some joints changed; the others stay constants of the robot. */
export function withJointParameters(
  model: RobotModel,
  given: PartialRobotParameters | undefined,
  joints: readonly number[],
  change: (own: RobotParameters['joints'][number], place: number) => Partial<RobotParameters['joints'][number]>,
): PartialRobotParameters {
  const own = completeParameters(model, given);
  return { ...given, joints: changed(given?.joints ?? model.joints.map(() => ({})), own.joints, joints, change) };
}

/** Some parameters with those of some bodies changed. */
export function withBodyParameters(
  model: RobotModel,
  given: PartialRobotParameters | undefined,
  bodies: readonly number[],
  change: (own: RobotParameters['bodies'][number], place: number) => Partial<RobotParameters['bodies'][number]>,
): PartialRobotParameters {
  const own = completeParameters(model, given);
  return { ...given, bodies: changed(given?.bodies ?? model.bodies.map(() => ({})), own.bodies, bodies, change) };
}

function changed<T>(
  given: readonly Partial<T>[],
  own: readonly T[],
  which: readonly number[],
  change: (own: T, place: number) => Partial<T>,
): Partial<T>[] {
  return given.map((entry, i) => {
    const place = which.indexOf(i);
    return place < 0 ? entry : { ...entry, ...change(own[i], place) };
  });
}
