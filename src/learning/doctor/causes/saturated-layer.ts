/** @file Cause: a layer of a policy whose units are at their ends, so that no gradient gets through. */
import { settingOf } from '../../../settings/kinds.ts';
import { largest } from '../../../core/largest.ts';
import { claimed } from '../finding.ts';
import type { Cause } from './cause.ts';

/** Part of a layer's units that may be saturated, besides those that idle anyway. */
const threshold = 0.8;

/** Part of the units that is saturated at a moment in a sound layer: half of those that are flat on one side. */
const idle: Readonly<Record<string, number>> = { relu: 0.5, elu: 0.5, silu: 0.5 };

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
    const usual = idle[settingOf<string>(controller, 'activation') ?? ''] ?? 0;
    const excess = layers.map(({ share }) => (share - usual) / (1 - usual));
    const value = largest(0, excess);
    if (!(value > threshold)) return null;
    const layer = excess.indexOf(value);
    const perturbed = (settingOf<number>(controller, 'perturbation') ?? 0) > 0;
    return claimed(
      'saturated-layer',
      'stops',
      { name: 'part of a layer whose slope is below 1 % of its largest, beyond what idles anyway', value },
      threshold,
      {
        sentence:
          `${Math.round(100 * layers[layer].share)} % of the ${layers[layer].units} units of hidden layer ${layer + 1} are saturated in what the policy sees: ` +
          'next to no gradient gets through them.',
        remedies: [
          ...(perturbed ? [{ sentence: 'weights without noise', settings: ['controller.perturbation=0'] }] : []),
          { sentence: 'layers that are brought to variance 1', settings: ['controller.layerNorm=true'] },
        ],
      },
    );
  },
};
