/** @file A small schema of settings for tests: every form that a field can have. */
import * as z from 'zod/mini';
import {
  field,
  finite,
  jsonSchemaOf,
  name,
  nonNegative,
  perJoint,
  positive,
  vector3,
} from '../../src/settings/fields.ts';
import { kind, Kinds } from '../../src/settings/kinds.ts';

const size = field(positive, { title: 'Size', description: 'how large it is', unit: 'm', touches: 'input', most: 2 });

export const shapes = new Kinds<number, string>(
  'shape',
  [
    kind({
      type: 'ball',
      title: 'Ball',
      settings: { size },
      make: ({ size: radius }, factor: number) => `ball of ${factor * radius}`,
    }),
    kind({
      type: 'box',
      title: 'Box',
      settings: {
        size,
        corner: field(z._default(nonNegative, 0.5), {
          title: 'Corner',
          description: 'radius of the edges',
          touches: 'structure',
          usual: 0.1,
        }),
        hue: field(finite, { title: 'Hue', description: 'its colour', touches: 'input', usual: 0.25 }),
      },
      make: ({ size: edge, corner }, factor: number) => `box of ${factor * edge} with ${corner}`,
    }),
    kind({ type: 'plane', title: 'Plane', settings: {}, make: () => 'plane' }),
  ],
  { label: field(z.optional(z.string()), { title: 'Label', description: 'what stands on it', touches: 'input' }) },
);

export const toySchema = z.strictObject({
  seed: field(z.int().check(z.nonnegative(), z.maximum(99)), {
    title: 'Seed',
    description: 'of numbers',
    touches: 'start',
  }),
  time: z.strictObject({
    step: field(positive, {
      title: 'Step',
      description: 'length of a step',
      unit: 's',
      touches: 'structure',
      shown: { unit: 'ms', factor: 1000 },
    }),
  }),
  gains: field(perJoint(positive), {
    title: 'Gains',
    description: 'of each joint',
    unit: 'N m',
    touches: 'start',
    startsAgain: true,
    perJoint: true,
  }),
  at: field(vector3, { title: 'Place', description: 'in the world', unit: 'm', touches: 'input' }),
  isOn: field(z._default(z.boolean(), true), { title: 'On', description: 'whether it runs', touches: 'input' }),
  limit: field(z.optional(nonNegative), { title: 'Limit', description: 'most of it', touches: 'input' }),
  mode: field(z.enum(['slow', 'fast']), { title: 'Mode', description: 'how fast', touches: 'structure' }),
  of: field(z.string(), { title: 'Goal', description: 'which goal', touches: 'structure', names: 'goals' }),
  secret: field(z.optional(finite), { title: 'Secret', description: 'for files', touches: 'input', isAdvanced: true }),
  shape: field(shapes.schema, { title: 'Shape', description: 'what it looks like', touches: 'structure' }),
  places: z.record(name, shapes.schema),
  parts: z.array(
    z.strictObject({
      name,
      weight: field(nonNegative, { title: 'Weight', description: 'of the part', touches: 'input' }),
    }),
  ),
});

export type Toy = z.output<typeof toySchema>;

export const toyJson = jsonSchemaOf(toySchema);

export const toy: Toy = {
  seed: 3,
  time: { step: 0.005 },
  gains: [1, 2],
  at: [0.1, 0.2, 0.3],
  isOn: true,
  mode: 'slow',
  of: 'here',
  shape: { type: 'ball', size: 0.5 },
  places: { here: { type: 'box', size: 1, hue: 0.5 }, there: 'plane' },
  parts: [
    { name: 'one', weight: 1 },
    { name: 'two', weight: 2 },
  ],
};
