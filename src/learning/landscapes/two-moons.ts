/** @file Two moons: half circles that reach into each other, told apart by a small network. */
import * as z from 'zod/mini';
import { normal } from '../../core/random.ts';
import { cos, sin } from '../../core/scalar/trigonometric.ts';
import { checked } from '../../settings/checked.ts';
import { field, type GivenOf } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { countField, noiseField, seedField } from './fields.ts';
import { textbook, type Textbook } from './textbook.ts';
import { classifier, examplesOf } from './two-classes.ts';

const fields = {
  hidden: countField('Hidden units', 'hidden units of the network', 8, 64),
  count: field(z._default(z.int().check(z.minimum(2), z.maximum(1000)), 64), {
    title: 'Data',
    description: 'number of examples, half of them of each moon',
    touches: 'structure',
    step: 2,
    most: 200,
  }),
  noise: noiseField('standard deviation of the noise on each coordinate', 0.1),
  seed: seedField,
};

/** Settings of `twoMoons`. */
export type TwoMoonsSettings = GivenOf<typeof fields>;

/** Place k of `count` on one moon or the other: a half circle of radius 1 around the origin, or one upside down around (1, 1/2). */
export function moonPoint(k: number, count: number): readonly [number, number] {
  const isUpper = k % 2 === 0;
  const places = Math.ceil(count / 2);
  const angle = (Math.PI * Math.floor(k / 2)) / Math.max(places - 1, 1);
  const [x, y] = [cos.value(angle, 0, 0), sin.value(angle, 0, 0)];
  return isUpper ? [x, y] : [1 - x, 0.5 - y];
}

/** Mean cross entropy of a network over seeded examples of two moons. Throws an ArgumentError where the settings do not fit. */
export function twoMoons(settings: TwoMoonsSettings = {}): Textbook {
  const { hidden, count, noise, seed } = checked('two-moons', fields, settings);
  const errors = normal({ seed }, 2 * count);
  const inputs = Array.from({ length: count }, (_, k) =>
    moonPoint(k, count).map((place, axis) => place + noise * errors[2 * k + axis]),
  );
  return textbook({
    title: `Two moons by ${hidden} hidden units`,
    ...classifier([hidden], seed),
    given: examplesOf(
      inputs,
      inputs.map((_, k) => k % 2),
    ),
    view: {
      parameters: [0, 1],
      range: [
        [-4, 4],
        [-4, 4],
      ],
      axes: [
        { label: 'weight of x on the first hidden unit', unit: '' },
        { label: 'weight of y on the first hidden unit', unit: '' },
      ],
    },
    known: [],
  });
}

export const twoMoonsKind = kind({ type: 'two-moons', title: 'Two moons', settings: fields, make: twoMoons });
