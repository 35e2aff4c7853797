/** @file The scene file, version 2: one language for experiments, put together from the fields of all kinds. */
import * as z from 'zod/mini';
import { controllerKinds } from '../../controllers/kinds.ts';
import { largestWord } from '../core/random.ts';
import { obstacleKinds } from '../task/obstacles/kinds.ts';
import { sceneMethods } from './methods.ts';
import { identifyFields } from './identify-fields.ts';
import { policyFields } from './policy-fields.ts';
import { sensingFields } from './sensing-fields.ts';
import { robotFields } from '../robot/robot-fields.ts';
import { field, finite, jsonSchemaOf, type JsonSchema, name, nonNegative, positive } from '../settings/fields.ts';
import { integratorKinds } from '../simulation/integrators/kinds.ts';
import { goalKinds } from '../task/goals/kinds.ts';
import { normKinds } from '../task/norms/kinds.ts';
import { residualKinds } from '../task/residuals/kinds.ts';
import { isRobotFile, robotFileExpected } from './robot-file.ts';

export const sceneVersion = 2;

const robotFile = z.string().check(z.refine(isRobotFile, robotFileExpected));

const title = field(z.string().check(z.minLength(1), z.maxLength(100)), {
  title: 'Title',
  description: 'what people read',
  touches: 'input',
  isAdvanced: true,
});

const sceneName = field(name, {
  title: 'Name',
  description: 'what files are named after',
  touches: 'input',
  isAdvanced: true,
});

const robot = field(
  z.union([
    robotFile,
    z.strictObject({
      file: field(robotFile, {
        title: 'File',
        description: 'at or below the folder of the scene, or in assets/robots',
        touches: 'structure',
        startsAgain: true,
        isAdvanced: true,
      }),
      ...robotFields,
    }),
  ]),
  {
    title: 'Robot',
    description:
      'file at or below the folder of the scene, or a built-in robot; or that with what it cannot say itself',
    touches: 'structure',
    isAdvanced: true,
    startsAgain: true,
  },
);

const time = z.strictObject({
  horizon: field(positive, {
    title: 'Horizon',
    description: 'length of a rollout',
    unit: 's',
    touches: 'structure',
    step: 0.1,
    most: 10,
  }),
  step: field(positive, {
    title: 'Time step',
    description: 'length of a step',
    unit: 's',
    touches: 'structure',
    shown: { unit: 'ms', factor: 1000 },
    step: 0.5,
    most: 50,
  }),
  control: field(z.optional(positive), {
    title: 'Control period',
    description:
      'time for which what the controller decides is held, a multiple of the step; the step where it is absent',
    unit: 's',
    touches: 'structure',
    shown: { unit: 'ms', factor: 1000 },
    isAdvanced: true,
  }),
  integrator: field(z._default(integratorKinds.schema, integratorKinds.usual), {
    title: 'Integrator',
    description: 'how the state moves on over a step',
    touches: 'structure',
  }),
});

const spread = (title: string, description: string, unit: string) =>
  field(z._default(nonNegative, 0), { title, description, unit, touches: 'input', isAdvanced: true });

const start = z.strictObject({
  q: field(z.array(finite), {
    title: 'Configuration',
    description: 'where the joints start, one number a joint',
    unit: 'rad',
    touches: 'start',
    perJoint: true,
    isAdvanced: true,
  }),
  v: field(z.optional(z.array(finite)), {
    title: 'Velocity',
    description: 'how fast the joints start, one number a joint; at rest where it is absent',
    unit: 'rad/s',
    touches: 'start',
    perJoint: true,
    isAdvanced: true,
  }),
  spread: z.optional(
    z.strictObject({
      q: spread(
        'Spread of configurations',
        'standard deviation of where each joint starts, for methods that train',
        'rad',
      ),
      v: spread('Spread of velocities', 'standard deviation of how fast each joint starts', 'rad/s'),
    }),
  ),
});

const residual = field(residualKinds.schema, {
  title: 'Residual',
  description: 'what shall be 0',
  touches: 'structure',
  isAdvanced: true,
});

const cost = z.strictObject({
  name: field(name, {
    title: 'Name',
    description: 'of the term, in progress, curves and files',
    touches: 'structure',
    isAdvanced: true,
  }),
  residual,
  norm: field(z._default(normKinds.schema, normKinds.usual), {
    title: 'Norm',
    description: 'how the residual becomes a cost',
    touches: 'structure',
    isAdvanced: true,
  }),
  weight: field(nonNegative, {
    title: 'Weight',
    description: 'factor on the cost; one of 0 costs nothing',
    touches: 'input',
  }),
  when: field(z.enum(['running', 'final', 'both']), {
    title: 'When',
    description: 'mean over time, at the end, or the sum of both',
    touches: 'structure',
    isAdvanced: true,
  }),
});

const measure = z.strictObject({
  residual,
  when: field(z._default(z.enum(['end', 'largest', 'mean']), 'end'), {
    title: 'When',
    description: 'at the end, or the largest or the mean over time',
    touches: 'structure',
    isAdvanced: true,
  }),
});

const success = z.strictObject({
  measure: field(z.optional(name), {
    title: 'Measure',
    description: 'measure that is judged; instead of a residual',
    touches: 'structure',
    isAdvanced: true,
    names: 'measures',
  }),
  residual: z.optional(residual),
  below: field(nonNegative, {
    title: 'Tolerance',
    description: "a run ends when its measure is below this, in the measure's unit; never where it is 0",
    touches: 'structure',
  }),
  speed: field(z.optional(positive), {
    title: 'Speed',
    description: 'largest speed of a joint that counts as rest; any where it is absent',
    unit: 'rad/s',
    touches: 'structure',
    isAdvanced: true,
  }),
  hold: field(z.optional(nonNegative), {
    title: 'Hold',
    description: 'time at the end through which it must hold; the end alone where it is absent',
    unit: 's',
    touches: 'structure',
    isAdvanced: true,
  }),
  also: z.optional(
    z.array(
      z.strictObject({
        measure: field(name, {
          title: 'Measure',
          description: 'measure that is judged besides; one of the end through the time of hold, too',
          touches: 'structure',
          isAdvanced: true,
          names: 'measures',
        }),
        below: field(finite, {
          title: 'Below',
          description: "what it must be below, in the measure's unit",
          touches: 'structure',
          isAdvanced: true,
        }),
      }),
    ),
  ),
});

export const sceneSchema = z.strictObject({
  $schema: field(z.optional(z.string()), {
    title: 'Schema',
    description: 'for editors',
    touches: 'input',
    isAdvanced: true,
  }),
  version: z.literal(sceneVersion),
  name: sceneName,
  title,
  robot,
  seed: field(z.int().check(z.nonnegative(), z.maximum(largestWord)), {
    title: 'Seed',
    description: 'of all random numbers',
    touches: 'start',
    step: 1,
  }),
  time,
  start,
  goals: z._default(z.record(name, goalKinds.schema), {}),
  obstacles: z.optional(z.array(obstacleKinds.schema)),
  costs: z.array(cost).check(z.minLength(1)),
  measures: z._default(z.record(name, measure), {}),
  success: z.optional(success),
  controller: field(controllerKinds.schema, {
    title: 'Controller',
    description: 'what acts on the robot',
    touches: 'structure',
    startsAgain: true,
    isAdvanced: true,
  }),
  ...policyFields,
  ...sensingFields,
  ...identifyFields,
  method: field(sceneMethods.schema, {
    title: 'Method',
    description: 'how the parameters are optimized',
    touches: 'input',
  }),
});

/** An experiment as a file says it, version 2: all that has a default is there. */
export type Scene = z.output<typeof sceneSchema>;

let jsonSchema: JsonSchema | undefined;

/** Settings of a scene, as JSON Schema: for editors, forms, help and addresses. Written once: it takes longer than a gradient. */
export const sceneJsonSchema = (): JsonSchema => (jsonSchema ??= jsonSchemaOf(sceneSchema));
