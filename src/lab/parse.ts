/** @file Text or JSON -> experiment of the Lab: validated; what does not fit is refused by its JSON path, line and column. */
import { requireText } from '../core/arguments.ts';
import { limits, SceneError } from '../errors.ts';
import { placed } from '../formats/json-places.ts';
import { checkStructure, parseStrictJson } from '../formats/strict-json.ts';
import { fit } from '../scene/parse.ts';
import { shown } from '../settings/issues.ts';
import { valueAt } from '../settings/schema-path.ts';
import { type LabFile, labSchema, labVersion } from './schema.ts';

/** The experiment in a parsed JSON value. Throws a SceneError with a JSON path. */
export function parseLab(json: unknown): LabFile {
  checkStructure(json);
  const version = valueAt(json, ['version']);
  if (version !== labVersion && typeof version === 'number')
    throw new SceneError(
      '$.version',
      shown(version),
      `${labVersion}`,
      version > labVersion ? 'use a newer Adjoint' : 'no older version exists',
    );
  return consistent(fit(labSchema, json));
}

/** The experiment in the text of a JSON file. Throws a SceneError with the JSON path, line and column of what does not fit. */
export function readLab(text: string): LabFile {
  requireText('text', text);
  if (text.length > limits.sceneFileBytes)
    throw new SceneError('$', `${text.length} characters`, `at most ${limits.sceneFileBytes}`);
  const json = parseStrictJson(text);
  return placed(text, () => parseLab(json));
}

/** Least side of a box beside its coordinates: points and ticks along a shorter one would be the same numbers. */
const leastSide = 1e-9;

const isDrawable = (from: number, to: number): boolean =>
  to - from < Infinity && to - from >= leastSide * Math.max(Math.abs(from), Math.abs(to));

/** What no schema of single values can say. */
function consistent(file: LabFile): LabFile {
  const { landscape, scene, set, lab } = file;
  if ((landscape === undefined) === (scene === undefined))
    throw new SceneError(
      landscape ? '$.scene' : '$',
      landscape ? 'both a landscape and a scene' : 'neither a landscape nor a scene',
      'one of them',
    );
  if (set && scene === undefined)
    throw new SceneError('$.set', 'settings of a scene', 'none without a scene', 'say them in the landscape');
  const [x0, x1, y0, y1] = lab.box ?? [0, 1, 0, 1];
  if (!(x0 < x1 && y0 < y1))
    throw new SceneError('$.lab.box', `[${[x0, x1, y0, y1].join(', ')}]`, 'the smaller number first: [x0, x1, y0, y1]');
  if (!(isDrawable(x0, x1) && isDrawable(y0, y1)))
    throw new SceneError(
      '$.lab.box',
      `[${[x0, x1, y0, y1].join(', ')}]`,
      `sides of finite length, at least ${leastSide} of the largest coordinate`,
    );
  return file;
}
