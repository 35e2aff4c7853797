/** @file An angle told by one number, or by a ring of tuned units: from which of them a linear decoder can read its direction. */
import * as z from 'zod/mini';
import { tensor } from '../../core/population-tensor.ts';
import { normal } from '../../core/random.ts';
import { cos, sin } from '../../core/scalar/trigonometric.ts';
import { ratesOf, vonMisesCode } from '../../estimation/codes/code.ts';
import { ringOfUnits } from '../../estimation/codes/placement.ts';
import { checked } from '../../settings/checked.ts';
import { field, type GivenOf, positive } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { noiseField, seedField } from './fields.ts';
import type { Observations } from './least-squares.ts';
import { leastSquaresTextbook } from './least-squares-textbook.ts';
import type { Textbook } from './textbook.ts';

const fields = {
  code: field(z._default(z.enum(['ring', 'number']), 'ring'), {
    title: 'Code',
    description: 'whether a ring of tuned units tells the angle, or one number with an offset',
    touches: 'structure',
  }),
  units: field(z._default(z.int().check(z.minimum(3), z.maximum(128)), 8), {
    title: 'Units',
    description: 'tuned units of the ring',
    touches: 'structure',
    step: 1,
    most: 64,
  }),
  concentration: field(z._default(positive, 1), {
    title: 'Concentration',
    description: 'how narrow the tuning curves are',
    touches: 'input',
    step: 0.1,
    most: 10,
  }),
  count: field(z._default(z.int().check(z.minimum(16), z.maximum(4096)), 256), {
    title: 'Data',
    description: 'number of angles, evenly spaced over a turn',
    touches: 'structure',
    step: 16,
    most: 1024,
  }),
  noise: noiseField('standard deviation of the noise on each number of the code', 0.1),
  seed: seedField,
};

/** Settings of `angleCodes`. */
export type AngleCodesSettings = GivenOf<typeof fields>;

/**
 * Half the mean squared distance of a linear decoder's (x, y) from the direction (cos s, sin s) of the angle s, told by a noisy code.
 * Weights [numbers of the code, 2], from 0. Throws an ArgumentError where the settings do not fit.
 */
export function angleCodes(settings: AngleCodesSettings = {}): Textbook {
  const { code, units, concentration, count, noise, seed } = checked('angle-codes', fields, settings);
  const angles = Array.from({ length: count }, (_, k) => (2 * Math.PI * (k + 0.5)) / count - Math.PI);
  const size = code === 'ring' ? units : 2;
  const errors = normal({ seed }, count * size);
  const tuned = vonMisesCode({ preferred: ringOfUnits(units), concentration });
  const rates = ratesOf(tuned, tensor(angles)).data;
  const told = (row: number, k: number): number =>
    code === 'ring' ? rates[row * units + k] : k === 0 ? angles[row] : 1;
  const features = angles.map((_s, row) =>
    Array.from(
      { length: size },
      (_, k) => told(row, k) + (code === 'number' && k === 1 ? 0 : noise * errors[row * size + k]),
    ),
  );
  const targets = angles.map((s) => [cos.value(s, 0, 0), sin.value(s, 0, 0)]);
  const given: Observations = { features: tensor(features), targets: tensor(targets) };
  return leastSquaresTextbook({
    title: code === 'ring' ? `An angle told by ${units} tuned units` : 'An angle told by one number',
    given,
    view: {
      parameters: [0, 1],
      range: [
        [-1, 1],
        [-1, 1],
      ],
      axes: [
        { label: 'weight of the first number on x', unit: '' },
        { label: 'weight of the first number on y', unit: '' },
      ],
    },
  });
}

export const angleCodesKind = kind({
  type: 'angle-codes',
  title: 'Codes of an angle',
  settings: fields,
  make: angleCodes,
});
