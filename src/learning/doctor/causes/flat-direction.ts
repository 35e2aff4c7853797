/** @file Cause: a direction of the parameters that no data determines. */
import { settingOf } from '../../../settings/kinds.ts';
import { quoted } from '../../../text/quoted.ts';
import type { Evidence } from '../evidence.ts';
import { claimed, type Remedy } from '../finding.ts';
import { flatness } from '../flat-directions.ts';
import type { Cause } from './cause.ts';

/** Curvature that counts as none at all: rounding leaves no less. */
const least = 1e-17;

function remediesOf({ flatTensors, flat, size, scene, tensors, steps }: Evidence): Remedy[] {
  const knots = settingOf<number>(scene.controller, 'knots');
  const joints = knots === undefined ? 0 : size / knots;
  // as many knots as the data determine, or half of them
  const determined = joints > 0 ? Math.floor((size - flat.length) / joints) : 0;
  const fewer = [determined, Math.floor(determined / 2)].filter((count) => count >= 4 && count < (knots ?? 0));
  const without = flatTensors
    .filter(() => tensors.length > 1)
    .map((path): Remedy => ({
      sentence: `${quoted([path])} left as it is`,
      settings: [`controller.optimize=${JSON.stringify(tensors.filter((name) => name !== path))}`],
    }));
  return [
    ...fewer.map((count) => ({
      sentence: `${count} knots for ${steps} steps`,
      settings: [`controller.knots=${count}`],
    })),
    ...without,
  ];
}

export const flatDirection: Cause = {
  name: 'flat-direction',
  title: 'Flat direction',
  explains: [],
  judge: (evidence) => {
    const { flat, size, flatTensors } = evidence;
    if (flat.length === 0) return null;
    const value = flatness / Math.max(least, flat[0].curvature);
    const many = flat.length === 1 ? 'one direction' : `${flat.length} directions`;
    return claimed('flat-direction', 'wastes', { name: 'rounding over the curvature that is left', value }, 1, {
      sentence:
        `Of ${size} parameters, ${many} (in ${quoted(flatTensors)}) change nothing: the curvature there is below ${flatness} of the largest, ` +
        'and so is the slope. No data determines them.',
      remedies: remediesOf(evidence),
    });
  },
};
