/** @file Adam: momentum and RMSProp with their start corrected (Kingma and Ba 2015, algorithm 1). */
import { pow } from '../core/scalar/power.ts';
import type { Tree } from '../core/tree.ts';
import { checked } from '../settings/checked.ts';
import type { GivenOf } from '../settings/fields.ts';
import { kind } from '../settings/kinds.ts';
import { epsilonField, firstOrder, firstOrderFields, keptPart, type Moments, rootMeanSquare } from './first-order.ts';
import type { UpdateRule } from './update-rule.ts';

export const adamFields = {
  ...firstOrderFields,
  beta1: keptPart('Beta 1', 'part of the mean gradient that is kept', 0.9),
  beta2: keptPart('Beta 2', 'part of the mean square that is kept', 0.999),
  epsilon: epsilonField,
};

/** Settings of `adam`. */
export type AdamSettings = GivenOf<typeof adamFields>;

/** Adam: momentum and RMSProp with their start corrected (Kingma and Ba 2015, algorithm 1). Throws an ArgumentError where a setting does not fit. */
export function adam(given: AdamSettings): UpdateRule<Moments<'m' | 's'>> {
  const settings = checked('adam', adamFields, given);
  const { beta1, beta2, epsilon } = settings;
  const rule = firstOrder('adam', settings, ['m', 's'], (gradient, before, iteration) => {
    const unbiasM = 1 - pow.value(beta1, iteration + 1, 0);
    const unbiasS = 1 - pow.value(beta2, iteration + 1, 0);
    const { length } = gradient;
    const [m, s, direction] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
    for (let i = 0; i < length; i++) {
      const g = gradient[i];
      m[i] = beta1 * before.m[i] + (1 - beta1) * g;
      s[i] = beta2 * before.s[i] + (1 - beta2) * g * g;
      direction[i] = m[i] / unbiasM / (Math.sqrt(s[i] / unbiasS) + epsilon);
    }
    return { direction, moments: { m, s } };
  });
  const preconditioner = ({ s }: Moments<'m' | 's'>, iterations: number): Tree =>
    rootMeanSquare(s, epsilon, 1 - pow.value(beta2, iterations, 0));
  const threshold = (2 + 2 * beta1) / (1 - beta1);
  return { ...rule, edge: { threshold, formula: '(2 + 2 beta 1) / (1 - beta 1)', preconditioner } };
}

export const adamKind = kind({ type: 'adam', title: 'Adam', settings: adamFields, make: adam });
