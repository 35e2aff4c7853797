/** @file Cause: noise above what is to be seen: of rounding in the loss, or of the rollouts that a gradient is drawn from. */
import { largest } from '../../../core/largest.ts';
import { quadraticKind } from '../../../task/norms/quadratic.ts';
import { settingOf } from '../../../settings/kinds.ts';
import { formatNumber } from '../../../text/quantities.ts';
import type { Evidence } from '../evidence.ts';
import { claimed, type Finding, type Remedy } from '../finding.ts';
import type { Cause } from './cause.ts';

/** How far differences of the loss may be from its slopes, of these. */
const mostRounding = 0.3;
/** Deviation of a gradient over its mean: there as many rollouts are drawn as the noise scale (McCandlish et al. 2018, eq. 2.9). */
const mostDeviation = 1;
/** Most rollouts that are proposed for a gradient. */
const mostMembers = 512;

function ofRounding({ rounding, scene }: Evidence): Finding | null {
  if (rounding === null || !(rounding > mostRounding)) return null;
  const widest = scene.costs
    .filter(({ norm, weight }) => weight > 0 && settingOf<number>(norm, 'width') !== undefined)
    .toSorted((a, b) => settingOf<number>(b.norm, 'width')! - settingOf<number>(a.norm, 'width')!);
  const remedies = widest.slice(0, 1).map(({ name }) => ({
    sentence: `squares in "${name}", whose norm takes a small number from two large ones`,
    settings: [`costs.${name}.norm=${quadraticKind.type}`],
  }));
  return claimed(
    'noise-floor',
    'stops',
    { name: 'differences of the loss off its slopes, of these', value: rounding },
    mostRounding,
    {
      sentence: `Over hundredths of a step the loss changes otherwise than its slope says, by ${formatNumber(100 * rounding)} % of that: it is rounding, not decrease.`,
      remedies,
    },
  );
}

function ofRollouts({ gradientNoise }: Evidence): Finding | null {
  if (!gradientNoise || !(gradientNoise.ratio > mostDeviation)) return null;
  const { ratio, members } = gradientNoise;
  // half of what is borne: noise falls with the root of the number
  const needed = largest(2 * members, [Math.ceil(members * ((2 * ratio) / mostDeviation) ** 2)]);
  const more = (count: number): Remedy => ({
    sentence: `${count} rollouts a gradient`,
    settings: [`method.members=${count}`],
  });
  const counts = [Math.min(needed, mostMembers), Math.min(4 * needed, mostMembers)];
  return claimed(
    'noise-floor',
    'hinders',
    { name: 'deviation of the gradient over its mean', value: ratio },
    mostDeviation,
    {
      sentence: `Gradients of ${members} rollouts differ by ${formatNumber(ratio)} times their mean: a step follows the luck of the draw.`,
      remedies: [...new Set(counts)].filter((count) => count > members).map(more),
    },
  );
}

export const noiseFloor: Cause = {
  name: 'noise-floor',
  title: 'Noise floor',
  explains: [],
  judge: (evidence) => ofRounding(evidence) ?? ofRollouts(evidence),
};
