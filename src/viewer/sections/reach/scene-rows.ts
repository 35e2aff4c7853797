/** @file Rows of a form for the fields of a scene: what each shows, and what the scene is after a change of it. */
import { type Scene, sceneJsonSchema } from '../../../scene/schema.ts';
import { type FormContext, type Row, rowsOf } from '../../../settings/form.ts';
import { schemaAt } from '../../../settings/schema-path.ts';
import { withKind, withPart } from '../../../settings/set.ts';
import type { FormRow, RowValue } from '../../panels/settings-form.ts';

/** One row, with the field that it stands for. */
export interface SceneRow {
  readonly scene: Scene;
  readonly row: Row;
  readonly form: Omit<FormRow, 'change'>;
  /** The scene with another value, as it is shown. */
  readonly changed: (value: RowValue) => Scene;
}

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

function changed(scene: Scene, row: Row, value: RowValue): Scene {
  const schema = sceneJsonSchema();
  const isKind = row.choices !== undefined && !row.meta.names && schemaAt(schema, row.path, scene)?.enum === undefined;
  if (isKind) return withKind(schema, scene, row.path, String(value));
  return withPart(scene, row.path, fieldValue(row, value)) as Scene;
}

/** Each number that stands for all joints as a list of one a joint. */
function withLists(scene: Scene, context: FormContext): Scene {
  const single = rowsOf(sceneJsonSchema(), scene, context).filter(
    ({ meta, path }) => meta.perJoint && typeof path.at(-1) === 'string',
  );
  return single.reduce(
    (listed, { path, value, factor }) =>
      withPart(listed, path, new Array(context.joints.length).fill(Number(value) / factor)) as Scene,
    scene,
  );
}

/** Rows of all fields that people see. */
export function sceneRows(given: Scene, context: FormContext): SceneRow[] {
  const scene = withLists(given, context);
  return rowsOf(sceneJsonSchema(), scene, context).map((row) => ({
    scene,
    row,
    form: formOf(scene, row),
    changed: (value) => changed(scene, row, value),
  }));
}

/** A row of the form, by which the scene is changed. */
export const formRow = ({ form, changed }: SceneRow, change: (scene: Scene) => void, label = form.label): FormRow => ({
  ...form,
  label,
  change: (value) => change(changed(value)),
});
