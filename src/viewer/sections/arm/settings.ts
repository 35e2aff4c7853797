/** @file The folders of the settings form: a scene's fields where people look for them, and how many runs of it are made side by side. */
import type { Scene } from '../../../scene/schema.ts';
import type { FormFolder, FormRow } from '../../panels/settings-form.ts';
import type { Built } from './calls.ts';
import { controllerFolder } from './controller-folder.ts';
import { costLabels } from './cost-labels.ts';
import { jointNames } from './fit-joints.ts';
import { type OnRobot, robotFolder, type ShownRobot } from './robot-folder.ts';
import { type Edit, formRow, type OnEdit, type SceneRow, sceneRows } from './scene-rows.ts';
import { targetFolder } from './target-folder.ts';
import { toleranceRow } from './tolerance-row.ts';

/** Runs side by side: powers of four. */
const restartCounts = [1, 4, 16, 64, 256];

/** What the form is of. */
export type Shown = Pick<Built, 'scene' | 'restarts' | 'measure'> & ShownRobot;

/** Called with what a person wants of the scene, and of the number of restarts where that is to change. */
export type OnChange = (edit: Edit, restarts?: number) => void;

/** The folders, in order. What no other folder takes stands in that of the simulation. */
export function settingsFolders(shown: Shown, onChange: OnChange, onRobot: OnRobot): FormFolder[] {
  const { scene, measure, model } = shown;
  const links = model.links.map(({ name }) => name);
  const joints = jointNames(model);
  const names = { links, goals: Object.keys(scene.goals), measures: Object.keys(scene.measures) };
  const rows = new Map<string, SceneRow[]>();
  for (const row of sceneRows(scene, { names, joints })) {
    const key = String(row.row.path[0]);
    rows.set(key, [...(rows.get(key) ?? []), row]);
  }
  const take = (key: string): SceneRow[] => {
    const taken = rows.get(key) ?? [];
    rows.delete(key);
    return taken;
  };
  const change: OnEdit = (edit) => onChange(edit);
  return [
    targetFolder(scene, take('goals'), links, change),
    {
      title: 'Optimizer',
      rows: [
        restartsRow(shown.restarts, onChange),
        ...take('method').map((row) => formRow(row, change)),
        ...take('success').map((row) => toleranceRow(row, measure, change)),
      ],
    },
    controllerFolder(take('controller'), change),
    costFolder(scene, take('costs'), change),
    { title: 'Simulation', rows: [...take('time'), ...[...rows.values()].flat()].map((row) => formRow(row, change)) },
    robotFolder(shown, onRobot),
  ];
}

function restartsRow(restarts: number, onChange: OnChange): FormRow {
  const choices = [...new Set([...restartCounts, restarts])].sort((a, b) => a - b);
  return { label: 'Restarts', value: restarts, choices, change: (count) => onChange((scene) => scene, Number(count)) };
}

/** Weights by what they weigh, with whatever else can be set of a cost. */
function costFolder(scene: Scene, rows: readonly SceneRow[], change: OnEdit): FormFolder {
  const labels = costLabels(scene);
  const labelOf = ({ row: { path, label } }: SceneRow): string =>
    path[2] === 'weight' ? labels[Number(path[1])] : `${labels[Number(path[1])]}: ${label}`;
  return { title: 'Cost weights', isClosed: true, rows: rows.map((row) => formRow(row, change, labelOf(row))) };
}
