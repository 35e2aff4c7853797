/** @file Linear and polynomial regression on seeded data: powers of one number are so alike that its Hessian is ill conditioned. */
import * as z from 'zod/mini';
import { tensor } from '../../core/population-tensor.ts';
import { normal } from '../../core/random.ts';
import { sin } from '../../core/scalar/trigonometric.ts';
import { checked } from '../../settings/checked.ts';
import { field, type GivenOf } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { countField, noiseField, seedField } from './fields.ts';
import type { Observations } from './least-squares.ts';
import { leastSquaresTextbook } from './least-squares-textbook.ts';
import type { Textbook } from './textbook.ts';

const fields = {
  degree: countField('Degree', 'highest power of the polynomial; 1 is linear regression', 1, 12),
  count: field(z._default(z.int().check(z.minimum(2), z.maximum(1000)), 30), {
    title: 'Data',
    description: 'number of observations',
    touches: 'structure',
    step: 1,
    most: 200,
  }),
  noise: noiseField('standard deviation of the noise on what is observed', 0.1),
  seed: seedField,
};

/** Settings of `polynomialRegression`. */
export type PolynomialRegressionSettings = GivenOf<typeof fields>;

/** Powers 0 to `degree` of evenly spaced numbers from -1 to 1, and sin 2t with noise. */
function observations(degree: number, count: number, noise: number, seed: number): Observations {
  const errors = normal({ seed }, count);
  const times = Float64Array.from({ length: count }, (_, k) => (2 * k - (count - 1)) / (count - 1));
  const features = Array.from(times, (t) => {
    const powers = [1];
    for (let power = 1; power <= degree; power++) powers.push(powers[power - 1] * t);
    return powers;
  });
  const targets = Array.from(times, (t, k) => [sin.value(2 * t, 0, 0) + noise * errors[k]]);
  return { features: tensor(features), targets: tensor(targets) };
}

/**
 * Half the mean square of w0 + w1 t + ... + wd t^d - y over observations of sin 2t, from weights of 0. There are as many
 * observations as weights at least. Throws an ArgumentError where the settings do not fit.
 */
export function polynomialRegression(settings: PolynomialRegressionSettings = {}): Textbook {
  const { degree, count, noise, seed } = checked('polynomial-regression', fields, settings);
  const given = observations(degree, Math.max(count, degree + 1), noise, seed);
  return leastSquaresTextbook({
    title: degree === 1 ? 'Linear regression' : `Regression by a polynomial of degree ${degree}`,
    given,
    view: {
      parameters: [0, 1],
      range: [
        [-2, 2],
        [-2, 4],
      ],
      axes: [
        { label: 'offset', unit: '' },
        { label: 'slope at 0', unit: '' },
      ],
    },
  });
}

export const polynomialRegressionKind = kind({
  type: 'polynomial-regression',
  title: 'Regression by a polynomial',
  settings: fields,
  make: polynomialRegression,
});
