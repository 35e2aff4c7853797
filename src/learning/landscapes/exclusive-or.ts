/** @file XOR: no line tells its classes apart, so a linear model does no better than a coin; two hidden units do. */
import * as z from 'zod/mini';
import { checked } from '../../settings/checked.ts';
import { field, type GivenOf } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { seedField } from './fields.ts';
import { textbook, type Textbook } from './textbook.ts';
import { classifier, examplesOf } from './two-classes.ts';

const fields = {
  hidden: field(z._default(z.int().check(z.nonnegative(), z.maximum(32)), 2), {
    title: 'Hidden units',
    description: 'hidden units of the network; none makes it a linear model',
    touches: 'structure',
    step: 1,
    most: 8,
  }),
  seed: seedField,
};

/** Settings of `exclusiveOr`. */
export type ExclusiveOrSettings = GivenOf<typeof fields>;

/**
 * Mean cross entropy over the four corners of a square of side 2, of class 1 where the signs differ. Throws an ArgumentError where the
 * settings do not fit.
 */
export function exclusiveOr(settings: ExclusiveOrSettings = {}): Textbook {
  const { hidden, seed } = checked('exclusive-or', fields, settings);
  const corners = [
    [-1, -1],
    [-1, 1],
    [1, -1],
    [1, 1],
  ];
  const unit = hidden > 0 ? ' of the first hidden unit' : '';
  return textbook({
    title: hidden > 0 ? `XOR by ${hidden} hidden units` : 'XOR by a linear model',
    ...classifier(hidden > 0 ? [hidden] : [], seed),
    given: examplesOf(corners, [0, 1, 1, 0]),
    view: {
      parameters: [0, 1],
      range: [
        [-4, 4],
        [-4, 4],
      ],
      axes: [
        { label: `weight of the first input${unit}`, unit: '' },
        { label: `weight of the second input${unit}`, unit: '' },
      ],
    },
    known: hidden > 0 ? [] : [{ kind: 'minimum', at: [0, 0, 0], loss: Math.LN2 }],
  });
}

export const exclusiveOrKind = kind({
  type: 'exclusive-or',
  title: 'XOR',
  settings: fields,
  make: exclusiveOr,
});
