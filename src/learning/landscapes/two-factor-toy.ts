/** @file The smallest landscape with a whole valley of minima of every sharpness: where a descent ends depends on its step size. */
import { square, sub } from '../../core/ops/arithmetic.ts';
import { mul } from '../../core/ops/elementwise.ts';
import { tensor } from '../../core/population-tensor.ts';
import { kind } from '../../settings/kinds.ts';
import { type Point, textbook, type Textbook, viewOfPoint } from './textbook.ts';

/** L = (x y - 1)^2 / 2, from (2, 0.3). Its minima are the points x y = 1, where the larger eigenvalue of the Hessian is x^2 + y^2. */
export const twoFactorToy = (): Textbook =>
  textbook({
    title: 'Two factors whose product is 1',
    start: { x: tensor(2), y: tensor(0.3) },
    given: {},
    loss: ({ x, y }: Point) => mul(0.5, square(sub(mul(x, y), 1))),
    view: viewOfPoint([
      [-0.5, 3],
      [-0.5, 3],
    ]),
    known: [
      { kind: 'saddle', at: [0, 0], loss: 0.5 },
      { kind: 'flat', at: [1, 1], loss: 0 },
    ],
  });

export const twoFactorToyKind = kind({
  type: 'two-factor-toy',
  title: 'Two factors whose product is 1',
  settings: {},
  make: twoFactorToy,
});
