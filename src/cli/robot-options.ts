/** @file Options of every command that loads a robot: what its file cannot say itself. */
import { ArgumentError, limits } from '../errors.ts';
import { defaultFrictionVelocity, type Joint, type RobotModel } from '../robot/model.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotSettings } from '../robot/robot-fields.ts';
import type { LoadedRobot, LoadOptions } from '../robot/urdf/load.ts';
import { loadRobot } from '../robot/urdf/load.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import {
  assignmentsIn,
  integerOption,
  numberOf,
  type OptionSpecs,
  type OptionValues,
  UsageError,
} from './arguments.ts';

export const robotOptions = {
  weld: { type: 'string', multiple: true },
  repair: { type: 'boolean' },
  'estimate-inertia': { type: 'boolean' },
  armature: { type: 'string', multiple: true },
  'ignore-zero-effort': { type: 'boolean' },
  'friction-velocity': { type: 'string' },
  'max-links': { type: 'string' },
} as const satisfies OptionSpecs;

/** The options in a command's help. */
export const robotHelp = [
  ['--weld JOINT', 'treat a joint as fixed (may be repeated)'],
  ['--repair', 'take the nearest possible inertia for bodies that have an impossible one'],
  [
    '--estimate-inertia',
    'estimate the inertia of links that have none, from their shapes or along the link, at the density of water',
  ],
  [
    '--armature JOINT=VALUE',
    'inertia of a drive, seen at its joint, kg m^2 or kg; several as A=0.1,B=0.2 (may be repeated)',
  ],
  ['--ignore-zero-effort', 'take limits of effort and velocity of 0, which stand for none in many files, as absent'],
  [
    '--friction-velocity V',
    `width over which Coulomb friction is smoothed, rad/s or m/s (default ${defaultFrictionVelocity})`,
  ],
  ['--max-links N', `most links that a robot file may have (default ${limits.links})`],
] as const;

/** What the options say of the robot. */
export function robotSettings(values: OptionValues): Partial<RobotSettings> {
  const { weld, armature } = values;
  const frictionVelocity = values['friction-velocity'];
  const maxLinks = integerOption(values, 'max-links');
  return {
    ...(weld !== undefined && { weld: weld as string[] }),
    ...(values.repair === true && { repair: true }),
    ...(values['estimate-inertia'] === true && { estimateInertia: true }),
    ...(armature !== undefined && { armature: armatures(armature as string[]) }),
    ...(values['ignore-zero-effort'] === true && { ignoreZeroEffort: true }),
    ...(frictionVelocity !== undefined && { frictionVelocity: width(String(frictionVelocity)) }),
    ...(maxLinks !== undefined && { maxLinks }),
  };
}

function width(text: string): number {
  const value = numberOf('friction-velocity', text);
  if (value > 0) return value;
  throw new UsageError(`--friction-velocity: found "${text}"; expected a number above 0`);
}

function armatures(given: readonly string[]): Record<string, number> {
  const entries = given.flatMap((text) => assignmentsIn('armature', text));
  const found = new Map<string, number>();
  for (const [joint, text] of entries) {
    const value = numberOf('armature', text);
    if (value < 0) throw new UsageError(`--armature: found "${joint}=${text}"; expected a number of at least 0`);
    if (found.has(joint)) throw new UsageError(`--armature: found joint "${joint}" twice; expected each joint once`);
    found.set(joint, value);
  }
  return Object.fromEntries(found);
}

/** The robot in a file, as options say; an option that does not fit the robot is refused by its name. */
export function loadWithOptions(path: string, bytes: Uint8Array, values: OptionValues): LoadedRobot {
  const options: LoadOptions = { file: path, ...robotSettings(values) };
  try {
    return loadRobot(bytes, options);
  } catch (error) {
    throw error instanceof ArgumentError ? new UsageError(`--${dashed(error.message)}`) : error;
  }
}

/** `frictionVelocity: …` -> `friction-velocity: …` */
const dashed = (message: string): string =>
  message.replace(/^\w+/, (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));

/** One number an independent joint: `1,2,3`, or `elbow=1,wrist=2` with 0 for the others. */
export function jointOption(values: OptionValues, name: string, model: RobotModel): number[] {
  const joints = independentJoints(model);
  const text = values[name];
  if (text === undefined) return joints.map(() => 0);
  const names = joints.map((joint) => joint.name);
  const given = String(text);
  if (given.includes('=')) return namedNumbers(name, given, model);
  const items = given.split(',').map((item) => item.trim());
  if (items.length !== joints.length)
    throw new UsageError(
      `--${name}: found ${items.length} numbers; expected ${joints.length}, one for each of ${names.join(', ')}`,
    );
  return items.map((item) => numberOf(name, item));
}

function namedNumbers(name: string, text: string, model: RobotModel): number[] {
  const joints = independentJoints(model);
  const names = joints.map((joint) => joint.name);
  const found = new Map<number, number>();
  for (const [joint, value] of assignmentsIn(name, text)) {
    const index = names.indexOf(joint);
    if (index < 0) throw unknownJoint(name, joint, names, model);
    if (found.has(index)) throw new UsageError(`--${name}: found joint "${joint}" twice; expected each joint once`);
    found.set(index, numberOf(name, value));
  }
  return names.map((_, i) => found.get(i) ?? 0);
}

function unknownJoint(name: string, joint: string, names: readonly string[], model: RobotModel): UsageError {
  const follower = model.joints.find((one) => one.name === joint);
  if (follower?.mimic) return new UsageError(`--${name}: joint "${joint}" ${following(follower.mimic)}`);
  const remedy = didYouMean(joint, names, `joints: ${names.join(', ')}`);
  return new UsageError(`--${name}: unknown joint "${joint}"; ${remedy}`);
}

/** Whom a joint follows and how, and what to say instead. */
function following({ joint, multiplier, offset }: NonNullable<Joint['mimic']>): string {
  const added = offset === 0 ? '' : ` ${offset < 0 ? '-' : '+'} ${Math.abs(offset)}`;
  return `follows "${joint}" (${multiplier} times it${added}) and has no number of its own; fix: give ${joint}=…`;
}
