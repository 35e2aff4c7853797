/** @file How fast a disturbance of the start grows over longer and longer horizons: the finite-time Lyapunov exponent. */
import type { ChartCurve, ChartData } from '../../figures/chart/chart-data.ts';
import { exp } from '../../core/scalar/exponential.ts';
import { growthOf } from '../../learning/doctor/growth.ts';
import { Pace } from '../../learning/pace.ts';
import type { Look } from '../look.ts';
import type { StudiedArm } from '../study.ts';
import type { Drawing, DrawOptions } from './lab-figure.ts';
import { colourOf, said, sentences } from './words.ts';

/** Exponents at flat parameters, 1/s, a horizon each; NaN where the rollout is not finite. */
async function exponentsAt(
  { overHorizon }: StudiedArm,
  x: Float64Array,
  horizons: readonly number[],
  { signal }: DrawOptions,
): Promise<Float64Array> {
  const pace = new Pace(signal);
  const exponents = new Float64Array(horizons.length);
  for (const [k, horizon] of horizons.entries()) {
    await pace.turn();
    const { settings, optimized, fixed, scenario } = overHorizon(horizon).attempt(x);
    exponents[k] = (await growthOf(settings, { ...fixed, ...optimized }, scenario, pace))?.exponent ?? NaN;
  }
  return exponents;
}

function wordsOf(name: string, exponents: Float64Array, horizons: readonly number[]): string {
  const [exponent, horizon] = [exponents[exponents.length - 1], horizons.at(-1)!];
  if (Number.isNaN(exponent)) return `${name} the rollout of ${said(horizon)} s is not finite`;
  const factor = exp.value(exponent * horizon, 0, 0);
  return `${name} it is ${said(exponent)} per second over ${said(horizon)} s: a disturbance becomes ${said(factor)} times as large`;
}

/** The exponent of the closed loop at the start and at the lowest point, of the same parameters over each horizon. */
export async function horizonGrowth(
  { study, lowest }: Look,
  arm: StudiedArm,
  horizons: readonly number[],
  options: DrawOptions,
): Promise<Drawing> {
  const x = Float64Array.from(horizons);
  const [start, end] = [
    await exponentsAt(arm, study.start, horizons, options),
    await exponentsAt(arm, lowest.x, horizons, options),
  ];
  const curve = (id: string, label: string, place: number, y: Float64Array): ChartCurve => ({
    id,
    label,
    colour: colourOf(place),
    x,
    y,
  });
  const data: ChartData = {
    id: 'horizon-growth',
    title: 'How fast a disturbance grows, for longer and longer horizons',
    x: { name: 'horizon', unit: 's' },
    y: { name: 'finite-time Lyapunov exponent', unit: '1/s' },
    curves: [
      curve('lowest', `at the lowest point (${lowest.by})`, 0, end),
      curve('start', 'at the start', 1, start),
      {
        ...curve('none', 'neither grows nor fades', 2, new Float64Array(horizons.length)),
        colour: '--text',
        style: 'dashed',
      },
    ],
  };
  const caption = sentences([
    'Logarithm of what a small disturbance of the arm at time 0 is multiplied by until the end, over the horizon, of the arm with its controller.',
    `${wordsOf('At the start', start, horizons)}; ${wordsOf('at the lowest point', end, horizons)}.`,
    'Above the dashed line early forces are amplified by the motion: hills and valleys of the loss come closer together by the same factor, and gradients grow by it.',
  ]);
  return { data, caption };
}
