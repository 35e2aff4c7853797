/** @file What a reading says to a crowd of particles: how likely each made it, and what all of them together expected. */
import { div, square } from '../../core/ops/arithmetic.ts';
import { greater } from '../../core/ops/comparison.ts';
import { add, mul, where } from '../../core/ops/elementwise.ts';
import { log } from '../../core/ops/exponential.ts';
import { concat } from '../../core/ops/indexing.ts';
import { dot } from '../../core/ops/linear-algebra.ts';
import { sum } from '../../core/ops/reduction.ts';
import { triangularFactor } from '../../core/ops/triangular-factor.ts';
import { solveTriangular } from '../../core/ops/triangular-solve.ts';
import { eye, type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import type { Innovation } from '../filters/filter.ts';
import type { Reading, ReadingModel } from '../state-model.ts';
import type { Ensemble } from './ensemble.ts';
import { type Cloud, deviationsOf, meanOf } from './moments.ts';

/** What of a reading tells something to who expects so much [size]. */
const heard = ({ censor }: ReadingModel, reading: Reading, expected: PopulationTensor): PopulationTensor =>
  (censor ? censor(expected, reading) : reading).present;

/**
 * log of the normal density of a reading where `expected` [size] is what a state gives, []: over the channels that told something. At an
 * end of the sensor's range states beyond it are as likely as one at the end: the most likely of which the reading says no more.
 */
export function logDensity(model: ReadingModel, expected: PopulationTensor, reading: Reading): PopulationTensor {
  const { space, deviation } = model;
  const { value, present } = reading;
  const residual = where(heard(model, reading, expected), space.difference(expected, value), 0);
  const spread = where(present, deviation, 1);
  const constant = mul(present, log(mul(2 * Math.PI, square(spread))));
  return mul(-0.5, sum(add(square(div(residual, spread)), constant)));
}

/**
 * What a crowd expected of a reading, and what was told beyond that: `expected` are the readings of its particles, `reference` one
 * near them. The likelihood is the crowd's own, given as it is.
 */
export function innovationOf(
  ensemble: Ensemble,
  model: ReadingModel,
  expected: Cloud,
  {
    reading,
    reference,
    logLikelihood,
  }: { readonly reading: Reading; readonly reference: PopulationTensor; readonly logLikelihood: PopulationTensor },
): Innovation {
  const { space, deviation } = model;
  const mean = meanOf(ensemble, space, expected, reference);
  const present = heard(model, reading, mean);
  const residual = where(present, space.difference(mean, reading.value), 0);
  const spread = ensemble.each(
    (row: PopulationTensor) => mul(present, row),
    deviationsOf(ensemble, space, expected, mean),
  );
  const noise = mul(eye(space.dimension), where(present, deviation, 1));
  const factor = triangularFactor(concat([ensemble.factor(spread), noise], 1));
  const white = solveTriangular(factor, residual);
  const channels = sum(present);
  return {
    residual,
    factor,
    square: dot(white, white),
    channels,
    logLikelihood: where(greater(sum(reading.present), 0), logLikelihood, 0),
    accepted: tensor(1),
  };
}
