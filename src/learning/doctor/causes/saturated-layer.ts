/** @file Cause: a layer of a policy whose units are at their ends, so that no gradient gets through. */
import { settingOf } from '../../../settings/kinds.ts';
import { largest } from '../../../core/largest.ts';
import { claimed } from '../finding.ts';
import type { Cause } from './cause.ts';

/** Part of a layer's units that may be saturated, in the mean over what the policy sees. */
const threshold = 0.5;

export const saturatedLayer: Cause = {
  name: 'saturated-layer',
  title: 'Saturated layer',
  explains: [
    'exploding-adjoints',
    'non-smooth',
    'step-size',
    'noise-floor',
    'no-path',
    'flat-direction',
    'torque-limits',
  ],
  judge: ({ layers, scene: { controller } }) => {
    const worst = largest(
      0,
      layers.map(({ share }) => share),
    );
    if (!(worst > threshold)) return null;
    const layer = layers.findIndex(({ share }) => share === worst);
    const perturbed = (settingOf<number>(controller, 'perturbation') ?? 0) > 0;
    return claimed(
      'saturated-layer',
      'stops',
      { name: 'part of a layer whose slope is below 1 % of its largest', value: worst },
      threshold,
      {
        sentence:
          `${Math.round(100 * worst)} % of the ${layers[layer].units} units of hidden layer ${layer + 1} are saturated in what the policy sees: ` +
          'next to no gradient gets through them.',
        remedies: [
          ...(perturbed ? [{ sentence: 'weights without noise', settings: ['controller.perturbation=0'] }] : []),
          { sentence: 'layers that are brought to variance 1', settings: ['controller.layerNorm=true'] },
        ],
      },
    );
  },
};
