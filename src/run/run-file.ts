/** @file The run file: everything needed to replay a run and to go on with the same bits. JSON, with a checksum. */
import * as z from 'zod/mini';
import { limits, SceneError } from '../errors.ts';
import type { Trajectory } from '../rollout/trajectory.ts';
import { version } from '../version.ts';
import { checksum } from '../formats/checksum.ts';
import type { RunState } from './run.ts';
import { jsonPath, parseStrictJson } from '../formats/strict-json.ts';

export const runFileVersion = 1;

const finite = z.number();
const numbers = z.array(finite);
const methodValue = z.union([finite, numbers, z.array(numbers)]);

const iterationSchema = z.strictObject({
  iteration: z.int(),
  loss: finite,
  endEffectorError: finite,
  gradientNorm: finite,
  clippedGradientNorm: finite,
  stepSize: finite,
  terms: z.record(z.string(), finite),
});

const bodySchema = z.strictObject({
  format: z.literal('adjoint-run'),
  version: z.literal(runFileVersion),
  adjoint: z.string(),
  /** The scene as it was run, seed included; checked by the scene's own schema. */
  scene: z.unknown(),
  /** CRC-32 of the robot file's text, and the changes that `--repair` and `--weld` made. */
  robot: z.strictObject({ checksum: z.string(), weld: z.array(z.string()), repair: z.boolean() }),
  parameters: z.strictObject({ names: z.array(z.string()), values: numbers }),
  optimizer: z.record(z.string(), methodValue),
  history: z.array(iterationSchema),
  best: z.nullable(z.strictObject({ iteration: z.int(), loss: finite, endEffectorError: finite, parameters: numbers })),
  finished: z.optional(z.string()),
  trajectory: z.nullable(
    z.strictObject({
      dt: finite,
      steps: z.int(),
      nq: z.int(),
      nv: z.int(),
      q: numbers,
      v: numbers,
      tau: numbers,
      endEffector: numbers,
    }),
  ),
});

export interface RunFile {
  readonly scene: unknown;
  readonly robot: { readonly checksum: string; readonly weld: readonly string[]; readonly repair: boolean };
  readonly parameterNames: readonly string[];
  readonly state: RunState;
  /** Rollout of the best parameters. */
  readonly trajectory: Trajectory | null;
}

/** Text of a run file. */
export function encodeRun({ scene, robot, parameterNames, state, trajectory }: RunFile): string {
  const { parameters, methodState, history, best, finished } = state;
  const body = JSON.stringify({
    format: 'adjoint-run',
    version: runFileVersion,
    adjoint: version,
    scene,
    robot,
    parameters: { names: parameterNames, values: Array.from(parameters) },
    optimizer: methodState,
    history,
    best: best && { ...best, parameters: Array.from(best.parameters) },
    ...(finished !== undefined && { finished }),
    trajectory: trajectory && {
      ...trajectory,
      q: Array.from(trajectory.q),
      v: Array.from(trajectory.v),
      tau: Array.from(trajectory.tau),
      endEffector: Array.from(trajectory.endEffector),
    },
  } satisfies z.infer<typeof bodySchema> | object);
  return `{"checksum":"${checksum(body)}","run":${body}}\n`;
}

const head = /^\{"checksum":"([0-9a-f]{8})","run":/;

/** The run in the text of its file. Throws a SceneError that says what is wrong; never yields a part of it. */
export function decodeRun(text: string): RunFile {
  if (text.length > limits.runFileBytes)
    throw new SceneError('$', `${text.length} characters`, `at most ${limits.runFileBytes}`);
  const match = head.exec(text);
  if (!match)
    throw new SceneError(
      '$',
      'another kind of file',
      'an Adjoint run file',
      'give the file that `adjoint reach --out` wrote',
    );
  const body = text.slice(match[0].length).replace(/\}\s*$/, '');
  const found = checksum(body);
  if (found !== match[1])
    throw new SceneError(
      '$.checksum',
      `${found} for the file's content`,
      match[1],
      'the file is damaged or was edited: use an earlier one',
    );
  const json = parseStrictJson(body);
  const given = (json as { version?: unknown } | null)?.version;
  if (typeof given === 'number' && given !== runFileVersion)
    throw new SceneError(
      '$.run.version',
      String(given),
      String(runFileVersion),
      'use the version of Adjoint that wrote the file',
    );
  const parsed = z.safeParse(bodySchema, json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SceneError(
      jsonPath(['run', ...issue.path]),
      'something else',
      `what run file version ${runFileVersion} says`,
      'the file was edited: use an earlier one',
    );
  }
  checkSizes(parsed.data);
  const { scene, robot, parameters, optimizer, history, best, finished, trajectory } = parsed.data;
  return {
    scene,
    robot,
    parameterNames: parameters.names,
    state: {
      parameters: Float64Array.from(parameters.values),
      methodState: optimizer,
      history,
      best: best && { ...best, parameters: Float64Array.from(best.parameters) },
      ...(finished !== undefined && { finished }),
    },
    trajectory: trajectory && {
      ...trajectory,
      q: Float64Array.from(trajectory.q),
      v: Float64Array.from(trajectory.v),
      tau: Float64Array.from(trajectory.tau),
      endEffector: Float64Array.from(trajectory.endEffector),
    },
  };
}

/** Refuses lists that do not belong together, which would fail in the middle of a run. */
function checkSizes({ parameters, best, history, trajectory }: z.infer<typeof bodySchema>): void {
  const size = parameters.names.length;
  const requireCount = (path: string, found: number, expected: number): void => {
    if (found !== expected)
      throw new SceneError(
        `$.run.${path}`,
        `${found} numbers`,
        `${expected} numbers`,
        'the file was edited: use an earlier one',
      );
  };
  requireCount('parameters.values', parameters.values.length, size);
  if (best) {
    requireCount('best.parameters', best.parameters.length, size);
    if (!history[best.iteration])
      throw new SceneError('$.run.best.iteration', String(best.iteration), `an iteration below ${history.length}`);
  }
  if (!trajectory) return;
  const { steps, nq, nv } = trajectory;
  requireCount('trajectory.q', trajectory.q.length, (steps + 1) * nq);
  requireCount('trajectory.v', trajectory.v.length, (steps + 1) * nv);
  requireCount('trajectory.tau', trajectory.tau.length, steps * nv);
  requireCount('trajectory.endEffector', trajectory.endEffector.length, steps * 3);
}
