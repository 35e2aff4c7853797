/** @file Cause: steps of physics that make every disturbance grow in closed loop, whatever is learned. */
import { formatNumber } from '../../../text/quantities.ts';
import { capitalized } from '../../../text/capitalized.ts';
import { bearable } from '../../closed-loop.ts';
import { claimed } from '../finding.ts';
import type { Cause } from './cause.ts';

export const unstableStep: Cause = {
  name: 'unstable-step',
  title: 'Unstable time step',
  explains: [
    'torque-limits',
    'exploding-adjoints',
    'non-smooth',
    'step-size',
    'noise-floor',
    'flat-direction',
    'no-path',
  ],
  judge: ({ instability }) => {
    if (!instability) return null;
    const { cause, exponent, settings } = instability;
    return claimed(
      'unstable-step',
      'stops',
      { name: 'exponent that the steps add over the horizon', value: exponent },
      bearable,
      {
        sentence: `${capitalized(cause)}: ${exponent < Infinity ? `a disturbance grows e^${formatNumber(exponent)}-fold over the horizon by the steps alone` : 'the motion is not finite'}.`,
        remedies: settings.map((setting) => ({ sentence: 'steps that the closed loop bears', settings: [setting] })),
      },
    );
  },
};
