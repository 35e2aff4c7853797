/** @file Short names of joints for labels: without what all of them share. */
import { independentJoints } from '../../../robot/independent-joints.ts';
import type { RobotModel } from '../../../robot/model.ts';

/** What all begin with, up to the end of a word. */
function sharedStart(names: readonly string[]): string {
  const [first = ''] = names;
  let shared = '';
  for (const [word] of first.matchAll(/[^_]*_/g)) {
    if (!names.every((name) => name.startsWith(shared + word))) break;
    shared += word;
  }
  return shared;
}

const withoutEnd = (name: string): string => name.replace(/_joint$/i, '');

const spaced = (name: string): string =>
  name
    .replaceAll('_', ' ')
    .replace(/([a-z])(\d+)$/i, '$1 $2')
    .trim();

/** "joint 1" for `panda_joint1`, "shoulder pan" for `shoulder_pan_joint`; the names themselves where these would be alike or empty. */
export function shortNames(names: readonly string[]): readonly string[] {
  const start = names.length > 1 ? sharedStart(names) : '';
  const short = names.map((name) => spaced(withoutEnd(name.slice(start.length))));
  return new Set(short).size === names.length && short.every((name) => name !== '') ? short : names;
}

/** Labels by the names of the joints that move by themselves. */
export function jointLabels(model: RobotModel): ReadonlyMap<string, string> {
  const names = independentJoints(model).map(({ name }) => name);
  const short = shortNames(names);
  return new Map(names.map((name, i) => [name, short[i]]));
}
