/** @file A saddle with walls: a descent that begins on its ridge stays there, and next to it leaves at a rate of its own. */
import * as z from 'zod/mini';
import { square, sub } from '../../core/ops/arithmetic.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { checked } from '../../settings/checked.ts';
import { field, type GivenOf, positive } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { type Point, textbook, type Textbook, viewOfPoint } from './textbook.ts';

/** What keeps the loss of a saddle from falling for ever. */
export const wallsField = field(z._default(positive, 0.5), {
  title: 'Walls',
  description: 'weight of the fourth powers that bound it',
  touches: 'input',
  step: 0.1,
  most: 2,
});

const fields = { walls: wallsField };

/** Settings of `plainSaddle`. */
export type PlainSaddleSettings = GivenOf<typeof fields>;

/** L = x^2 - y^2 + walls (x^4 + y^4) / 2. Throws an ArgumentError where the settings do not fit. */
export function plainSaddle(settings: PlainSaddleSettings = {}): Textbook {
  const { walls } = checked('plain-saddle', fields, settings);
  const away = 1 / Math.sqrt(walls);
  const loss = -1 / (2 * walls);
  return textbook({
    title: 'Saddle',
    start: { x: tensor(1.2), y: tensor(0.001) },
    given: { walls: tensor(walls) },
    loss: ({ x, y }: Point, given: { readonly walls: PopulationTensor }) => {
      const [u, w] = [square(x), square(y)];
      return add(sub(u, w), mul(mul(0.5, given.walls), add(square(u), square(w))));
    },
    view: viewOfPoint([
      [-1.5 * away, 1.5 * away],
      [-1.5 * away, 1.5 * away],
    ]),
    known: [
      { kind: 'saddle', at: [0, 0], loss: 0 },
      { kind: 'minimum', at: [0, away], loss },
      { kind: 'minimum', at: [0, -away], loss },
    ],
  });
}

export const plainSaddleKind = kind({
  type: 'plain-saddle',
  title: 'Saddle',
  settings: fields,
  make: plainSaddle,
});
