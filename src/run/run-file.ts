/** @file The run file: everything needed to replay a run and to go on with the same bits. JSON, with a checksum. */
import * as z from 'zod/mini';
import { requireParts, requireText } from '../core/arguments.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import type { ParameterSlot } from '../core/parameters.ts';
import { sizeOf } from '../core/shape.ts';
import { ArgumentError, limits, SceneError } from '../errors.ts';
import { checksum } from '../formats/checksum.ts';
import { jsonPath, parseStrictJson } from '../formats/strict-json.ts';
import type { Estimate } from '../robot/estimate-inertia.ts';
import type { RobotSettings } from '../robot/robot-fields.ts';
import { madeIn, mapValues, rowIn } from '../optimize/iteration-values.ts';
import { type NamedTensors, requireRunState, type RunState } from '../optimize/run-state.ts';
import type { SavedTrajectory } from '../rollout/trajectory.ts';
import { version } from '../version.ts';
import { checkRun } from './check-run.ts';
import type { End } from './job.ts';
import { type NamesOfRun1, migrateRun1 } from './migrate-run-1.ts';
import { type RunBody, runBodySchema, runFileVersion } from './run-body.ts';

/** A link whose inertia was estimated, and of what. */
export type SavedEstimate = Pick<Estimate, 'link' | 'from'>;

/** The robot of a run: CRC-32 of its file's text, how it was loaded where that is not as usual, and what was estimated. */
export interface SavedRobot extends Partial<RobotSettings> {
  readonly checksum: string;
  /** Joints that were welded. */
  readonly weld: string[];
  readonly repair: boolean;
  readonly estimates?: readonly SavedEstimate[];
}

/** Everything that a run file says. */
export interface RunFile {
  /** The scene as it was run, seed included; checked by the scene's own schema. */
  readonly scene: unknown;
  readonly robot: SavedRobot;
  /** What the parameters are: name and shape of each tensor, in the order of the vector. */
  readonly parameters: readonly Pick<ParameterSlot, 'path' | 'shape'>[];
  readonly state: RunState;
  /** Which of how many restarts it was. */
  readonly member?: { readonly index: number; readonly of: number };
  /** Why it was not gone on with. */
  readonly end?: Omit<End, 'error'>;
  /** Rollout of the best parameters. */
  readonly trajectory: SavedTrajectory | null;
}

/** Numbers of a history that are not finite are kept as null. */
const kept = (column: Float64Array): (number | null)[] =>
  Array.from(column, (value) => (Number.isFinite(value) ? value : null));

/** A vector cut into its tensors. */
function cut(vector: Float64Array, slots: RunFile['parameters']): RunBody['parameters'] {
  let offset = 0;
  return slots.map(({ path, shape }) => {
    const values = Array.from(vector.subarray(offset, (offset += sizeOf(shape))));
    return { name: path, shape: [...shape], values };
  });
}

function bodyOf(file: RunFile): RunBody {
  const { scene, robot: saved, parameters: slots, member, end, trajectory } = file;
  const { estimates, ...robot } = saved;
  const { parameters, method, history, best, finished } = file.state;
  return {
    format: 'adjoint-run',
    version: runFileVersion,
    adjoint: version,
    scene,
    robot: { ...robot, ...(estimates && { estimates: estimates.map(({ link, from }) => ({ link, from })) }) },
    parameters: cut(parameters, slots),
    method: Object.entries(method).map(([name, { shape, data }]) => ({
      name,
      shape: [...shape],
      values: Array.from(data),
    })),
    history: {
      iterations: madeIn(history),
      ...(history.kept && { kept: Array.from(history.kept) }),
      ...mapValues(history, kept),
      stepSize: Array.from(history.stepSize),
    },
    best: best && {
      iteration: best.iteration,
      loss: kept(history.loss)[rowIn(history, best.iteration)],
      measures: Object.fromEntries(
        Object.entries(history.measures).map(([name, column]) => [name, kept(column)[rowIn(history, best.iteration)]]),
      ),
      parameters: cut(best.parameters, slots),
      ...(best.reached !== undefined && { reached: best.reached }),
    },
    ...(member && { member: { index: member.index, of: member.of } }),
    ...(finished !== undefined && { finished }),
    ...(end && { end: { outcome: end.outcome, detail: end.detail } }),
    trajectory: trajectory && {
      dt: trajectory.dt,
      steps: trajectory.steps,
      nq: trajectory.nq,
      nv: trajectory.nv,
      q: Array.from(trajectory.q),
      v: Array.from(trajectory.v),
      tau: Array.from(trajectory.tau),
      links: Object.entries(trajectory.links).map(([name, rows]) => ({ name, values: Array.from(rows) })),
    },
  };
}

/** Refuses what no file keeps. */
function requireRunFile(file: RunFile): void {
  requireParts('file', file, { robot: 'an object', parameters: 'a list', state: 'an object' });
  requireParts('robot', file.robot, { checksum: 'a text', weld: 'a list' });
  file.parameters.forEach((slot, i) => {
    requireParts(`parameters[${i}]`, slot, { path: 'a text', shape: 'a list' });
  });
  requireRunState(file.state);
  const { trajectory } = file;
  if (trajectory !== null)
    requireParts('trajectory', trajectory, { q: 'an object', v: 'an object', tau: 'an object', links: 'an object' });
  try {
    JSON.stringify(file.scene);
  } catch (error) {
    throw new ArgumentError('scene', error instanceof Error ? error.message : 'no JSON', 'what JSON can say');
  }
}

/** Text of a run file. Throws an ArgumentError where something of it is missing. */
export function encodeRun(file: RunFile): string {
  requireRunFile(file);
  const body = JSON.stringify(bodyOf(file));
  return `{"checksum":"${checksum(body)}","run":${body}}\n`;
}

const head = /^\{"checksum":"([0-9a-f]{8})","run":/;

/** Whether a text begins as run files do. */
export const isRunText = (text: string): boolean => head.test(text);

/** The JSON of the run, where the checksum is that of the text. */
function contentOf(text: string): unknown {
  if (text.length > limits.runFileBytes)
    throw new SceneError('$', `${text.length} characters`, `at most ${limits.runFileBytes}`);
  const match = head.exec(text);
  if (!match)
    throw new SceneError('$', 'another kind of file', 'an Adjoint run file', 'give the file that a run has written');
  const body = text.slice(match[0].length).replace(/\}\s*$/, '');
  const found = checksum(body);
  if (found !== match[1])
    throw new SceneError(
      '$.checksum',
      `${found} for the file's content`,
      match[1],
      'the file is damaged or was edited: use an earlier one',
    );
  return parseStrictJson(body);
}

/**
 * The run in the text of its file. Throws a SceneError that says what is wrong; never yields a part of it. A file of version 1
 * is read, too: `names` says what its terms are called today.
 */
export function decodeRun(text: string, names: NamesOfRun1 = {}): RunFile {
  requireText('text', text);
  const content = contentOf(text);
  const given = (content as { version?: unknown } | null)?.version;
  if (typeof given === 'number' && given !== runFileVersion && given !== 1)
    throw new SceneError(
      '$.run.version',
      String(given),
      String(runFileVersion),
      'use the version of Adjoint that wrote the file',
    );
  const json = given === 1 ? migrateRun1(content, names) : content;
  const parsed = z.safeParse(runBodySchema, json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SceneError(
      jsonPath(['run', ...issue.path]),
      'something else',
      `what run file version ${runFileVersion} says`,
      'the file was edited: use an earlier one',
    );
  }
  checkRun(parsed.data);
  return fileOf(parsed.data);
}

const joined = (tensors: RunBody['parameters']): Float64Array =>
  Float64Array.from(tensors.flatMap(({ values }) => values));

const tensorsOf = (named: RunBody['method']): NamedTensors =>
  Object.fromEntries(
    named.map(({ name, shape, values }) => [
      name,
      new PopulationTensor({ shape, population: 1 }, Float64Array.from(values)),
    ]),
  );

function fileOf(body: RunBody): RunFile {
  const { scene, robot, parameters, method, history, best, finished, member, end, trajectory } = body;
  return {
    scene,
    robot,
    parameters: parameters.map(({ name, shape }) => ({ path: name, shape })),
    state: {
      parameters: joined(parameters),
      method: tensorsOf(method),
      history: {
        ...mapValues<readonly (number | null)[], Float64Array>(history, (column) =>
          Float64Array.from(column, (value) => value ?? NaN),
        ),
        ...(history.kept && { kept: Int32Array.from(history.kept) }),
      },
      best: best && {
        iteration: best.iteration,
        parameters: joined(best.parameters),
        ...(best.reached !== undefined && { reached: best.reached }),
      },
      ...(finished !== undefined && { finished }),
    },
    ...(member && { member }),
    ...(end && { end }),
    trajectory: trajectory && {
      ...trajectory,
      q: Float64Array.from(trajectory.q),
      v: Float64Array.from(trajectory.v),
      tau: Float64Array.from(trajectory.tau),
      links: Object.fromEntries(trajectory.links.map(({ name, values }) => [name, Float64Array.from(values)])),
    },
  };
}
