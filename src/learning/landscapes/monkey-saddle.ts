/** @file The monkey saddle: flat in all directions at its middle, with three ways down, so that curvature says nothing there. */
import { square, sub } from '../../core/ops/arithmetic.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { checked } from '../../settings/checked.ts';
import type { GivenOf } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { wallsField } from './plain-saddle.ts';
import { type Point, textbook, type Textbook, viewOfPoint } from './textbook.ts';

const fields = { walls: wallsField };

/** Settings of `monkeySaddle`. */
export type MonkeySaddleSettings = GivenOf<typeof fields>;

/** L = x^3 - 3 x y^2 + walls (x^2 + y^2)^2 / 4. Throws an ArgumentError where the settings do not fit. */
export function monkeySaddle(settings: MonkeySaddleSettings = {}): Textbook {
  const { walls } = checked('monkey-saddle', fields, settings);
  const away = 3 / walls;
  const [half, side] = [away / 2, (away * Math.sqrt(3)) / 2];
  const loss = -27 / (4 * walls ** 3);
  return textbook({
    title: 'Monkey saddle',
    start: { x: tensor(0.2), y: tensor(0.01) },
    given: { walls: tensor(walls) },
    loss: ({ x, y }: Point, given: { readonly walls: PopulationTensor }) => {
      const [u, w] = [square(x), square(y)];
      return add(mul(x, sub(u, mul(3, w))), mul(mul(0.25, given.walls), square(add(u, w))));
    },
    view: viewOfPoint([
      [-1.3 * away, 1.3 * away],
      [-1.3 * away, 1.3 * away],
    ]),
    known: [
      { kind: 'flat', at: [0, 0], loss: 0 },
      { kind: 'minimum', at: [-away, 0], loss },
      { kind: 'minimum', at: [half, side], loss },
      { kind: 'minimum', at: [half, -side], loss },
    ],
  });
}

export const monkeySaddleKind = kind({
  type: 'monkey-saddle',
  title: 'Monkey saddle',
  settings: fields,
  make: monkeySaddle,
});
