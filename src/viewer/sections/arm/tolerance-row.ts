/** @file The form's row of what counts as success: a distance in mm, else in the measure's unit. */
import type { Scene } from '../../../scene/schema.ts';
import { withPart } from '../../../settings/set.ts';
import type { FormRow } from '../../panels/settings-form.ts';
import type { MainMeasure } from './calls.ts';
import { formRow, type OnEdit, type SceneRow } from './scene-rows.ts';

/** A distance of 0 means that a run never ends early. Rows of other conditions of success stay as they are. */
export function toleranceRow(row: SceneRow, measure: MainMeasure | null, change: OnEdit): FormRow {
  const { path, label } = row.row;
  if (path[1] !== 'below' || !measure) return formRow(row, change);
  if (measure.unit !== 'm') return formRow(row, change, measure.unit ? `${label} (${measure.unit})` : label);
  return {
    ...formRow(row, change),
    label: `${label} (mm)`,
    value: Number((1000 * Number(row.form.value)).toFixed(9)),
    least: 0,
    most: 10,
    step: 0.1,
    isSnapped: true,
    change: (millimetres) => change((scene) => withPart(scene, path, Number(millimetres) / 1000) as Scene),
  };
}
