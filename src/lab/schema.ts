/** @file The experiment file of the Lab, version 2: a landscape or a scene, what is compared on it, and what is drawn. */
import * as z from 'zod/mini';
import { largestWord } from '../core/random.ts';
import { limits } from '../errors.ts';
import { elevations } from '../figures/surface/view.ts';
import { landscapeKinds } from '../learning/landscapes/kinds.ts';
import { levelScales } from '../learning/surface/levels.ts';
import { surfaceSides } from '../learning/surface/surface.ts';
import { field, finite, jsonSchemaOf, type JsonSchema, name } from '../settings/fields.ts';
import { comparedMethods } from './compared-methods.ts';
import { dimensions, figureNames } from './figures/names.ts';
import { planeKinds } from './planes/kinds.ts';

export const labVersion = 2;

/** A scene's name without folders, which cannot lead anywhere else. */
const sceneFile = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.json$/;

/** What textbook landscapes are about. */
const labTopics = ['function', 'data'] as const;

const text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most));

const lab = z.strictObject({
  plane: field(z.optional(planeKinds.schema), {
    title: 'Plane',
    description: 'what of the parameters the surface shows; where it is absent, what the landscape shows best',
    touches: 'input',
  }),
  box: field(z.optional(z.tuple([finite, finite, finite, finite])), {
    title: 'Box',
    description: 'least and largest coordinate across, least and largest up; around the paths where it is absent',
    touches: 'input',
    entries: ['from', 'to', 'from below', 'to above'],
  }),
  from: field(z.optional(z.tuple([finite, finite])), {
    title: 'Start',
    description: 'coordinates across and up where all methods begin; the start of the landscape where it is absent',
    touches: 'input',
    entries: ['across', 'up'],
  }),
  points: field(z._default(z.literal(surfaceSides), 161), {
    title: 'Points',
    description: 'points of the surface along each side',
    touches: 'input',
  }),
  levels: field(z._default(z.enum(levelScales), 'logarithmic'), {
    title: 'Levels',
    description: 'how the levels of the surface are spaced',
    touches: 'input',
  }),
  dim: field(z.optional(z.literal(dimensions)), {
    title: 'Dimensions',
    description: 'how the surface is drawn: 2 is a map, 3 is in space; both where it is absent',
    touches: 'input',
  }),
  view: field(z.optional(z.tuple([finite, finite.check(z.minimum(elevations.least), z.maximum(elevations.most))])), {
    title: 'View',
    description:
      'from where a surface in space is seen: azimuth from the direction across, and elevation, in degrees; the side that hides least where it is absent',
    touches: 'input',
    entries: ['azimuth', 'elevation'],
  }),
  figures: field(z.optional(z.array(z.enum(figureNames)).check(z.minLength(1))), {
    title: 'Figures',
    description: 'what is drawn; everything that there is where it is absent',
    touches: 'input',
  }),
});

/** What the Lab draws where nothing is said. */
export const usualLab = (): z.output<typeof lab> => lab.parse({});

export const labSchema = z.strictObject({
  $schema: field(z.optional(z.string()), {
    title: 'Schema',
    description: 'for editors',
    touches: 'input',
    isAdvanced: true,
  }),
  version: z.literal(labVersion),
  name: field(name, { title: 'Name', description: 'what files are named after', touches: 'input', isAdvanced: true }),
  title: field(text(100), { title: 'Title', description: 'what people read', touches: 'input', isAdvanced: true }),
  about: field(z.optional(text(1000)), {
    title: 'About',
    description: 'what the experiment shows, in sentences that stand above its figures',
    touches: 'input',
    isAdvanced: true,
  }),
  topic: field(z.optional(z.enum(labTopics)), {
    title: 'Topic',
    description: 'where lists show it: among functions by themselves, or among what is fitted to data',
    touches: 'input',
    isAdvanced: true,
  }),
  seed: field(z._default(z.int().check(z.nonnegative(), z.maximum(largestWord)), 1), {
    title: 'Seed',
    description: 'of random directions',
    touches: 'start',
    step: 1,
  }),
  landscape: field(z.optional(landscapeKinds.schema), {
    title: 'Landscape',
    description: 'a textbook loss; instead of a scene',
    touches: 'structure',
  }),
  scene: field(
    z.optional(
      z
        .string()
        .check(z.refine((file) => sceneFile.test(file), 'the name of a scene file, e.g. "pendulum-swing-up.json"')),
    ),
    {
      title: 'Scene',
      description:
        'whose loss is the landscape: a file beside the experiment, in the folder above it, or of Adjoint itself',
      touches: 'structure',
    },
  ),
  set: field(z.optional(z.array(text(2000))), {
    title: 'Settings',
    description: 'of the scene, as path=value',
    touches: 'structure',
    isAdvanced: true,
  }),
  compare: field(z.array(comparedMethods.schema).check(z.minLength(1), z.maxLength(6)), {
    title: 'Methods',
    description: 'what descends, from one start',
    touches: 'input',
  }),
  iterations: field(z.int().check(z.positive(), z.maximum(limits.iterations)), {
    title: 'Iterations',
    description: 'of each method',
    touches: 'input',
    step: 1,
    most: 1000,
  }),
  lab: field(z._default(lab, usualLab()), { title: 'Lab', description: 'what is drawn, and how', touches: 'input' }),
});

/** An experiment of the Lab as a file says it: all that has a default is there. */
export type LabFile = z.output<typeof labSchema>;

/** What a file says of its figures. */
export type LabSettings = LabFile['lab'];

let jsonSchema: JsonSchema | undefined;

/** Settings of an experiment of the Lab, as JSON Schema. */
export const labJsonSchema = (): JsonSchema => (jsonSchema ??= jsonSchemaOf(labSchema));
