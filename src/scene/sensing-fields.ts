/** @file What a scene says of how its robot is seen: sensors, what disturbs it, and what estimates its state. */
import * as z from 'zod/mini';
import { filterKinds } from '../estimation/filters/kinds.ts';
import { sensorKinds } from '../estimation/sensors/kinds.ts';
import { field, name, nonNegative, perJoint, positive } from '../settings/fields.ts';

const believed = (title: string, description: string) =>
  field(z.optional(positive), { title, description, touches: 'input', step: 0.1, most: 10, isAdvanced: true });

const spread = (title: string, description: string, unit: string, usual: number) =>
  field(z._default(perJoint(positive), usual), {
    title,
    description,
    unit,
    touches: 'input',
    perJoint: true,
    step: 0.01,
  });

/** Standard deviation of something unknown at the start; and of how it wanders, where costs do not ask for its place. */
const spreadField = {
  spread: field(z.union([positive, z.array(positive)]), {
    title: 'Spread',
    description: 'standard deviation of what it is from what is believed of it at the start',
    touches: 'input',
    isAdvanced: true,
  }),
};

const wanderingFields = {
  ...spreadField,
  walk: field(z._default(nonNegative, 0), {
    title: 'Walk',
    description: 'standard deviation by which it changes over a control period; it stays where it is 0',
    touches: 'structure',
    isAdvanced: true,
  }),
};

const unknown = z.union([
  z.strictObject({
    goal: field(name, {
      title: 'Goal',
      description: 'goal whose position is not known',
      touches: 'structure',
      isAdvanced: true,
      names: 'goals',
    }),
    ...spreadField,
  }),
  z.strictObject({
    bias: field(name, {
      title: 'Bias',
      description: 'sensor whose bias is not known',
      touches: 'structure',
      isAdvanced: true,
    }),
    ...wanderingFields,
  }),
  z.strictObject({
    force: field(z.literal('joints'), {
      title: 'Force',
      description: 'a lasting force on each joint that nobody commands',
      touches: 'structure',
      isAdvanced: true,
    }),
    ...wanderingFields,
  }),
]);

const estimator = z.strictObject({
  filter: field(z._default(filterKinds.schema, filterKinds.usual), {
    title: 'Filter',
    description: 'how readings become a belief',
    touches: 'structure',
  }),
  acts: field(z._default(z.boolean(), true), {
    title: 'Acts',
    description: 'whether the controller acts on the estimate; else on the state itself, and the filter only watches',
    touches: 'structure',
  }),
  spread: z._default(
    z.strictObject({
      q: spread(
        'Spread of configurations',
        'standard deviation of where the joints are from where they are believed to start',
        'rad',
        0.05,
      ),
      v: spread(
        'Spread of velocities',
        'standard deviation of how fast the joints are from what is believed at the start',
        'rad/s',
        0.05,
      ),
    }),
    { q: 0.05, v: 0.05 },
  ),
  unknown: z.optional(z.array(unknown).check(z.minLength(1))),
  believes: z.optional(
    z.strictObject({
      force: believed('Believed force', 'times the true standard deviation of forces, as the filter believes'),
      spread: believed('Believed spread', 'times the true standard deviation of the start, as the filter believes'),
      sensors: z.optional(
        z.record(name, believed('Believed noise', "times a sensor's true standard deviation, as the filter believes")),
      ),
    }),
  ),
});

export const sensingFields = {
  sensors: field(z.optional(z.array(sensorKinds.schema).check(z.minLength(1))), {
    title: 'Sensors',
    description: 'what reads the robot',
    touches: 'structure',
  }),
  disturbance: z.optional(
    z.strictObject({
      force: field(perJoint(nonNegative), {
        title: 'Disturbing force',
        description: 'standard deviation of forces on the joints that nobody commands, drawn anew each control period',
        unit: 'N m',
        touches: 'input',
        perJoint: true,
        step: 0.1,
      }),
    }),
  ),
  estimator: field(z.optional(estimator), {
    title: 'Estimator',
    description: 'what makes a belief of the state from what the sensors read',
    touches: 'structure',
  }),
};
