/** @file RMSProp: steps relative to a running root mean square of each gradient entry (Tieleman and Hinton 2012). */
import type { Tree } from '../core/tree.ts';
import { checked } from '../settings/checked.ts';
import type { GivenOf } from '../settings/fields.ts';
import { kind } from '../settings/kinds.ts';
import { epsilonField, firstOrder, firstOrderFields, keptPart, type Moments, rootMeanSquare } from './first-order.ts';
import type { UpdateRule } from './update-rule.ts';

const fields = {
  ...firstOrderFields,
  decay: keptPart('Decay', 'part of the mean square that is kept', 0.9),
  epsilon: epsilonField,
};

/** Settings of `rmsprop`. */
export type RmspropSettings = GivenOf<typeof fields>;

/** s <- decay s + (1 - decay) g^2; x <- x - learningRate g / (sqrt(s) + epsilon). */
export function rmsprop(given: RmspropSettings): UpdateRule<Moments<'s'>> {
  const settings = checked('rmsprop', fields, given);
  const { decay, epsilon } = settings;
  const rule = firstOrder('rmsprop', settings, ['s'], (gradient, before) => {
    const { length } = gradient;
    const [s, direction] = [new Float64Array(length), new Float64Array(length)];
    for (let i = 0; i < length; i++) {
      const g = gradient[i];
      s[i] = decay * before.s[i] + (1 - decay) * g * g;
      direction[i] = g / (Math.sqrt(s[i]) + epsilon);
    }
    return { direction, moments: { s } };
  });
  const preconditioner = ({ s }: Moments<'s'>): Tree => rootMeanSquare(s, epsilon);
  return { ...rule, edge: { threshold: 2, formula: '2', preconditioner } };
}

export const rmspropKind = kind({ type: 'rmsprop', title: 'RMSProp', settings: fields, make: rmsprop });
