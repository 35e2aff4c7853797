/** @file The folders of the settings form: a scene's fields where people look for them, and how many runs of it are made side by side. */
import type { RobotModel } from '../../../robot/model.ts';
import type { Scene } from '../../../scene/schema.ts';
import { withPart } from '../../../settings/set.ts';
import type { FormFolder, FormRow } from '../../panels/settings-form.ts';
import type { Built } from './calls.ts';
import { costLabels } from './cost-labels.ts';
import { type SceneRow, sceneRows } from './scene-rows.ts';
import { linksOfGoals, withLink } from './target.ts';

/** Runs side by side: powers of four. */
const restartCounts = [1, 4, 16, 64, 256];

/** What the form is of. */
export type Shown = Pick<Built, 'scene' | 'restarts' | 'measure'> & { readonly model: RobotModel };

/** Called with what a person wants instead. */
export type OnChange = (scene: Scene, restarts: number) => void;

/** The folders, in order. What no other folder takes stands in the last one. */
export function settingsFolders(shown: Shown, onChange: OnChange): FormFolder[] {
  const { scene, restarts, model } = shown;
  const links = model.links.map(({ name }) => name);
  const joints = model.joints.map(({ name }) => name);
  const names = { links, goals: Object.keys(scene.goals), measures: Object.keys(scene.measures) };
  const all = sceneRows(scene, { names, joints });
  const of = (...keys: string[]): SceneRow[] => all.filter(({ row }) => keys.includes(String(row.path[0])));
  const change = (wanted: Scene): void => onChange(wanted, restarts);
  const folders = [
    targetFolder(shown, of('goals'), links, change),
    {
      title: 'Optimizer',
      rows: [
        restartsRow(shown, onChange),
        ...of('method').map((row) => formRow(row, change)),
        ...toleranceRows(shown, of('success'), change),
      ],
    },
    controllerFolder(of('controller'), change),
    { ...costFolder(scene, of('costs'), change), isClosed: true },
  ];
  const taken = ['goals', 'method', 'success', 'controller', 'costs'];
  const rest = [...of('time'), ...all.filter(({ row }) => !['time', ...taken].includes(String(row.path[0])))];
  return [...folders, { title: 'Simulation', rows: rest.map((row) => formRow(row, change)) }];
}

const formRow = ({ form, changed }: SceneRow, change: (scene: Scene) => void, label = form.label): FormRow => ({
  ...form,
  label,
  change: (value) => change(changed(value)),
});

function restartsRow({ scene, restarts }: Shown, onChange: OnChange): FormRow {
  const choices = [...new Set([...restartCounts, restarts])].sort((a, b) => a - b);
  return { label: 'Restarts', value: restarts, choices, change: (count) => onChange(scene, Number(count)) };
}

/** Goals, each with the link that shall come there; in folders of their own where there are several. */
function targetFolder(
  { scene }: Shown,
  rows: readonly SceneRow[],
  links: readonly string[],
  change: (scene: Scene) => void,
): FormFolder {
  const linkOf = linksOfGoals(scene);
  const folders = Object.keys(scene.goals).map((goal) => {
    const own = rows.filter(({ row }) => row.path[1] === goal).map((row) => formRow(row, change));
    const link = linkOf.get(goal);
    const set = (value: unknown): void => change(withLink(scene, goal, String(value)));
    return { title: goal, rows: link ? [...own, { label: 'Link', value: link, choices: links, change: set }] : own };
  });
  return folders.length > 1
    ? { title: 'Target', rows: [], folders }
    : { title: 'Target', rows: folders[0]?.rows ?? [] };
}

/** Smallest tolerance: what nothing is below. */
const never = Number.MIN_VALUE;

/** What counts as success: a distance in mm, where 0 means that a run never stops early. */
function toleranceRows(
  { scene, measure }: Shown,
  rows: readonly SceneRow[],
  change: (scene: Scene) => void,
): FormRow[] {
  const unit = measure?.unit ?? '';
  return rows.map((row) => {
    if (row.row.path[1] !== 'below') return formRow(row, change);
    if (unit !== 'm') return formRow(row, change, unit ? `${row.form.label} (${unit})` : row.form.label);
    const value = Number((1000 * Number(row.form.value)).toFixed(9));
    const set = (shown: unknown): void => change(withPart(scene, row.row.path, Number(shown) / 1000 || never) as Scene);
    return { label: `${row.form.label} (mm)`, value, least: 0, most: 10, step: 0.1, isSnapped: true, change: set };
  });
}

/** Flags first; lists of one number a joint in closed folders of their own. */
function controllerFolder(rows: readonly SceneRow[], change: (scene: Scene) => void): FormFolder {
  const isListed = ({ row }: SceneRow): boolean => row.path.length > 2 && typeof row.path.at(-1) === 'number';
  const lists = new Map<string, SceneRow[]>();
  for (const row of rows.filter(isListed)) {
    const { title, unit } = row.row.meta;
    const name = unit ? `${title} (${unit})` : title;
    lists.set(name, [...(lists.get(name) ?? []), row]);
  }
  const single = rows.filter((row) => !isListed(row));
  const isFlag = ({ form }: SceneRow): boolean => typeof form.value === 'boolean';
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

/** Weights by what they weigh, with whatever else can be set of a cost. */
function costFolder(scene: Scene, rows: readonly SceneRow[], change: (scene: Scene) => void): FormFolder {
  const labels = costLabels(scene);
  return {
    title: 'Cost weights',
    rows: rows.map((row) => {
      const [, cost, ...field] = row.row.path;
      const label = labels[Number(cost)];
      return formRow(row, change, field.join() === 'weight' ? label : `${label}: ${row.form.label}`);
    }),
  };
}
