/** @file Groups of parameters that are one thing to people: layers, rows, gains of a joint. */
import type { ParameterSlot } from '../core/parameters.ts';
import type { Landscape } from '../learning/landscape.ts';
import type { ParameterEntry } from '../learning/parameter-list.ts';
import { inWords } from '../learning/parameter-names.ts';
import type { ParameterGroup } from './study.ts';

const entriesOf = (offset: number, count: number): number[] => Array.from({ length: count }, (_, k) => offset + k);

/** Most rows of one tensor that are groups of their own. */
const mostRows = 32;

/** A group a tensor; of a single one, a group a row. */
export function groupsOf({ slots }: Landscape['layout']): readonly ParameterGroup[] {
  const [first] = slots;
  const rows = first.shape[0] ?? 1;
  if (slots.length > 1 || rows === 1 || rows > mostRows)
    return slots.map((slot) => ({ label: labelOf(slot, slots), entries: entriesOf(slot.offset, slot.size) }));
  const width = first.size / rows;
  return entriesOf(0, rows).map((row) => ({
    label: `${first.path}[${row}]`,
    entries: entriesOf(first.offset + row * width, width),
  }));
}

/** Place of a layer in a list: `layers[2]`, or `policy.4.weight`, of which the odd numbers have no parameters. */
const layer = /^(.*?)(?:\[(\d+)\]|\.(\d+))(?:\.(\w+))?$/;

/** `policy.2.weight` -> "layer 2, weight": lists count from 1 and only what has parameters, as people do. */
function labelOf({ path }: Pick<ParameterSlot, 'path'>, slots: readonly ParameterSlot[]): string {
  const found = layer.exec(path);
  if (!found) return inWords(path);
  const places = slots.flatMap((slot) => {
    const other = layer.exec(slot.path);
    return other && other[1] === found[1] ? [other[2] ?? other[3]] : [];
  });
  const place = [...new Set(places)].indexOf(found[2] ?? found[3]) + 1;
  return `layer ${place}${found[4] ? `, ${inWords(found[4])}` : ''}`;
}

/** A group for all that has one name at one joint; null where nothing belongs to joints. */
export function groupsOfArm(entries: readonly ParameterEntry[]): readonly ParameterGroup[] | null {
  if (!entries.every(({ joint }) => joint !== null)) return null;
  const groups = new Map<string, number[]>();
  for (const { label, joint, index } of entries) {
    const name = `${label.replace(/ \d+$/, '')}, ${joint}`;
    groups.set(name, [...(groups.get(name) ?? []), index]);
  }
  return [...groups].map(([label, own]) => ({ label, entries: own }));
}
