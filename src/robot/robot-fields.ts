/** @file What a robot's file cannot say itself: the loader's settings, once for scenes, run files and command lines. */
import * as z from 'zod/mini';
import { limits } from '../errors.ts';
import { defaultFrictionVelocity } from './model.ts';
import { field, nonNegative, positive, type ValuesOf } from '../settings/fields.ts';

/** What all of them are: they make the robot another one. */
const anotherRobot = { touches: 'structure', startsAgain: true, isAdvanced: true } as const;

const flag = (title: string, description: string) =>
  field(z._default(z.boolean(), false), { ...anotherRobot, title, description });

/** Armatures by the joints' names: their values are inputs, and which joints have one is not. */
const armatures = z.record(
  z.string(),
  field(nonNegative, {
    title: 'Armature',
    description: "inertia of the joint's drive, seen at the joint through its gear",
    unit: 'kg m^2',
    touches: 'input',
    isAdvanced: true,
  }),
);

export const robotFields = {
  weld: field(z._default(z.array(z.string()), []), {
    ...anotherRobot,
    title: 'Welded joints',
    description: 'moving joints that are treated as fixed',
  }),
  repair: flag('Repair', 'takes the nearest possible inertia for bodies that have an impossible one'),
  estimateInertia: flag(
    'Estimated inertia',
    'estimates the inertia of links that have none, from their shapes or along the link, at the density of water',
  ),
  armature: field(z._default(armatures, {}), {
    title: 'Armatures',
    description: "inertia of the joints' drives by the joints' names",
    unit: 'kg m^2',
    touches: 'structure',
    isAdvanced: true,
  }),
  ignoreZeroEffort: flag(
    'Ignore limits of 0',
    'takes limits of effort and velocity of 0, which stand for none in many files, as absent',
  ),
  frictionVelocity: field(z.optional(positive), {
    title: 'Friction velocity',
    description: `width over which Coulomb friction is smoothed; the model's own, ${defaultFrictionVelocity}, where it is absent`,
    unit: 'rad/s',
    touches: 'input',
    isAdvanced: true,
  }),
  maxLinks: field(z._default(z.int().check(z.positive()), limits.links), {
    ...anotherRobot,
    title: 'Most links',
    description: 'most links that a file may have',
  }),
};

/** Values of the loader's settings: what has a default is there. */
export type RobotSettings = ValuesOf<typeof robotFields>;

/** What counts where nothing is said. */
export const usualSettings: RobotSettings = z.parse(z.strictObject(robotFields), {});

const names = Object.keys(robotFields) as readonly (keyof RobotSettings)[];

/** What settings say other than usual; nothing where a file is loaded as it is. */
export const unusual = (settings: RobotSettings): Partial<RobotSettings> =>
  Object.fromEntries(
    names
      .filter((name) => JSON.stringify(settings[name]) !== JSON.stringify(usualSettings[name]))
      .map((name) => [name, settings[name]]),
  );
