/** @file Entries of a controller's parameters in words: `log kd of joint "elbow"`. */
import type { ParameterSlot } from '../core/parameters.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotModel } from '../robot/model.ts';
import { jointsNamed } from '../text/quoted.ts';

/** `logKd` -> `log kd`. */
export const inWords = (path: string): string => path.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();

/** The entries, gathered by tensor and joint where the last axis is that of the joints; `entries` ascend. */
export function describeEntries(
  entries: readonly number[],
  slots: readonly ParameterSlot[],
  model: RobotModel,
): string {
  return slots
    .flatMap(({ path, shape, offset, size }) => {
      const own = entries.filter((entry) => entry >= offset && entry < offset + size).map((entry) => entry - offset);
      if (own.length === 0) return [];
      const words = inWords(path);
      if (shape.at(-1) !== model.nv) return [own.length === size ? words : `${own.length} of ${size} ${words}`];
      const rows = size / model.nv;
      return [...byPart(own, rows, model)].map(([part, names]) => `${part}${words} of ${jointsNamed(names)}`);
    })
    .join(', ');
}

/** Names of joints, by how many of their rows are among the entries: '' where all are. */
function byPart(own: readonly number[], rows: number, model: RobotModel): Map<string, string[]> {
  const gathered = new Map<string, string[]>();
  independentJoints(model).forEach(({ name }, i) => {
    const count = own.filter((entry) => entry % model.nv === i).length;
    if (count === 0) return;
    const part = count === rows ? '' : `${count} of ${rows} `;
    gathered.set(part, [...(gathered.get(part) ?? []), name]);
  });
  return gathered;
}
