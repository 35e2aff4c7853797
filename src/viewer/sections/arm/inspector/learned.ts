/** @file What is learned, entry by entry: how far each number has come from its start, and where the gradient sends it. */
import { counted } from '../../../../text/counted.ts';
import { type ParameterEntry, parameterValue } from '../../../../learning/parameter-list.ts';
import { formatAngle, formatQuantity } from '../../../../text/quantities.ts';

/** One number that is learned. */
export interface LearnedRow {
  /** Position among the parameters. */
  readonly index: number;
  /** Name of the joint that it belongs to; null where it is no joint's. */
  readonly joint: string | null;
  readonly label: string;
  /** Its value now, and how far that is from the start, in words. */
  readonly value: string;
  readonly change: string;
  /** -1 ... 1: its change, and -d loss / d of it, each by the largest of its sort. */
  readonly changeShare: number;
  readonly pushShare: number;
}

export interface LearnedGroup {
  readonly title: string;
  /** Of many, those that have changed most. */
  readonly rows: readonly LearnedRow[];
  /** How many there are in all. */
  readonly count: number;
}

/** A list of more is not read: the weights of a layer are hundreds. */
const mostRows = 40;

export const groupings = ['parameter', 'joint'] as const;
export type Grouping = (typeof groupings)[number];

/** What is shown: parameters now and at the start, and the loss's gradient by them. */
export interface LearnedNumbers {
  readonly now: Float64Array;
  readonly start: Float64Array;
  readonly gradient: Float64Array;
}

/** Without the number of an entry that is one of many: "torque knot". */
const sortOf = ({ label }: ParameterEntry): string => label.replace(/ \d+$/, '');

/** A value of an entry; turned joints in degrees. */
const formatted = (value: number, unit: string): string =>
  unit === 'rad' ? formatAngle(value) : formatQuantity(value, unit);

/** With its sign; nothing has changed where no digit says so. */
function formatChange(change: number, unit: string): string {
  if (change === 0) return '0';
  return `${change > 0 ? '+' : '−'}${formatted(Math.abs(change), unit)}`;
}

const changeOf = (entry: ParameterEntry, { now, start }: LearnedNumbers): number =>
  parameterValue(entry, now[entry.index]) - parameterValue(entry, start[entry.index]);

/** The largest size of each sort of entry: bars of one sort compare, as they have one unit. */
function largestOf(
  entries: readonly ParameterEntry[],
  valueOf: (entry: ParameterEntry) => number,
): Map<string, number> {
  const largest = new Map<string, number>();
  for (const entry of entries) {
    const sort = `${sortOf(entry)} ${entry.unit}`;
    const size = Math.abs(valueOf(entry));
    if (Number.isFinite(size)) largest.set(sort, Math.max(largest.get(sort) ?? 0, size));
  }
  return largest;
}

function share(value: number, most: number | undefined): number {
  return most && Number.isFinite(value) ? value / most : 0;
}

/** All entries in groups, in the order of the parameters. `jointLabels`: short names of joints. */
export function learnedGroups(
  entries: readonly ParameterEntry[],
  numbers: LearnedNumbers,
  grouping: Grouping,
  jointLabels: ReadonlyMap<string, string>,
): LearnedGroup[] {
  const pushOf = ({ index }: ParameterEntry): number => -numbers.gradient[index];
  const changes = largestOf(entries, (entry) => changeOf(entry, numbers));
  const pushes = largestOf(entries, pushOf);
  const groups = new Map<string, LearnedRow[]>();
  for (const entry of entries) {
    const { index, joint, label, unit } = entry;
    const sort = sortOf(entry);
    const name = joint === null ? null : (jointLabels.get(joint) ?? joint);
    const number = label.slice(sort.length);
    const isByJoint = grouping === 'joint';
    const title = isByJoint ? (name ?? 'no joint') : sort;
    const change = changeOf(entry, numbers);
    const key = `${sort} ${unit}`;
    const row: LearnedRow = {
      index,
      joint,
      label: isByJoint ? label : name === null ? number.trim() || label : `${name}${number && `,${number}`}`,
      value: formatted(parameterValue(entry, numbers.now[index]), unit),
      change: formatChange(change, unit),
      changeShare: share(change, changes.get(key)),
      pushShare: share(pushOf(entry), pushes.get(key)),
    };
    groups.set(title, [...(groups.get(title) ?? []), row]);
  }
  return [...groups].map(([title, rows]) => ({ title, rows: mostChanged(rows), count: rows.length }));
}

const mostChanged = (rows: readonly LearnedRow[]): readonly LearnedRow[] =>
  rows.length <= mostRows
    ? rows
    : [...rows].sort((a, b) => Math.abs(b.changeShare) - Math.abs(a.changeShare)).slice(0, mostRows);

/** "160 weights of layer 1": what is of something else keeps its name. */
function countedSort(count: number, sort: string): string {
  const [thing, ...of] = sort.split(' of ');
  return [counted(count, thing), ...of].join(' of ');
}

/** "21 numbers: 7 set points, 7 stiffnesses, 7 dampings". */
export function learnedSummary(entries: readonly ParameterEntry[]): string {
  const counts = new Map<string, number>();
  for (const entry of entries) counts.set(sortOf(entry), (counts.get(sortOf(entry)) ?? 0) + 1);
  const all = counted(entries.length, 'number');
  const sorts = [...counts].map(([sort, count]) => countedSort(count, sort));
  return sorts.length > 0 ? `${all}: ${sorts.join(', ')}` : all;
}
