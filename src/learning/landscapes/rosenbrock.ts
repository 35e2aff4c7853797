/** @file Rosenbrock's function: a bent valley that is easy to reach and slow to follow (Rosenbrock 1960). */
import * as z from 'zod/mini';
import { square, sub } from '../../core/ops/arithmetic.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { checked } from '../../settings/checked.ts';
import { field, type GivenOf, positive } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { type Point, textbook, type Textbook, viewOfPoint } from './textbook.ts';

const fields = {
  steepness: field(z._default(positive, 100), {
    title: 'Steepness',
    description: 'how steep the walls of the valley are',
    touches: 'input',
    ladder: [1, 3, 10, 30, 100, 300, 1000],
  }),
};

/** Settings of `rosenbrock`. */
export type RosenbrockSettings = GivenOf<typeof fields>;

/** L = (1 - x)^2 + steepness (y - x^2)^2, from (-1.2, 1). Throws an ArgumentError where the settings do not fit. */
export function rosenbrock(settings: RosenbrockSettings = {}): Textbook {
  const { steepness } = checked('rosenbrock', fields, settings);
  return textbook({
    title: 'Rosenbrock’s valley',
    start: { x: tensor(-1.2), y: tensor(1) },
    given: { steepness: tensor(steepness) },
    loss: ({ x, y }: Point, given: { readonly steepness: PopulationTensor }) =>
      add(square(sub(1, x)), mul(given.steepness, square(sub(y, square(x))))),
    view: viewOfPoint([
      [-2, 2],
      [-1, 3],
    ]),
    known: [{ kind: 'minimum', at: [1, 1], loss: 0 }],
  });
}

export const rosenbrockKind = kind({
  type: 'rosenbrock',
  title: 'Rosenbrock’s valley',
  settings: fields,
  make: rosenbrock,
});
