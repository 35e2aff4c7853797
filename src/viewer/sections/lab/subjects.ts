/** @file What curves, ways and rows of the Lab's figures stand for, so that one thing is lit in all of them and on the arm. */
import type { LabData } from '../../../lab/figures/lab-figure.ts';
import { isSame, type Selected } from '../../studio/store/selection.ts';

/** Figures whose curves or rows are joints, by the names of the joints. */
const ofJoints: ReadonlySet<string> = new Set(['costates', 'costates-v', 'costates-q', 'torque-limits']);

/** Curves beside those of the joints. */
const bounds: ReadonlySet<string> = new Set(['limit', 'limit-below']);

/** Ways of a method, their distance to the flow and to their own flow. */
const ofWalks = /^(?:walk|flow|own)-(\d+)$/;

/** Null: it stands for nothing that is elsewhere. */
export function subjectOf(figure: Pick<LabData, 'id'>, id: string): Selected | null {
  const walk = ofWalks.exec(id);
  if (walk) return { kind: 'walk', id: walk[1] };
  if (/^group-\d+$/.test(id)) return { kind: 'group', id };
  return ofJoints.has(figure.id) && !bounds.has(id) ? { kind: 'joint', id } : null;
}

/** Of all curves, ways or rows. */
function idsOf(data: LabData): readonly string[] {
  if ('curves' in data) return data.curves.map(({ id }) => id);
  if ('dt' in data) return data.rows.map(({ id }) => id);
  return 'z' in data ? (data.paths ?? []).map(({ id }) => id) : [];
}

/** The ids in a figure of what is selected; none where it does not show it. */
export const idsIn = (data: LabData, selected: Selected | null): readonly string[] =>
  selected ? idsOf(data).filter((id) => isSame(subjectOf(data, id), selected)) : [];
