/** @file Rows of a form for the fields of a scene: what each shows, and what the scene is after a change of it. */
import { type Scene, sceneJsonSchema } from '../../../scene/schema.ts';
import { type FormContext, type Row, rowsOf } from '../../../settings/form.ts';
import { schemaAt, valueAt } from '../../../settings/schema-path.ts';
import { withKind, withPart } from '../../../settings/set.ts';
import { capitalized } from '../../../text/capitalized.ts';
import type { FormRow, RowValue } from '../../panels/settings-form.ts';
import { rowLinks } from './row-subjects.ts';

/** One row, with the field that it stands for. */
export interface SceneRow {
  readonly row: Row;
  readonly form: Omit<FormRow, 'change'>;
  /** A scene with another value, as it is shown. */
  readonly changed: (scene: Scene, value: RowValue) => Scene;
  /** A scene with the value that it was opened with; null where it has it. */
  readonly restored: ((scene: Scene) => Scene) | null;
}

/** How a scene becomes another one: the one on the screen, or what has been wished of it since. */
export type Edit = (scene: Scene) => Scene;

/** Called with what a person wants of the scene. */
export type OnEdit = (edit: Edit) => void;

/** A list's present value beside those of the ladder. */
const withPresent = (ladder: readonly number[], present: number): number[] =>
  [...new Set([...ladder, present])].sort((a, b) => a - b);

/** Bounds and steps of a number: a slider needs both ends, and one that is more than 0 begins a step above it. */
function numberForm({ meta, least, isInteger, isOptional }: Row, isAbove: boolean): Partial<FormRow> {
  const { most, step = isInteger ? 1 : undefined } = meta;
  const isSlider = most !== undefined;
  const lowest = isAbove && !isOptional && step ? (isSlider ? step : step / 100) : least;
  return { least: lowest ?? (isSlider ? -most : undefined), most, step, isSnapped: isSlider || isInteger };
}

function formOf(scene: Scene, row: Row): SceneRow['form'] {
  const { label, value, choices, meta, path } = row;
  if (choices) return { label, value, choices };
  if (typeof value !== 'number') return { label, value };
  if (meta.ladder) return { label, value, choices: withPresent(meta.ladder, value) };
  const isAbove = schemaAt(sceneJsonSchema(), path, scene)?.exclusiveMinimum !== undefined;
  return { label, value, ...numberForm(row, isAbove) };
}

/** The value of the field for what a row shows; 0 for an optional number means that it is absent. */
function fieldValue({ factor, isOptional }: Row, value: RowValue): unknown {
  if (typeof value !== 'number') return value;
  return isOptional && value === 0 ? undefined : value / factor;
}

/** `joints`: how many numbers stand in a list of one a joint. */
function changed(given: Scene, { row, value, joints }: { row: Row; value: RowValue; joints: number }): Scene {
  const schema = sceneJsonSchema();
  const scene = withList(given, row, joints);
  const isKind = row.choices !== undefined && !row.meta.names && schemaAt(schema, row.path, scene)?.enum === undefined;
  if (isKind) return withKind(schema, scene, row.path, String(value));
  return withPart(scene, row.path, fieldValue(row, value)) as Scene;
}

/** The list that a row is an entry of, where the scene has one number for all joints. */
function withList(scene: Scene, { path, meta }: Row, joints: number): Scene {
  const list = path.slice(0, -1);
  const given = valueAt(scene, list);
  return meta.perJoint && typeof given === 'number' ? spread(scene, list, given, joints) : scene;
}

const spread = (scene: Scene, path: readonly PropertyKey[], value: number, joints: number): Scene =>
  withPart(scene, path, new Array<number>(joints).fill(value)) as Scene;

/** The scene as it is shown: with a list wherever one number stands for all joints. */
function withLists(scene: Scene, context: FormContext): Scene {
  return rowsOf(sceneJsonSchema(), scene, context)
    .filter(({ meta, path }) => meta.perJoint && typeof path.at(-1) === 'string')
    .reduce((listed, { path }) => spread(listed, path, Number(valueAt(scene, path)), context.joints.length), scene);
}

const effects = {
  input: 'Takes effect at once.',
  start: 'Learning starts again.',
  structure: 'The gradient is compiled again.',
} as const;

/** What a setting is, its unit, and what a change of it does. */
function tipOf({ meta, label }: Row): string {
  const { description, unit, shown, touches, startsAgain } = meta;
  const named = shown?.unit ?? unit;
  const isSaid = named === undefined || label.includes(`(${named})`);
  return `${capitalized(description)}${isSaid ? '' : `, in ${named}`}. ${startsAgain ? effects.start : effects[touches]}`;
}

/** What gives a scene the value back that it was opened with; null where it has it, or where the opened scene has no such field. */
function restoring(row: Row, opened: Scene, openedRow: Row | undefined, joints: number): SceneRow['restored'] {
  if (!openedRow || openedRow.value === row.value) return null;
  const value = valueAt(opened, row.path);
  return (scene) => withPart(withList(scene, row, joints), row.path, value) as Scene;
}

const keyOf = ({ path }: Row): string => path.map(String).join('.');

/** Rows of all fields that people see. `opened`: the scene as it was opened, to tell what was changed since. */
export function sceneRows(given: Scene, context: FormContext, opened: Scene | null = null): SceneRow[] {
  const shown = withLists(given, context);
  const listed = opened && withLists(opened, context);
  const before = new Map(listed ? rowsOf(sceneJsonSchema(), listed, context).map((row) => [keyOf(row), row]) : []);
  const joints = context.joints.length;
  return rowsOf(sceneJsonSchema(), shown, context).map((row) => ({
    row,
    form: { ...formOf(shown, row), ...rowLinks(shown, row.path, context.joints), tip: tipOf(row) },
    changed: (scene, value) => changed(scene, { row, value, joints }),
    restored: listed && restoring(row, listed, before.get(keyOf(row)), joints),
  }));
}

/** A row of the form, by which the scene is changed. */
export const formRow = (
  { form, changed: edited, restored }: SceneRow,
  change: OnEdit,
  label = form.label,
): FormRow => ({
  ...form,
  label,
  change: (value) => change((scene) => edited(scene, value)),
  ...(restored && { reset: () => change(restored) }),
});
