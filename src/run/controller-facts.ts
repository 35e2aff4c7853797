/** @file What a controller file says besides its tensors, as texts by their names: words as they are, all else as JSON. */
import * as z from 'zod/mini';
import { SceneError } from '../errors.ts';
import { jsonPath, parseStrictJson } from '../formats/strict-json.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotModel } from '../robot/model.ts';
import type { Chosen } from '../settings/kinds.ts';
import { firstMisfit, shown } from '../settings/issues.ts';
import { printable } from '../text/printable.ts';
import { version } from '../version.ts';

/** What a controller acts on, and what becomes of what it gives. */
export interface ControllerFacts {
  /** The controller's kind with its settings. */
  readonly controller: Chosen;
  /** Joints that have a coordinate, in the order of observations and actions. */
  readonly jointNames: readonly string[];
  /**
   * Parts of an observation, one after another, in SI units: what a network is given is (value - offset) * scale, with a number of each
   * for every entry; `entries` says what they are.
   */
  readonly observations: readonly {
    readonly name: string;
    readonly scale: readonly number[];
    readonly offset?: readonly number[];
    readonly entries?: readonly string[];
  }[];
  /** What an action is, e.g. `joint_effort`, and the factor from each of its numbers to SI units. */
  readonly action: { readonly kind: string; readonly scale: readonly number[] };
  /** s from one action to the next. */
  readonly controlPeriod: number;
  /** s over which it was learned: what a plan in time is spread over. */
  readonly horizon: number;
  /** Where it starts, rad or m. */
  readonly defaultConfiguration: readonly number[];
  /** Largest efforts of the joints, N m or N; null where there is no limit. */
  readonly effortLimits: readonly (number | null)[];
  /** CRC-32 of the text of the robot's file. */
  readonly robotChecksum: string;
  /** CRC-32 of the scene's JSON. */
  readonly sceneChecksum: string;
  readonly seed: number;
  /** What it came to where it was judged. */
  readonly validation?: {
    readonly loss: number;
    readonly measures: Readonly<Record<string, number | null>>;
    /** Whether the task had succeeded, where it says what that is. */
    readonly reached?: boolean;
  };
  /** Of what may be done with it, and with the robot. */
  readonly licence?: string;
  /** The version of Adjoint that wrote the file, which says its own. */
  readonly adjoint?: string;
}

const ones = (count: number): number[] => new Array<number>(count).fill(1);

/** Facts of a robot whose controller sees state and time, and gives forces: all in SI units. */
export function factsOfRobot(
  model: RobotModel,
): Pick<ControllerFacts, 'jointNames' | 'observations' | 'action' | 'effortLimits'> {
  const joints = independentJoints(model);
  return {
    jointNames: joints.map(({ name }) => name),
    observations: [
      { name: 'joint_pos', scale: ones(model.nq) },
      { name: 'joint_vel', scale: ones(model.nv) },
      { name: 'time', scale: [1] },
    ],
    action: { kind: 'joint_effort', scale: ones(model.nv) },
    effortLimits: joints.map(({ limits: { effort } }) => (Number.isFinite(effort) ? effort : null)),
  };
}

const finite = z.number();
const numbers = z.array(finite);

/** Texts that stand as they are. */
const words = {
  robotChecksum: z.string(),
  sceneChecksum: z.string(),
  licence: z.optional(z.string()),
  adjoint: z.optional(z.string()),
};

const schema = z.strictObject({
  controller: z.union([z.string(), z.looseObject({ type: z.string() })]),
  jointNames: z.array(z.string()),
  observations: z.array(
    z.strictObject({
      name: z.string(),
      scale: numbers,
      offset: z.optional(numbers),
      entries: z.optional(z.array(z.string())),
    }),
  ),
  action: z.strictObject({ kind: z.string(), scale: numbers }),
  controlPeriod: finite.check(z.positive()),
  horizon: finite.check(z.positive()),
  defaultConfiguration: numbers,
  effortLimits: z.array(z.nullable(finite)),
  seed: z.int().check(z.nonnegative()),
  validation: z.optional(
    z.strictObject({
      loss: finite,
      measures: z.record(z.string(), z.nullable(finite)),
      reached: z.optional(z.boolean()),
    }),
  ),
  ...words,
});

const format = 'adjoint-controller';
const formatVersion = '1';

/** `joint_names` for jointNames, as Python has it. */
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Where a fact stands in the file. */
const placeOf = ([name, ...rest]: readonly PropertyKey[]): string =>
  jsonPath(name === undefined ? ['__metadata__'] : ['__metadata__', snake(String(name)), ...rest]);

/** Facts that fit the schema. Throws a SceneError that says which one does not. */
function checkedFacts(given: unknown): ControllerFacts {
  const parsed = z.safeParse(schema, given);
  if (parsed.success) return parsed.data as ControllerFacts;
  const { path, found, expected, remedy } = firstMisfit(schema, given, parsed.error);
  throw new SceneError(placeOf(path), found, expected, remedy);
}

/** Facts as the metadata of a safetensors file. Throws a SceneError where one does not fit. */
export function metadataOf(facts: ControllerFacts): Record<string, string> {
  const texts = Object.entries(checkedFacts(facts))
    .filter(([, fact]) => fact !== undefined)
    .map(([name, fact]) => [snake(name), Object.hasOwn(words, name) ? String(fact) : JSON.stringify(fact)] as const);
  return { format, version: formatVersion, ...Object.fromEntries(texts), adjoint: version };
}

/** The facts in the metadata of a safetensors file. Throws a SceneError that says what is missing or wrong. */
export function factsIn(metadata: Readonly<Record<string, string>>): ControllerFacts {
  const { format: found, version: foundVersion, ...texts } = metadata;
  if (found !== format)
    throw new SceneError(placeOf(['format']), shown(found), shown(format), 'give a file that Adjoint has exported');
  if (foundVersion !== formatVersion)
    throw new SceneError(
      placeOf(['version']),
      shown(foundVersion),
      shown(formatVersion),
      'use the version of Adjoint that wrote the file',
    );
  return checkedFacts(Object.fromEntries(Object.entries(texts).map(([key, text]) => [camel(key), valueOf(key, text)])));
}

function valueOf(key: string, text: string): unknown {
  // two names of one fact would hide one of them
  if (snake(camel(key)) !== key)
    throw new SceneError(placeOf([]), `unknown key "${printable(key)}"`, 'names in lower case, words joined by _');
  if (Object.hasOwn(words, camel(key))) return text;
  try {
    return parseStrictJson(text);
  } catch (error) {
    if (error instanceof SceneError) error.message = `${placeOf([key])}: ${error.message}`;
    throw error;
  }
}
