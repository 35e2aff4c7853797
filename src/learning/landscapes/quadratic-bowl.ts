/** @file A quadratic of any condition number, turned by any angle: what all methods are compared on first. */
import * as z from 'zod/mini';
import { mul } from '../../core/ops/elementwise.ts';
import { dot, matmul } from '../../core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { cos, sin } from '../../core/scalar/trigonometric.ts';
import { checked } from '../../settings/checked.ts';
import { field, finite, type GivenOf, positive } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { textbook, type Textbook } from './textbook.ts';

const fields = {
  condition: field(z._default(z.number().check(z.minimum(1)), 100), {
    title: 'Condition number',
    description: 'largest curvature over the smallest',
    touches: 'input',
    ladder: [1, 2, 5, 10, 20, 50, 100, 1000, 1e4],
  }),
  sharpness: field(z._default(positive, 1), {
    title: 'Sharpness',
    description: 'largest curvature',
    touches: 'input',
    step: 0.1,
    most: 10,
  }),
  angle: field(z._default(finite, 0), {
    title: 'Angle',
    description: 'angle of the direction of the largest curvature from the first axis',
    unit: 'rad',
    touches: 'input',
    step: 0.1,
    most: 3.2,
  }),
};

/** Settings of `quadraticBowl`. */
export type QuadraticBowlSettings = GivenOf<typeof fields>;

/** L = x'Hx / 2 with H = R diag(sharpness, sharpness / condition) R'. Throws an ArgumentError where the settings do not fit. */
export function quadraticBowl(settings: QuadraticBowlSettings = {}): Textbook {
  const { condition, sharpness, angle } = checked('quadratic-bowl', fields, settings);
  const [c, s] = [cos.value(angle, 0, 0), sin.value(angle, 0, 0)];
  const least = sharpness / condition;
  const off = c * s * (sharpness - least);
  const H = tensor([
    [c * c * sharpness + s * s * least, off],
    [off, s * s * sharpness + c * c * least],
  ]);
  return textbook({
    title: 'Quadratic bowl',
    start: { x: tensor([1, 1]) },
    given: { H },
    loss: ({ x }: { readonly x: PopulationTensor }, given: { readonly H: PopulationTensor }) =>
      mul(0.5, dot(x, matmul(given.H, x))),
    view: {
      parameters: [0, 1],
      range: [
        [-1.5, 1.5],
        [-1.5, 1.5],
      ],
      axes: [
        { label: 'x[0]', unit: '' },
        { label: 'x[1]', unit: '' },
      ],
    },
    known: [{ kind: 'minimum', at: [0, 0], loss: 0 }],
  });
}

export const quadraticBowlKind = kind({
  type: 'quadratic-bowl',
  title: 'Quadratic bowl',
  settings: fields,
  make: quadraticBowl,
});
