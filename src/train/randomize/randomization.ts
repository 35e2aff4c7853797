/** @file What a randomization is made with, and what those of a robot's bodies and joints share. */
import * as z from 'zod/mini';
import { add, mul } from '../../core/ops/elementwise.ts';
import { at } from '../../core/ops/indexing.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import { ArgumentError } from '../../errors.ts';
import type { RobotModel } from '../../robot/model.ts';
import { completeParameters, type PartialRobotParameters } from '../../robot/partial-parameters.ts';
import type { RobotParameters } from '../../robot/parameters.ts';
import type { Scenario } from '../../rollout/scenario.ts';
import { field, nonNegative } from '../../settings/fields.ts';
import { didYouMean } from '../../text/did-you-mean.ts';

/** What a randomization is made with. */
export interface RandomizationContext {
  readonly model: RobotModel;
}

const rangeSchema = z
  .tuple([nonNegative, nonNegative])
  .check(z.refine(([low, high]) => low <= high, 'two numbers, the lower one first'));

/** Two ends between which a number is drawn. */
export const rangeField = (title: string, description: string, unit?: string) =>
  field(rangeSchema, {
    title,
    description,
    ...(unit !== undefined && { unit }),
    touches: 'input',
    entries: ['least', 'most'],
    step: 0.01,
  });

export const linksField = field(z.optional(z.array(z.string()).check(z.minLength(1))), {
  title: 'Links',
  description: 'links whose bodies vary; all where it is absent',
  touches: 'structure',
  names: 'links',
  isAdvanced: true,
});

export const jointsField = field(z.optional(z.array(z.string()).check(z.minLength(1))), {
  title: 'Joints',
  description: 'joints that vary; all where it is absent',
  touches: 'structure',
  isAdvanced: true,
});

/** Positions of these joints, each once; a name that is none is refused. */
export function jointsOf(model: RobotModel, joints: readonly string[] | undefined): number[] {
  const names = model.joints.map(({ name }) => name);
  if (!joints) return names.map((_, i) => i);
  const found = joints.map((name, i) => {
    const place = names.indexOf(name);
    if (place < 0)
      throw new ArgumentError(
        `joints[${i}]`,
        `"${name}"`,
        `a moving joint of robot "${model.name}"`,
        didYouMean(name, names, `use one of ${names.join(', ')}`),
      );
    return place;
  });
  return [...new Set(found)];
}

/** low + (high - low) u, [], of the number at a place of what was drawn. */
export const between = (
  [low, high]: readonly [number, number],
  drawn: PopulationTensor,
  place: number,
): PopulationTensor => add(low, mul(high - low, at(drawn, place)));

type Body = RobotParameters['bodies'][number];
type Joint = RobotParameters['joints'][number];

/** The scenario with some bodies changed; the others stay constants of the robot. */
export function withBodies(
  scenario: Scenario,
  model: RobotModel,
  bodies: readonly number[],
  change: (body: Body, place: number) => Partial<Body>,
): Scenario {
  const own = completeParameters(model, scenario.robot);
  const given: PartialRobotParameters['bodies'] = scenario.robot?.bodies ?? model.bodies.map(() => ({}));
  const changed = given.map((body, i) => {
    const place = bodies.indexOf(i);
    return place < 0 ? body : { ...body, ...change(own.bodies[i], place) };
  });
  return { ...scenario, robot: { ...scenario.robot, bodies: changed } };
}

/** The scenario with some joints changed. */
export function withJoints(
  scenario: Scenario,
  model: RobotModel,
  joints: readonly number[],
  change: (joint: Joint, place: number) => Partial<Joint>,
): Scenario {
  const own = completeParameters(model, scenario.robot);
  const given: PartialRobotParameters['joints'] = scenario.robot?.joints ?? model.joints.map(() => ({}));
  const changed = given.map((joint, i) => {
    const place = joints.indexOf(i);
    return place < 0 ? joint : { ...joint, ...change(own.joints[i], place) };
  });
  return { ...scenario, robot: { ...scenario.robot, joints: changed } };
}
