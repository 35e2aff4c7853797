/** @file The form's folder of what varies from rollout to rollout besides starts and goals: payload, masses, friction, delay. */
import { randomizationKinds } from '../../../../train/randomize/kinds.ts';
import { typeOf } from '../../../../settings/kinds.ts';
import type { Scene } from '../../../../scene/schema.ts';
import type { FormFolder } from '../../../panels/settings-form.ts';
import { formRow, type OnEdit, type SceneRow } from '../scene-rows.ts';

/** "Mass: least (kg)" for an entry of a list; the field's own name elsewhere. */
const labelOf = ({ row: { meta, path, label } }: SceneRow): string =>
  typeof path.at(-1) === 'number' && path.length > 2 ? `${meta.title}: ${label}` : label;

/** A folder for each; none in a scene where nothing else varies. */
export function randomizeFolders({ randomize = [] }: Scene, rows: readonly SceneRow[], change: OnEdit): FormFolder[] {
  if (randomize.length === 0) return [];
  const folders = randomize.map((chosen, place): FormFolder => {
    const own = rows.filter(({ row: { path } }) => path[1] === place && path.length > 2);
    return {
      title: randomizationKinds.of(typeOf(chosen)).title,
      rows: own.map((row) => formRow(row, change, labelOf(row))),
    };
  });
  return [{ title: 'Varied', rows: [], folders }];
}
