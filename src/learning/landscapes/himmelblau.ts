/** @file Himmelblau's function: four minima of the same loss, so where a descent ends is where it began (Himmelblau 1972). */
import { square, sub } from '../../core/ops/arithmetic.ts';
import { add } from '../../core/ops/elementwise.ts';
import { tensor } from '../../core/population-tensor.ts';
import { kind } from '../../settings/kinds.ts';
import { type Point, textbook, type Textbook, viewOfPoint } from './textbook.ts';

/** L = (x^2 + y - 11)^2 + (x + y^2 - 7)^2. */
export const himmelblau = (): Textbook =>
  textbook({
    title: 'Himmelblau’s four valleys',
    start: { x: tensor(-0.5), y: tensor(-1.5) },
    given: {},
    loss: ({ x, y }: Point) => add(square(sub(add(square(x), y), 11)), square(sub(add(x, square(y)), 7))),
    view: viewOfPoint([
      [-5, 5],
      [-5, 5],
    ]),
    known: [
      { kind: 'minimum', at: [3, 2], loss: 0 },
      { kind: 'minimum', at: [-2.805118086952745, 3.131312518250573], loss: 0 },
      { kind: 'minimum', at: [-3.779310253377747, -3.283185991286169], loss: 0 },
      { kind: 'minimum', at: [3.584428340330492, -1.848126526964404], loss: 0 },
      { kind: 'saddle', at: [3.385154183607021, 0.07385187983774928], loss: 13.311926270405587 },
      { kind: 'saddle', at: [0.08667750455539634, 2.884254701174776], loss: 67.71915008752613 },
      { kind: 'saddle', at: [-3.0730257507643897, -0.08135304428796751], loss: 104.01516291755811 },
      { kind: 'saddle', at: [-0.12796134673068005, -1.9537149802445766], loss: 178.33723920192745 },
      { kind: 'maximum', at: [-0.2708445906673476, -0.9230385564799816], loss: 181.6165215225827 },
    ],
  });

export const himmelblauKind = kind({
  type: 'himmelblau',
  title: 'Himmelblau’s four valleys',
  settings: {},
  make: himmelblau,
});
