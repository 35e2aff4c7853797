/** @file What all experiments of linear least squares have in common: weights from 0, their loss, and its minimum. */
import { type PopulationTensor, zeros } from '../../core/population-tensor.ts';
import { leastSquares, type Observations, squaredError } from './least-squares.ts';
import { textbook, type Textbook } from './textbook.ts';

/** The experiment of some observations; its minimum is marked flat where other weights are as good. */
export function leastSquaresTextbook({
  given,
  ...words
}: Pick<Textbook, 'title' | 'view'> & { readonly given: Observations }): Textbook {
  const best = leastSquares(given);
  const [features, outputs] = [given.features, given.targets].map(({ shape }) => shape[1]);
  return textbook({
    ...words,
    start: { weights: zeros([features, outputs]) },
    given,
    loss: ({ weights }: { readonly weights: PopulationTensor }, data: Observations) => squaredError(weights, data),
    known: [
      {
        kind: best.isFlat ? 'flat' : 'minimum',
        at: best.weights.toArray(),
        loss: squaredError(best.weights, given).item(),
      },
    ],
  });
}
