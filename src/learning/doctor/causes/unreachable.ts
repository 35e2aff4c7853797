/** @file Cause: a target that nothing can meet, whatever is learned. */
import { capitalized } from '../../../text/capitalized.ts';
import { claimed } from '../finding.ts';
import type { Cause } from './cause.ts';

export const unreachable: Cause = {
  name: 'unreachable',
  title: 'Unreachable target',
  explains: ['torque-limits', 'non-smooth', 'noise-floor'],
  judge: ({ hopeless: { reasons, excess, settings } }) => {
    if (reasons.length === 0) return null;
    const figure = { name: 'way to the goal over the way that can be gone', value: excess };
    const finding = claimed('unreachable', 'stops', figure, 1, {
      sentence: `${capitalized(reasons[0])}.`,
      remedies:
        settings.length > 0 ? [{ sentence: 'the nearest goal on the way there that can be met', settings }] : [],
    });
    // by geometry, not by measurement: it is beyond doubt however little it is too far
    return { ...finding, confidence: 1 };
  },
};
