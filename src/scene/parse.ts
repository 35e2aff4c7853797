/** @file Text or JSON -> Scene: validated, of any version that can be migrated; what does not fit is refused by its JSON path. */
import * as z from 'zod/mini';
import { requireText } from '../core/arguments.ts';
import { limits, SceneError } from '../errors.ts';
import { withPlaces } from '../formats/json-places.ts';
import { checkStructure, jsonPath, parseStrictJson } from '../formats/strict-json.ts';
import type { Schema } from '../settings/fields.ts';
import { settingOf } from '../settings/kinds.ts';
import { firstMisfit, shown } from '../settings/issues.ts';
import { valueAt } from '../settings/schema-path.ts';
import { migrateFrom1, scene1Schema } from './migrate.ts';
import { type Scene, sceneSchema, sceneVersion } from './schema.ts';

/** The value in a parsed JSON value. Throws a SceneError with the JSON path of what does not fit. */
export function fit<T>(schema: Schema<T>, json: unknown): T {
  const parsed = z.safeParse(schema, json);
  if (parsed.success) return parsed.data;
  const { path, found, expected, remedy } = firstMisfit(schema, json, parsed.error);
  throw new SceneError(jsonPath(path), found, expected, remedy);
}

/** The scene in a parsed JSON value: of this version, or of an older one that says the same. Throws a SceneError with a JSON path. */
export function parseScene(json: unknown): Scene {
  checkStructure(json);
  const version = valueAt(json, ['version']);
  if (version === 1) {
    const scene = fit(scene1Schema, json);
    checkSteps('$.horizon', scene.horizon, scene.dt);
    return fit(sceneSchema, migrateFrom1(scene));
  }
  if (version !== sceneVersion && typeof version === 'number')
    throw new SceneError(
      '$.version',
      shown(version),
      `1 or ${sceneVersion}`,
      version > sceneVersion ? 'use a newer Adjoint' : 'no older version exists',
    );
  return checkConsistency(fit(sceneSchema, json));
}

/** The scene in the text of a JSON file. Throws a SceneError with the JSON path, line and column of what does not fit. */
export function readScene(text: string): Scene {
  requireText('text', text);
  if (text.length > limits.sceneFileBytes)
    throw new SceneError('$', `${text.length} characters`, `at most ${limits.sceneFileBytes}`);
  const json = parseStrictJson(text);
  try {
    return parseScene(json);
  } catch (error) {
    throw error instanceof SceneError ? withPlaces(text, error) : error;
  }
}

/** Number of steps of a scene's rollouts. */
export const stepsOf = ({ time }: Scene): number => Math.round(time.horizon / time.step);

/** Refuses a horizon of no step or of too many. */
function checkSteps(path: string, horizon: number, step: number): void {
  const steps = horizon / step;
  if (!(steps <= limits.horizonSteps))
    throw new SceneError(
      path,
      `${steps} steps`,
      `at most ${limits.horizonSteps} steps`,
      'raise the step or lower the horizon',
    );
  if (Math.round(steps) < 1) throw new SceneError(path, `${horizon} s at a step of ${step} s`, 'at least one step');
}

/** Steps of physics for which what the controller decides is held. */
export const holdOf = ({ time: { control, step } }: Pick<Scene, 'time'>): number =>
  control === undefined ? 1 : Math.round(control / step);

/** How far a ratio of times may be from a whole number, as decimal fractions are rounded. */
const wholeNumber = 1e-6;

/** Refuses a period of the controller that is no multiple of the step, or that the horizon is no multiple of. */
function checkControl({ control, step, horizon }: Scene['time']): void {
  if (control === undefined) return;
  const misfit = (ratio: number): boolean =>
    Math.round(ratio) < 1 || Math.abs(ratio - Math.round(ratio)) > wholeNumber * ratio;
  if (misfit(control / step))
    throw new SceneError('$.time.control', `${control} s at a step of ${step} s`, 'a multiple of the step');
  if (misfit(horizon / control))
    throw new SceneError('$.time.horizon', `${horizon} s`, `a multiple of the control period of ${control} s`);
}

/** Rollouts that a controller is judged by. */
export const evaluationOf = ({ evaluate }: Scene): NonNullable<Scene['evaluate']> =>
  evaluate ?? { validation: { count: 256, seed: 0 }, test: { count: 1024, seed: 0 } };

/** Iterations in all: every method has the setting. */
export const iterationsOf = ({ method }: Scene): number => settingOf<number>(method, 'iterations')!;

/** What no schema of single values can say. */
function checkConsistency(scene: Scene): Scene {
  const { time, costs, success } = scene;
  checkSteps('$.time.horizon', time.horizon, time.step);
  checkControl(time);
  const names = costs.map((cost) => cost.name);
  const twice = names.findIndex((name, i) => names.indexOf(name) < i);
  if (twice >= 0)
    throw new SceneError(
      `$.costs[${twice}].name`,
      `"${names[twice]}" a second time`,
      'a name of its own for each cost',
    );
  if (success && (success.measure === undefined) === (success.residual === undefined))
    throw new SceneError(
      '$.success',
      success.measure === undefined ? 'neither a measure nor a residual' : 'both a measure and a residual',
      'one of them',
    );
  return scene;
}
