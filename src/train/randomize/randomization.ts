/** @file What a randomization is made with, and what those of a robot's bodies and joints share. */
import * as z from 'zod/mini';
import { add, mul } from '../../core/ops/elementwise.ts';
import { at } from '../../core/ops/indexing.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import type { RobotModel } from '../../robot/model.ts';
import { withBodyParameters, withJointParameters } from '../../robot/partial-parameters.ts';
import type { RobotParameters } from '../../robot/parameters.ts';
import type { Scenario } from '../../rollout/scenario.ts';
import { field, nonNegative } from '../../settings/fields.ts';

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

/** low + (high - low) u, [], of the number at a place of what was drawn. */
export const between = (
  [low, high]: readonly [number, number],
  drawn: PopulationTensor,
  place: number,
): PopulationTensor => add(low, mul(high - low, at(drawn, place)));

type Body = RobotParameters['bodies'][number];
type Joint = RobotParameters['joints'][number];

/** The scenario with some bodies changed; the others stay constants of the robot. */
export const withBodies = (
  scenario: Scenario,
  model: RobotModel,
  bodies: readonly number[],
  change: (body: Body, place: number) => Partial<Body>,
): Scenario => ({ ...scenario, robot: withBodyParameters(model, scenario.robot, bodies, change) });

/** The scenario with some joints changed. */
export const withJoints = (
  scenario: Scenario,
  model: RobotModel,
  joints: readonly number[],
  change: (joint: Joint, place: number) => Partial<Joint>,
): Scenario => ({ ...scenario, robot: withJointParameters(model, scenario.robot, joints, change) });
