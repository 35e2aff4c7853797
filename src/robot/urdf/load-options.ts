/** @file How a robot file is read: the options of loadRobot, their defaults, and what they have to be. */
import { ArgumentError, limits } from '../../errors.ts';
import { described } from '../../text/described.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { defaultFrictionVelocity } from '../model.ts';

/** How a robot file is read. */
export interface LoadOptions {
  /** Name to show in messages. Default `robot.urdf`. */
  readonly file?: string;
  /**
   * Joints to treat as fixed, at 0; one that follows another stands where that puts it. A welded joint is not judged as a joint:
   * it may be of any type, and without axis and limits. Default none.
   */
  readonly weld?: readonly string[];
  /**
   * Take the nearest possible inertia for bodies that have an impossible one, and that of a solid sphere for a mass without
   * extent on which a joint cannot turn; every change is listed. Default false.
   */
  readonly repair?: boolean;
  /**
   * Estimate the inertia of links that have none, from their shapes, or along the link where there are none, at the density of
   * water; every estimate is listed. Default false.
   */
  readonly estimateInertia?: boolean;
  /** Inertia of the drives' rotors seen at their joints, by the joint's name: kg m^2 (kg). Default 0. */
  readonly armature?: Readonly<Record<string, number>>;
  /** Count limits of effort and velocity of 0 as absent: in many files they are placeholders. Default false. */
  readonly ignoreZeroEffort?: boolean;
  /** Velocity over which Coulomb friction is smoothed, rad/s (m/s). Default 0.01. */
  readonly frictionVelocity?: number;
  /** Most links that are accepted. Default 1000. */
  readonly maxLinks?: number;
}

/** Options with their defaults. */
export type LoadSettings = Required<LoadOptions>;

const defaults: LoadSettings = {
  file: 'robot.urdf',
  weld: [],
  repair: false,
  estimateInertia: false,
  armature: {},
  ignoreZeroEffort: false,
  frictionVelocity: defaultFrictionVelocity,
  maxLinks: limits.links,
};

/** Its square, and the fourth power of that, are no zeros in float32 either. */
const narrowest = 1e-9;

const kind = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value);

/** A text that no element begins in, and that ends as names of robot files do. */
const isPath = (input: string): boolean => /^[^<\n]*\.(urdf|xacro|xml)\s*$/i.test(input);

const theText = 'the text of a URDF file, or its bytes';

/** Refuses what is no robot file. */
export function requireRobotText(input: unknown): void {
  if (typeof input !== 'string' && !(input instanceof Uint8Array))
    throw new ArgumentError('input', kind(input), theText);
  if (typeof input === 'string' && isPath(input))
    throw new ArgumentError('input', 'the path of a file', theText, 'read the file first');
}

/** The options with their defaults, after refusing what is not of the documented form. */
export function settingsFrom(options: LoadOptions): LoadSettings {
  const names = Object.keys(defaults);
  if (kind(options) !== 'object')
    throw new ArgumentError('options', kind(options), `an object like { ${names.join(', ')} }`);
  for (const name of Object.keys(options))
    if (!Object.hasOwn(defaults, name))
      throw new ArgumentError('options', `"${name}"`, 'a known option', didYouMean(name, names, 'leave it out'));
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const settings: LoadSettings = { ...defaults, ...given };
  const { file, weld, armature, frictionVelocity, maxLinks } = settings;
  if (typeof file !== 'string') throw new ArgumentError('file', kind(file), 'the name of the file as a string');
  if (!Array.isArray(weld) || !weld.every((name) => typeof name === 'string'))
    throw new ArgumentError('weld', kind(weld), 'an array of joint names', 'write weld: ["joint"]');
  for (const name of ['repair', 'estimateInertia', 'ignoreZeroEffort'] as const)
    if (typeof settings[name] !== 'boolean') throw new ArgumentError(name, kind(settings[name]), 'true or false');
  requireArmature(armature);
  if (!(Number.isFinite(frictionVelocity) && frictionVelocity >= narrowest))
    throw new ArgumentError(
      'frictionVelocity',
      described(frictionVelocity),
      `a positive number from ${narrowest} on, in rad/s (m/s)`,
    );
  if (!Number.isInteger(maxLinks) || maxLinks < 1)
    throw new ArgumentError('maxLinks', described(maxLinks), 'a positive integer');
  return settings;
}

function requireArmature(armature: unknown): void {
  if (kind(armature) !== 'object')
    throw new ArgumentError('armature', kind(armature), 'an object', 'write armature: { joint: 0.1 }');
  for (const [name, value] of Object.entries(armature as object) as [string, unknown][])
    if (!(Number.isFinite(value) && (value as number) >= 0))
      throw new ArgumentError(`armature.${name}`, described(value), 'a number >= 0, in kg m^2 (kg)');
}
