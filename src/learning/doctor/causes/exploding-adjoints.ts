/** @file Cause: a motion so sensitive over its horizon that gradients grow beyond use. */
import { largest } from '../../../core/largest.ts';
import { formatNumber } from '../../../text/quantities.ts';
import type { Evidence } from '../evidence.ts';
import { claimed, type Remedy } from '../finding.ts';
import { horizonWithin } from '../growth.ts';
import type { Cause } from './cause.ts';

/** Growth of a moved start that a horizon may have. */
const threshold = 1e3;

/** The horizon in whole periods of the controller. */
function inPeriods(seconds: number, { step, control = step }: Evidence['scene']['time']): number {
  return Number((Math.max(1, Math.floor(seconds / control + 1e-6)) * control).toPrecision(9));
}

function remedyOf({ time }: Evidence['scene'], seconds: number): Remedy {
  const horizon = inPeriods(seconds, time);
  return {
    sentence: `a horizon of ${Math.round(horizon / time.step)} steps`,
    settings: [`time.horizon=${horizon}`],
  };
}

export const explodingAdjoints: Cause = {
  name: 'exploding-adjoints',
  title: 'Exploding adjoints',
  explains: ['step-size', 'noise-floor', 'non-smooth', 'flat-direction'],
  judge: ({ growth, scene, steps }) => {
    if (!growth) return null;
    const most = largest(0, growth.byPeriods);
    if (!(most > threshold)) return null;
    const within = growth.byPeriods.findIndex((size) => size > threshold) * growth.time;
    const longest = Math.min(horizonWithin(growth.exponent, threshold), within);
    return claimed('exploding-adjoints', 'hinders', { name: 'growth of a moved start', value: most }, threshold, {
      sentence:
        `A moved start grows ${formatNumber(most)}-fold over ${steps} steps (Lyapunov exponent ${formatNumber(growth.exponent)} per second), ` +
        'and so do gradients: what they say holds for next to no step.',
      remedies: [longest, longest / 2, longest / 4].map((seconds) => remedyOf(scene, seconds)),
    });
  },
};
