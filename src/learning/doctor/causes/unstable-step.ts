/** @file Cause: steps of physics that make every disturbance grow in closed loop, whatever is learned. */
import { formatNumber } from '../../../text/quantities.ts';
import { capitalized } from '../../../text/capitalized.ts';
import { bearable } from '../../closed-loop.ts';
import { claimed } from '../finding.ts';
import type { Cause } from './cause.ts';

/** Parts of a shorter step that are tried where it is not short enough for what comes after the first steps. */
const parts = [1, 0.1, 0.01] as const;

/** A setting, and where it is a step the shorter ones. */
function shorter(setting: string): string[] {
  const [path, value] = setting.split('=');
  if (path !== 'time.step') return [setting];
  return parts.map((part) => `${path}=${Number((part * Number(value)).toPrecision(2))}`);
}

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
        remedies: settings
          .flatMap(shorter)
          .map((setting) => ({ sentence: 'steps that the closed loop bears', settings: [setting] })),
      },
    );
  },
};
