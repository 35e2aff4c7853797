/** @file Randomization: by how much commands come late. */
import { kind } from '../../settings/kinds.ts';
import type { Variation } from '../variation.ts';
import { between, type RandomizationContext, rangeField } from './randomization.ts';

export const actionDelayKind = kind({
  type: 'action-delay',
  title: 'Action delay',
  settings: { range: rangeField('Range', 'ends between which the delay is drawn', 's') },
  make: ({ range }, _: RandomizationContext): Variation => ({
    name: 'action-delay',
    numbers: 1,
    distribution: 'uniform',
    mostDelay: range[1],
    vary: (scenario, drawn) => ({ ...scenario, delay: between(range, drawn, 0) }),
  }),
});
