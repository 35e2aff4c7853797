/** @file What a filter did not foresee: the negative logarithm of the density that it gave to readings, or its belief to the truth. */
import { requireFunction, requireParts } from '../../core/arguments.ts';
import { neg, add, mul } from '../../core/ops/elementwise.ts';
import { log } from '../../core/ops/exponential.ts';
import { gather, reshape } from '../../core/ops/indexing.ts';
import { sum } from '../../core/ops/reduction.ts';
import { populationSum } from '../../core/ops/structural.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import type { Filter, FilterMemory } from '../filters/filter.ts';
import { type Recording, runFilter } from '../filters/run-filter.ts';
import type { Gaussian } from '../gaussian.ts';
import type { StateModel } from '../state-model.ts';
import { normalizedErrors } from '../statistics/normalized-errors.ts';
import { type NoiseParameters, withNoise } from './noise-parameters.ts';

/** What is filtered, and what it is measured by. */
export interface Surprising<M extends FilterMemory = FilterMemory> {
  readonly model: StateModel;
  readonly filter: (model: StateModel) => Filter<M>;
  readonly start: Gaussian;
  readonly recording: Recording;
  readonly states?: PopulationTensor;
}

const logTwoPi = 1.8378770664093453;

/**
 * -log p of all readings under the noise that the parameters say, each given those before it, summed over ticks and members: []. With the
 * truth, -log p of it under each belief.
 */
export function surpriseOf<M extends FilterMemory>(
  surprising: Surprising<M>,
  parameters: NoiseParameters,
): PopulationTensor {
  requireParts('surprising', surprising, { model: 'an object', start: 'an object', recording: 'an object' });
  const { model, filter, start, recording, states } = surprising;
  requireFunction('surprising.filter', filter);
  const { ticks } = runFilter(filter(withNoise(model, parameters)), start, recording);
  if (states) return populationSum(ofTruth(model, ticks.belief, states));
  return populationSum(
    neg(ticks.innovations.map(({ logLikelihood }) => sum(logLikelihood)).reduce((a, b) => add(a, b))),
  );
}

/** (e' P^-1 e + log det P + n log 2 pi) / 2 over all ticks. */
function ofTruth({ process: { space } }: StateModel, belief: Gaussian, states: PopulationTensor): PopulationTensor {
  const [ticks, n] = belief.factor.shape;
  const diagonals = gather(
    reshape(belief.factor, [ticks, n * n]),
    Array.from({ length: n }, (_, i) => i * (n + 1)),
    1,
  );
  const squares = sum(normalizedErrors(space, states, belief));
  return add(mul(0.5, add(squares, ticks * n * logTwoPi)), sum(log(diagonals)));
}
