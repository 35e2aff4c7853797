/** @file The form's folder of the controller: flags first, lists of one number a joint in closed folders of their own. */
import type { FormFolder } from '../../panels/settings-form.ts';
import { formRow, type OnEdit, type SceneRow } from './scene-rows.ts';

const isEntry = ({ row }: SceneRow): boolean => typeof row.path.at(-1) === 'number';
const isFlag = ({ form }: SceneRow): boolean => typeof form.value === 'boolean';

export function controllerFolder(rows: readonly SceneRow[], change: OnEdit): FormFolder {
  const lists = new Map<string, SceneRow[]>();
  for (const row of rows.filter(isEntry)) {
    const { title, unit } = row.row.meta;
    const name = unit ? `${title} (${unit})` : title;
    lists.set(name, [...(lists.get(name) ?? []), row]);
  }
  const single = rows.filter((row) => !isEntry(row));
  return {
    title: 'Controller',
    rows: [...single.filter(isFlag), ...single.filter((row) => !isFlag(row))].map((row) => formRow(row, change)),
    folders: [...lists].map(([title, list]) => ({
      title,
      isClosed: true,
      rows: list.map((row) => formRow(row, change)),
    })),
  };
}
