/** @file Two hidden units that begin alike stay alike: what they compute is one unit's, until something breaks the symmetry. */
import * as z from 'zod/mini';
import { div, square, sub } from '../../core/ops/arithmetic.ts';
import { matmul, outer } from '../../core/ops/linear-algebra.ts';
import { sum } from '../../core/ops/reduction.ts';
import { tanh } from '../../core/ops/trigonometric.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { tanh as hyperbolic } from '../../core/scalar/hyperbolic.ts';
import { checked } from '../../settings/checked.ts';
import { field, finite, type GivenOf } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { countField } from './fields.ts';
import { textbook, type Textbook } from './textbook.ts';

const fields = {
  difference: field(z._default(finite, 0), {
    title: 'Difference',
    description: 'how much the two units differ as they begin',
    touches: 'start',
    step: 0.01,
    most: 1,
  }),
  count: countField('Data', 'number of observations', 20, 1000),
};

/** Settings of `symmetryBreaking`. */
export type SymmetryBreakingSettings = GivenOf<typeof fields>;

/** Weights [2] from the input to the two hidden units, and [2] from these to the output. */
type Units = { readonly first: PopulationTensor; readonly second: PopulationTensor };
type Data = { readonly inputs: PopulationTensor; readonly targets: PopulationTensor };

/**
 * Half the mean square of v1 tanh(w1 t) + v2 tanh(w2 t) - y over observations of y = 3 tanh 2t - 3 tanh t, which one unit cannot fit.
 * Throws an ArgumentError where the settings do not fit.
 */
export function symmetryBreaking(settings: SymmetryBreakingSettings = {}): Textbook {
  const { difference, count } = checked('symmetry-breaking', fields, settings);
  const times = Float64Array.from({ length: count }, (_, k) => (4 * (k + 0.5)) / count - 2);
  const target = (t: number): number => 3 * (hyperbolic.value(2 * t, 0, 0) - hyperbolic.value(t, 0, 0));
  const half = difference / 2;
  return textbook({
    title: 'Two units that begin alike',
    start: { first: tensor([0.5 - half, 0.5 + half]), second: tensor([0.5 - half, 0.5 + half]) },
    given: { inputs: tensor(times, [count]), targets: tensor(times.map(target), [count]) },
    loss: ({ first, second }: Units, { inputs, targets }: Data) => {
      const hidden = tanh(outer(inputs, first));
      return div(sum(square(sub(matmul(hidden, second), targets))), 2 * count);
    },
    view: {
      parameters: [0, 1],
      range: [
        [-1, 4],
        [-1, 4],
      ],
      axes: [
        { label: 'input weight of unit 1', unit: '' },
        { label: 'input weight of unit 2', unit: '' },
      ],
    },
    known: [
      { kind: 'minimum', at: [1, 2, -3, 3], loss: 0 },
      { kind: 'minimum', at: [2, 1, 3, -3], loss: 0 },
    ],
  });
}

export const symmetryBreakingKind = kind({
  type: 'symmetry-breaking',
  title: 'Symmetry and its breaking',
  settings: fields,
  make: symmetryBreaking,
});
