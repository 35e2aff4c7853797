/** @file The form's folder of goals, each with the link that shall come there. */
import type { Scene } from '../../../scene/schema.ts';
import type { FormFolder, FormRow } from '../../panels/settings-form.ts';
import { formRow, type OnEdit, type SceneRow } from './scene-rows.ts';
import { linksOfGoals, withLink } from './target.ts';

/** In folders of their own where there are several. */
export function targetFolder(
  scene: Scene,
  rows: readonly SceneRow[],
  links: readonly string[],
  change: OnEdit,
): FormFolder {
  const linkOf = linksOfGoals(scene);
  const folders = Object.keys(scene.goals).map((goal) => {
    const own: FormRow[] = rows.filter(({ row }) => row.path[1] === goal).map((row) => formRow(row, change));
    const link = linkOf.get(goal);
    if (link === undefined) return { title: goal, rows: own };
    const set = (wanted: unknown): void => change((present) => withLink(present, goal, String(wanted)));
    return { title: goal, rows: [...own, { label: 'Link', value: link, choices: links, change: set }] };
  });
  const title = 'Target';
  return folders.length > 1 ? { title, rows: [], folders } : { title, rows: folders[0]?.rows ?? [] };
}
