/** @file Run files of version 1, as those of version 2. */
import * as z from 'zod/mini';
import { SceneError } from '../errors.ts';
import { jsonPath } from '../formats/strict-json.ts';
import { runFileVersion } from './run-body.ts';

/** What names of version 1 are today; a name that is not listed stays. */
export interface NamesOfRun1 {
  readonly terms?: Readonly<Record<string, string>>;
}

/** The only measure of version 1. */
const measure = 'distance';

const finite = z.number();
const numbers = z.array(finite);

const run1Schema = z.strictObject({
  format: z.literal('adjoint-run'),
  version: z.literal(1),
  adjoint: z.string(),
  scene: z.unknown(),
  robot: z.unknown(),
  parameters: z.strictObject({ names: z.array(z.string()), values: numbers }),
  optimizer: z.record(z.string(), z.union([finite, numbers, z.array(numbers)])),
  history: z.array(
    z.strictObject({
      iteration: z.int(),
      loss: finite,
      endEffectorError: finite,
      gradientNorm: finite,
      clippedGradientNorm: finite,
      stepSize: finite,
      terms: z.record(z.string(), finite),
    }),
  ),
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

type Run1 = z.infer<typeof run1Schema>;

/** A run of version 1 in the form of version 2, which is to be checked as such. Throws a SceneError at what is not of version 1. */
export function migrateRun1(content: unknown, { terms: termNames = {} }: NamesOfRun1): unknown {
  const parsed = z.safeParse(run1Schema, content);
  if (!parsed.success)
    throw new SceneError(
      jsonPath(['run', ...parsed.error.issues[0].path]),
      'something else',
      'what run file version 1 says',
      'the file was edited: use an earlier one',
    );
  const { parameters, optimizer, history, best, trajectory, ...rest } = parsed.data;
  const { names, values } = parameters;
  const column = (of: (row: Run1['history'][number]) => number): number[] => history.map(of);
  const terms = Object.keys(history[0]?.terms ?? {});
  return {
    ...rest,
    version: runFileVersion,
    parameters: grouped('parameters.values', names, values),
    method: Object.entries(optimizer).map(([name, value]) => ({ name, ...shaped(value) })),
    history: {
      iterations: history.length,
      loss: column(({ loss }) => loss),
      gradientNorm: column(({ gradientNorm }) => gradientNorm),
      clippedGradientNorm: column(({ clippedGradientNorm }) => clippedGradientNorm),
      stepSize: column(({ stepSize }) => stepSize),
      terms: Object.fromEntries(terms.map((name) => [termNames[name] ?? name, column((row) => row.terms[name])])),
      measures: history.length > 0 ? { [measure]: column(({ endEffectorError }) => endEffectorError) } : {},
    },
    best: best && {
      iteration: best.iteration,
      loss: best.loss,
      measures: { [measure]: best.endEffectorError },
      parameters: grouped('best.parameters', names, best.parameters),
    },
    trajectory: trajectory && migratedTrajectory(trajectory, linkOf(rest.scene)),
  };
}

function migratedTrajectory({ endEffector, ...rest }: NonNullable<Run1['trajectory']>, link: string): unknown {
  return { ...rest, links: [{ name: link, values: endEffector }] };
}

/** Name of the link whose positions the trajectory has. */
function linkOf(scene: unknown): string {
  const link = (scene as { task?: { link?: unknown } } | null)?.task?.link;
  if (typeof link !== 'string') throw new SceneError('$.run.scene.task.link', String(link), 'the name of a link');
  return link;
}

/** A list of numbers, or of lists of them, as it is or as one list with its shape. */
function shaped(value: Run1['optimizer'][string]): { readonly shape: number[]; readonly values: number[] } {
  if (typeof value === 'number') return { shape: [], values: [value] };
  if (value.length === 0 || typeof value[0] === 'number') return { shape: [value.length], values: value as number[] };
  const rows = value as number[][];
  return { shape: [rows.length, rows[0].length], values: rows.flat() };
}

/** Entry names, `path[1, 2]` or `path`, with their numbers, as tensors. */
function grouped(path: string, names: readonly string[], values: readonly number[]) {
  if (names.length !== values.length)
    throw new SceneError(`$.run.${path}`, `${values.length} numbers`, `${names.length} numbers`);
  const tensors = new Map<string, { readonly name: string; shape: number[]; readonly values: number[] }>();
  names.forEach((entry, i) => {
    const [, name, index] = /^(.*?)(?:\[(\d+(?:, \d+)*)\])?$/s.exec(entry)!;
    const tensor = tensors.get(name) ?? { name, shape: [], values: [] };
    // the last entry of a tensor is the last of every axis
    tensor.shape = index === undefined ? [] : index.split(', ').map((position) => Number(position) + 1);
    tensor.values.push(values[i]);
    tensors.set(name, tensor);
  });
  return [...tensors.values()];
}
