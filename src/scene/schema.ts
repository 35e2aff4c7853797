/** @file The scene file: robot, task, controller, integrator, horizon, optimizer, seed. Versioned, validated, also a JSON Schema. */
import * as z from 'zod/mini';
import { largestWord } from '../core/random.ts';
import { limits, SceneError } from '../errors.ts';
import { jsonPath, withPlaces } from '../formats/json-places.ts';
import { knownKeys } from '../formats/json-schema-keys.ts';
import { checkStructure, parseStrictJson, unknownKey } from '../formats/strict-json.ts';

export const sceneVersion = 1;

const finite = z.number();
const positive = z.number().check(z.positive());
const nonNegative = z.number().check(z.nonnegative());
const vector3 = z.tuple([finite, finite, finite]);
const gains = z.union([positive, z.array(positive)]);

const pdController = z.strictObject({
  type: z.literal('pd'),
  kp: gains,
  kd: gains,
  reference: z.optional(z.array(finite)),
  gravityCompensation: z.optional(z.boolean()),
  /** Parameters that are optimized; the others stay as given. Default: all. */
  optimize: z.optional(z.array(z.enum(['reference', 'logKp', 'logKd']))),
});

const torqueSplineController = z.strictObject({
  type: z.literal('torque-spline'),
  knots: z.int().check(z.minimum(4), z.maximum(1000)),
  gravityCompensation: z.optional(z.boolean()),
  optimize: z.optional(z.array(z.enum(['knots']))),
});

const reachTask = z.strictObject({
  type: z.literal('reach'),
  link: z.string().check(z.minLength(1)),
  /** m, world. */
  target: vector3,
  /** Quaternion [x, y, z, w] of the link in the world. */
  orientation: z.optional(z.tuple([finite, finite, finite, finite])),
  weights: z.strictObject({
    position: nonNegative,
    finalPosition: nonNegative,
    finalOrientation: nonNegative,
    finalVelocity: nonNegative,
    effort: nonNegative,
    limits: nonNegative,
  }),
});

const schedule = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('constant') }),
  z.strictObject({ type: z.literal('exponential'), decay: positive, every: positive }),
  z.strictObject({ type: z.literal('cosine'), iterations: positive, final: nonNegative }),
]);

const firstOrder = { learningRate: positive, schedule: z.optional(schedule), clipNorm: z.optional(positive) };
const fraction = z.optional(z.number().check(z.nonnegative(), z.lt(1)));

const optimizer = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('gradient-descent'), ...firstOrder }),
  z.strictObject({ type: z.literal('momentum'), ...firstOrder, momentum: fraction }),
  z.strictObject({ type: z.literal('rmsprop'), ...firstOrder, decay: fraction, epsilon: z.optional(positive) }),
  z.strictObject({
    type: z.literal('adam'),
    ...firstOrder,
    beta1: fraction,
    beta2: fraction,
    epsilon: z.optional(positive),
  }),
  z.strictObject({ type: z.literal('lbfgs'), history: z.optional(z.int().check(z.positive())) }),
]);

const sceneSchema = z.strictObject({
  $schema: z.optional(z.string()),
  version: z.literal(sceneVersion),
  name: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/)),
  title: z.string().check(z.minLength(1), z.maxLength(100)),
  /** File name in assets/robots. */
  robot: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*\.urdf$/)),
  seed: z.int().check(z.nonnegative(), z.maximum(largestWord)),
  /** Standard deviation of the seeded noise on the initial parameters. Default 0. */
  perturbation: z.optional(nonNegative),
  initial: z.strictObject({ q: z.array(finite), v: z.optional(z.array(finite)) }),
  task: reachTask,
  controller: z.discriminatedUnion('type', [pdController, torqueSplineController]),
  integrator: z.enum(['semi-implicit-euler', 'rk4']),
  /** s. */
  dt: positive,
  /** s. */
  horizon: positive,
  optimizer,
  iterations: z.int().check(z.positive(), z.maximum(limits.iterations)),
  /** Stop when the link ends closer than this to the target, m. Default: never. */
  tolerance: z.optional(positive),
});

export type Scene = z.infer<typeof sceneSchema>;

/** The schema of scene files for editors. */
export const sceneJsonSchema = (): object => z.toJSONSchema(sceneSchema, { io: 'input' });

const show = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  );
}

/** The scene in a parsed JSON value. Throws a SceneError with the JSON path of what does not fit. */
export function parseScene(json: unknown): Scene {
  checkStructure(json);
  const version = valueAt(json, ['version']);
  if (version !== sceneVersion && typeof version === 'number')
    throw new SceneError(
      '$.version',
      show(version),
      String(sceneVersion),
      version > sceneVersion ? 'use a newer Adjoint' : 'no older version exists',
    );
  const parsed = z.safeParse(sceneSchema, json);
  if (!parsed.success) throw firstIssue(parsed.error, json);
  return checkConsistency(parsed.data);
}

function firstIssue(error: z.core.$ZodError, json: unknown): SceneError {
  const [issue] = error.issues;
  if (issue.code === 'unrecognized_keys')
    return unknownKey([...issue.path, issue.keys[0]], knownKeys(sceneJsonSchema(), json, issue.path));
  const { path, reason } = innermost(issue);
  return new SceneError(jsonPath(path), show(valueAt(json, path)), expectation(reason));
}

/** Of the forms that a value could have had, the one it came nearest to: whose first issue lies deepest. */
function innermost(issue: z.core.$ZodIssue): {
  readonly path: readonly PropertyKey[];
  readonly reason: z.core.$ZodIssue;
} {
  const branches = issue.code === 'invalid_union' ? issue.errors.map(([first]) => first) : [];
  const [reason] = branches.filter(({ path }) => path.length > 0).sort((a, b) => b.path.length - a.path.length);
  return reason ? { path: [...issue.path, ...reason.path], reason } : { path: issue.path, reason: issue };
}

/** What an issue of the schema wanted, in words. */
function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'an integer' : `a value of type ${issue.expected}`;
    case 'invalid_value':
      return issue.values.map((value) => show(value)).join(' or ');
    case 'too_small':
      return `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${typeof issue.minimum === 'number' && issue.origin !== 'number' && issue.origin !== 'int' ? ' items' : ''}`;
    case 'too_big':
      return `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
    case 'invalid_format':
      return `text that matches ${issue.pattern ?? issue.format}`;
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? issue.options.map(show).join(' or ')
        : 'one of the forms in the schema';
    default:
      return 'what the scene schema says';
  }
}

function checkConsistency(scene: Scene): Scene {
  const steps = scene.horizon / scene.dt;
  if (!(steps <= limits.horizonSteps))
    throw new SceneError(
      '$.horizon',
      `${steps} steps`,
      `at most ${limits.horizonSteps} steps`,
      'raise dt or lower the horizon',
    );
  if (scene.task.orientation?.every((value) => value === 0))
    throw new SceneError('$.task.orientation', 'a quaternion of norm 0', 'a quaternion [x, y, z, w]');
  if (scene.controller.optimize?.length === 0)
    throw new SceneError('$.controller.optimize', 'no parameter', 'at least one', 'leave it out to optimize all');
  if (Math.round(steps) < 1)
    throw new SceneError('$.horizon', `${scene.horizon} s at dt ${scene.dt} s`, 'at least one step');
  return scene;
}

/** The scene in the text of a JSON file. */
export function readScene(text: string): Scene {
  if (text.length > limits.sceneFileBytes)
    throw new SceneError('$', `${text.length} characters`, `at most ${limits.sceneFileBytes}`);
  const json = parseStrictJson(text);
  try {
    return parseScene(json);
  } catch (error) {
    throw error instanceof SceneError ? withPlaces(text, error) : error;
  }
}
