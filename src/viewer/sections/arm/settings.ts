/** @file The folders of the settings form: a scene's fields where people look for them, and how many runs of it are made side by side. */
import type { Scene } from '../../../scene/schema.ts';
import type { FormFolder, FormRow } from '../../panels/settings-form.ts';
import type { Setup } from '../../studio/store/experiment.ts';
import type { Built } from './calls.ts';
import { controllerFolder } from './controller-folder.ts';
import { costLabels } from './cost-labels.ts';
import { jointNames } from './fit-joints.ts';
import { type OnRobot, robotFolder, type ShownRobot } from './robot-folder.ts';
import { type Edit, formRow, type OnEdit, type SceneRow, sceneRows } from './scene-rows.ts';
import { type OnTarget, type ShownTarget, targetFolder } from './target-folder.ts';
import { randomizeFolders } from './train/randomize-folder.ts';
import { toleranceRow } from './tolerance-row.ts';

/** Runs side by side: powers of four. */
const restartCounts = [1, 4, 16, 64, 256];

/** What the form is of. */
export interface Shown extends Pick<Built, 'scene' | 'restarts' | 'measure' | 'training'>, ShownRobot, ShownTarget {
  /** As it was opened, to tell what was changed since; null where that is not known. */
  readonly opened: Setup | null;
}

/** Called with what a person wants of the scene, and of the number of restarts where that is to change. */
export type OnChange = (edit: Edit, restarts?: number) => void;

/** The folders, in order. What no other folder takes stands in that of the simulation. */
export function settingsFolders(shown: Shown, onChange: OnChange, onRobot: OnRobot, onTarget: OnTarget): FormFolder[] {
  const { scene, measure, model, opened } = shown;
  const links = model.links.map(({ name }) => name);
  const joints = jointNames(model);
  const names = { links, goals: Object.keys(scene.goals), measures: Object.keys(scene.measures) };
  const rows = new Map<string, SceneRow[]>();
  for (const row of sceneRows(scene, { names, joints }, opened?.scene)) {
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
    targetFolder(shown, take('goals'), links, change, onTarget),
    {
      title: 'Learning',
      rows: [
        ...take('method').map((row) => formRow(row, change)),
        // a training is one run
        ...(shown.training ? [] : [restartsRow(shown, onChange)]),
        ...take('success').map((row) => toleranceRow(row, measure, change)),
      ],
    },
    ...randomizeFolders(scene, take('randomize'), change),
    controllerFolder(take('controller'), change),
    costFolder(scene, take('costs'), change),
    { title: 'Simulation', rows: [...take('time'), ...[...rows.values()].flat()].map((row) => formRow(row, change)) },
    robotFolder(shown, onRobot),
  ];
}

function restartsRow({ restarts, opened }: Shown, onChange: OnChange): FormRow {
  const choices = [...new Set([...restartCounts, restarts])].sort((a, b) => a - b);
  const set = (count: number): void => onChange((scene) => scene, count);
  return {
    label: 'Restarts',
    value: restarts,
    choices,
    tip: 'Try so many starts at once, side by side; the best is drawn. Learning starts again.',
    change: (count) => set(Number(count)),
    ...(opened && opened.restarts !== restarts && { reset: () => set(opened.restarts) }),
  };
}

/** Weights by what they weigh, with whatever else can be set of a cost. */
function costFolder(scene: Scene, rows: readonly SceneRow[], change: OnEdit): FormFolder {
  const labels = costLabels(scene);
  const labelOf = ({ row: { path, label } }: SceneRow): string =>
    path[2] === 'weight' ? labels[Number(path[1])] : `${labels[Number(path[1])]}: ${label}`;
  return { title: 'Cost weights', isClosed: true, rows: rows.map((row) => formRow(row, change, labelOf(row))) };
}
