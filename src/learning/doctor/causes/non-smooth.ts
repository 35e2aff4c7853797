/** @file Cause: a corner of the loss on the method's way, where the slope is one on either side. */
import { huberKind } from '../../../task/norms/huber.ts';
import { settingOf, typeOf } from '../../../settings/kinds.ts';
import type { Evidence, SceneFacts } from '../evidence.ts';
import { claimed, type Remedy } from '../finding.ts';
import type { Cause } from './cause.ts';

/** Part of a slope's change over a step that may happen within 1/65536 of it. */
const threshold = 0.1;

/** What a cost's residual comes to, by its norm: far from its corner a length is one, and Huber's norm 2 width times one. */
function sizeOf({ norm, weight }: SceneFacts['costs'][number], term: number): number {
  const width = settingOf<number>(norm, 'width')!;
  return term / weight / (typeOf(norm) === huberKind.type ? 2 * width : 1);
}

/** A cost whose norm turns within less than its residual comes to. */
interface Sharp {
  readonly cost: SceneFacts['costs'][number];
  readonly width: number;
  readonly size: number;
}

/** Costs with such norms, the sharpest first. */
function sharpCosts({ scene: { costs }, run }: Evidence): Sharp[] {
  const sharp = costs.flatMap((cost) => {
    const width = settingOf<number>(cost.norm, 'width');
    const term = run.largestTerms[cost.name] ?? 0;
    if (width === undefined || !(cost.weight > 0) || !(term > 0)) return [];
    const size = sizeOf(cost, term);
    return size > width ? [{ cost, width, size }] : [];
  });
  return sharp.toSorted((a, b) => a.width / a.size - b.width / b.size);
}

/** A norm that turns where its residual is, with the slope that it has far away. */
function wider({ cost: { name, norm, weight }, width, size }: Sharp): Remedy {
  const own = Number(size.toPrecision(2));
  const lighter = Number(((weight * width) / own).toPrecision(3));
  return {
    sentence: `a norm of "${name}" that turns where its residual is`,
    settings: [
      `costs.${name}.norm.width=${own}`,
      ...(typeOf(norm) === huberKind.type ? [`costs.${name}.weight=${lighter}`] : []),
    ],
  };
}

export const nonSmooth: Cause = {
  name: 'non-smooth',
  title: 'Corner of the loss',
  explains: ['flat-direction', 'noise-floor'],
  judge: (evidence) => {
    const { kink, scene } = evidence;
    // limits of drives are the robot's own corners, and have a cause of theirs; those of rectifiers are many and mean no harm
    const isOwn = kink?.atLimits || settingOf<string>(scene.controller, 'activation') === 'relu';
    if (!kink || isOwn || !(kink.share > threshold)) return null;
    const sharp = sharpCosts(evidence);
    const name = sharp[0]?.cost.name;
    return claimed(
      'non-smooth',
      'hinders',
      { name: 'part of the change of the slope within 1/65536 of a step', value: kink.share },
      threshold,
      {
        sentence:
          `The step of iteration ${kink.iteration} crosses a corner: ${Math.round(100 * kink.share)} % of what the slope changes by happens within 1/65536 of the way` +
          (name === undefined ? '' : `; the norm of cost "${name}" turns sharpest`) +
          '. A gradient method goes to and fro there.',
        remedies: sharp.slice(0, 2).map(wider),
      },
    );
  },
};
