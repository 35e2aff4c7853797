/** @file The settings form of a scene, without a page. */
import type { RobotSettings } from '../../../../src/robot/robot-fields.ts';
import type { Scene } from '../../../../src/scene/schema.ts';
import type { FormFolder, FormRow, RowValue } from '../../../../src/viewer/panels/settings-form.ts';
import { jointNames } from '../../../../src/viewer/sections/arm/fit-joints.ts';
import { targetOf, targetPosition, withPosition } from '../../../../src/viewer/sections/arm/target.ts';
import type { Setup } from '../../../../src/viewer/studio/store/experiment.ts';
import { settingsFolders } from '../../../../src/viewer/sections/arm/settings.ts';
import { withPart } from '../../../../src/settings/set.ts';
import { assetModel } from '../../../support/robots.ts';

/** The form of a scene, and what was wanted of it last. */
export function formOf(
  scene: Scene,
  robot = 'panda',
  measure = { name: 'distance', unit: 'm' },
  opened: Setup | null = null,
) {
  const wanted: { scene: Scene; restarts: number }[] = [];
  const said: Partial<RobotSettings>[] = [];
  const model = assetModel(robot);
  const folders = settingsFolders(
    {
      ...{ scene, restarts: 1, training: null, measure, model, findings: [], weldable: jointNames(model) },
      ...{ target: targetPosition(scene), opened },
    },
    (edit, restarts = 1) => wanted.push({ scene: edit(scene), restarts }),
    (other) => said.push(other),
    (position) => wanted.push({ scene: withPosition(scene, targetOf(scene)!.goal, position), restarts: 1 }),
  );
  const rows = rowsIn(folders);
  const change = (label: string, value: RowValue): { scene: Scene; restarts: number } => {
    rows.find((row) => row.label === label)!.change(value);
    return wanted.at(-1)!;
  };
  return { folders, rows, change, wanted, said };
}

export const rowsIn = (folders: readonly FormFolder[]): FormRow[] =>
  folders.flatMap(({ rows, folders: inner = [] }) => [...rows, ...rowsIn(inner)]);

export const labels = (rows: readonly FormRow[]): string[] => rows.map(({ label }) => label);

export const set = (scene: Scene, path: readonly PropertyKey[], value: unknown): Scene =>
  withPart(scene, path, value) as Scene;
