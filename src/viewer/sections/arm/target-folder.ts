/** @file The form's folder of goals: where each is, how far that is from the robot, and the link that shall come there. */
import { findLink } from '../../../dynamics/forward-kinematics.ts';
import type { RobotModel } from '../../../robot/model.ts';
import { spanOf } from '../../../robot/span.ts';
import type { Scene } from '../../../scene/schema.ts';
import type { FormFolder, FormRow } from '../../panels/settings-form.ts';
import { gapTo } from './reach-of-target.ts';
import { formRow, type OnEdit, type SceneRow } from './scene-rows.ts';
import { linksOfGoals, type Position, targetOf, withLink, withPosition } from './target.ts';

/** What the folder is of. */
export interface ShownTarget {
  readonly scene: Scene;
  readonly model: RobotModel;
  /** Where the target is, ahead of the scene while a hand has it, m; null in a scene without one. */
  readonly target: Position | null;
}

/** Called with where a person wants the target, also while it is dragged. */
export type OnTarget = (position: Position) => void;

/** Range where nothing limits the reach, m. */
const unlimited = 2;

const centimetres = (metres: number): number => Number((100 * metres).toFixed(1));

/** "58 cm from the base, within reach", "6 cm beyond reach". */
export function reachNote(model: RobotModel, link: string, place: Position): NonNullable<FormFolder['note']> {
  const gap = gapTo(model, link, place);
  if (gap > 0) return { text: `${Math.max(1, Math.round(100 * gap))} cm beyond reach`, isWarning: true };
  const distance = Math.hypot(place[0], place[1], place[2]);
  return { text: `${Math.round(100 * distance)} cm from the base, within reach`, isWarning: false };
}

/** How far the link can come from the base, whole cm. */
function reachOf(model: RobotModel, link: string | undefined): number {
  const span = link === undefined ? unlimited : spanOf(model, findLink(model, link));
  return Math.ceil(100 * (Number.isFinite(span) ? span : unlimited));
}

const metres = (centimetre: number): number => Number((centimetre / 100).toFixed(6));

const axes = ['x', 'y', 'z'] as const;

/** Row of one axis, in cm. `place`: where it is now; `move`: where it shall be. */
function axisRow(row: SceneRow, place: Position, reach: number, change: OnEdit, move: OnTarget): FormRow {
  const axis = row.row.path.at(-1) as 0 | 1 | 2;
  const most = Math.max(reach, Math.ceil(Math.abs(centimetres(place[axis]))));
  return {
    ...formRow(row, change),
    label: `${axes[axis]} (cm)`,
    value: centimetres(place[axis]),
    least: -most,
    most,
    step: 0.1,
    digits: 1,
    isSnapped: true,
    isLive: true,
    tip: `Where the target is along ${axes[axis]} of the world, in cm. Takes effect at once.`,
    change: (wanted) =>
      move(place.map((value, i) => (i === axis ? metres(Number(wanted)) : value)) as unknown as Position),
  };
}

const isAxis = ({ row: { path } }: SceneRow): boolean => path.at(-2) === 'position';

/** A row of where goals are drawn from: "Middle x (m)", "Size x (m)". */
function boxRow(row: SceneRow, change: OnEdit): FormRow {
  const name = row.row.path.at(-2) === 'center' ? 'Middle' : row.row.meta.title;
  return formRow(row, change, typeof row.row.path.at(-1) === 'number' ? `${name} ${row.form.label}` : row.form.label);
}

/** Where a goal is: the one that is dragged is ahead of its scene. */
function placeOf({ scene, target }: ShownTarget, goal: string, rows: readonly SceneRow[]): Position {
  if (target && targetOf(scene)?.goal === goal) return target;
  const [x, y, z] = rows.filter(isAxis).map(({ row }) => Number(row.value));
  return [x, y, z];
}

/** In folders of their own where there are several. */
export function targetFolder(
  shown: ShownTarget,
  rows: readonly SceneRow[],
  links: readonly string[],
  change: OnEdit,
  onTarget: OnTarget,
): FormFolder {
  const { scene, model } = shown;
  const linkOf = linksOfGoals(scene);
  const folders = Object.keys(scene.goals).map((goal): FormFolder => {
    const link = linkOf.get(goal);
    const fields = rows.filter(({ row }) => row.path[1] === goal);
    const main = targetOf(scene);
    const isTarget = main?.goal === goal;
    const isSampled = isTarget && main.isSampled;
    const place = placeOf(shown, goal, fields);
    const move: OnTarget = isTarget ? onTarget : (wanted) => change((present) => withPosition(present, goal, wanted));
    const reach = reachOf(model, link);
    const own = fields.map((row) =>
      isAxis(row) ? axisRow(row, place, reach, change, move) : isSampled ? boxRow(row, change) : formRow(row, change),
    );
    if (link === undefined) return { title: goal, rows: own };
    const set = (wanted: unknown): void => change((present) => withLink(present, goal, String(wanted)));
    const tip = 'The part of the robot that shall come to the target. The gradient is compiled again.';
    const note = reachNote(model, link, place);
    return { title: goal, note, rows: [...own, { label: 'Link', value: link, choices: links, tip, change: set }] };
  });
  const title = targetOf(scene)?.isSampled ? 'Goals' : 'Target';
  if (folders.length > 1) return { title, rows: [], folders };
  return { ...(folders[0] ?? { rows: [] }), title };
}
