/** @file A crowd of weighted particles over one tick: weighed by a reading, drawn anew where it has grown poor, moved on. */
import { requireInstance } from '../../core/arguments.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { greater, greaterEqual, less } from '../../core/ops/comparison.ts';
import { add, mul, where } from '../../core/ops/elementwise.ts';
import { exp, log } from '../../core/ops/exponential.ts';
import { at, reshape } from '../../core/ops/indexing.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { stopGradient } from '../../core/ops/stop-gradient.ts';
import { sum } from '../../core/ops/reduction.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import type { Tree } from '../../core/tree.ts';
import { ArgumentError } from '../../errors.ts';
import type { Corrected, Draws } from '../filters/filter.ts';
import { toldOf } from '../filters/gaussian-filter.ts';
import type { Gaussian } from '../gaussian.ts';
import type { Reading, StateModel } from '../state-model.ts';
import type { Ensemble } from './ensemble.ts';
import { type GenerationOptions, nextGeneration } from './generation.ts';
import { innovationOf, logDensity } from './likelihood.ts';
import { type Cloud, deviationsOf, meanOf } from './moments.ts';
import { effectiveSize, logShares, logTotal } from './weights.ts';

/** What a particle filter carries. */
export type ParticleMemory = {
  /** States [size] a particle. */
  readonly particles: PopulationTensor;
  /** A number a particle. */
  readonly logWeights: PopulationTensor;
  /** A point near the particles, [size]: differences are taken from it. */
  readonly center: PopulationTensor;
  /** Ticks in a row whose crowd was worth less than 5 % of itself, []. */
  readonly poorTicks: PopulationTensor;
};

export interface Crowd extends GenerationOptions {
  readonly model: StateModel;
  readonly ensemble: Ensemble;
  /** Drawn anew where the effective number of particles is below this part of all. */
  readonly threshold: number;
  readonly roughening: boolean;
  /** Columns of the process noise. */
  readonly sources: number;
}

/** A crowd worth less than this part of itself is poor; where it is so for so many ticks in a row, it is spread. */
const poorPart = 0.05;
const poorTicksToSpread = 2;

const cloudOf = ({ ensemble }: Crowd, { particles, logWeights }: ParticleMemory): Cloud => ({
  points: particles,
  logShares: logShares(ensemble, logWeights),
});

/** Weights times the likelihood of a reading; the logarithm of their sum is that of its density. No channel, or none that is a number: no change. */
export function weighed(
  crowd: Crowd,
  memory: ParticleMemory,
  { sensor, reading: given, input }: { readonly sensor: number; readonly reading: Reading; readonly input: Tree },
): Corrected<ParticleMemory> {
  const { ensemble } = crowd;
  const model = crowd.model.sensors[sensor];
  const reference = model.read(memory.center, input);
  const reading = toldOf(given, reference, model.space);
  const { expected, density } = ensemble.each((state: PopulationTensor) => {
    const read = model.read(state, input);
    return { expected: read, density: logDensity(model, read, reading) };
  }, memory.particles);
  const weights = add(memory.logWeights, density);
  const logLikelihood = logTotal(ensemble, weights);
  const isTold = greater(sum(reading.present), 0);
  const innovation = innovationOf(
    ensemble,
    model,
    { points: expected, logShares: cloudOf(crowd, memory).logShares },
    { reading, reference, logLikelihood },
  );
  const logWeights = where(isTold, sub(weights, logLikelihood), memory.logWeights);
  return { memory: { ...memory, logWeights }, innovation };
}

/** Silverman's bandwidth of a Gaussian kernel in n dimensions, in standard deviations of N particles: (4 / ((n + 2) N))^(1 / (n + 4)). */
export const kernelBandwidth = (dimension: number, particles: number): number =>
  exp(mul(1 / (dimension + 4), log(4 / ((dimension + 2) * particles)))).item();

/** The tick's random numbers of one kind. */
function drawn(draws: Draws, kind: 'normal' | 'uniform'): PopulationTensor {
  const numbers = draws[kind];
  requireInstance(`draws.${kind}`, numbers, PopulationTensor, 'give those of each tick with what was recorded');
  return numbers!;
}

/** Uniform numbers, one a particle or one for all. */
function uniformOf({ ensemble, resampling }: Crowd, draws: Draws): PopulationTensor {
  const numbers = drawn(draws, 'uniform');
  if (resampling !== 'systematic') return reshape(ensemble.vectors(numbers, 0, 1), ensemble.places.shape);
  if (ensemble.places.population > 1 && numbers.population > 1)
    throw new ArgumentError(
      'draws.uniform',
      'a number a member',
      'one number for all members',
      'members are the crowd',
    );
  return at(numbers, 0);
}

/**
 * States moved by a Gaussian kernel (Musso, Oudjane and Le Gland 2001) where `isSpread`: as wide as the crowd before its weights says, as
 * those lie on too few to tell. A constant for derivatives.
 */
function roughened(
  { ensemble, model: { process }, sources }: Crowd,
  states: PopulationTensor,
  before: { readonly particles: PopulationTensor; readonly center: PopulationTensor },
  { isSpread, numbers }: { readonly isSpread: PopulationTensor; readonly numbers: PopulationTensor },
): PopulationTensor {
  const { space } = process;
  const logEqual = sub(mul(0, ensemble.places), log(ensemble.count));
  const equally: Cloud = { points: before.particles, logShares: logEqual };
  const middle = meanOf(ensemble, space, equally, before.center);
  const deviation = ensemble.factor(deviationsOf(ensemble, space, equally, middle));
  const kernel = stopGradient(mul(isSpread, mul(kernelBandwidth(space.dimension, ensemble.count), deviation)));
  const each = { state: states, draw: ensemble.vectors(numbers, sources, space.dimension) };
  return ensemble.each(({ state, draw }: typeof each) => space.move(state, matmul(kernel, draw)), each);
}

/** A tick later: drawn anew where the crowd is worth too little, spread where it stays poor, each moved with noise of its own. */
export function moved(
  crowd: Crowd,
  memory: ParticleMemory,
  { input, draws }: { readonly input: Tree; readonly draws: Draws },
): ParticleMemory {
  const { ensemble, model, sources } = crowd;
  const { space, step, noise } = model.process;
  const cloud = cloudOf(crowd, memory);
  const mean = meanOf(ensemble, space, cloud, memory.center);
  const size = effectiveSize(ensemble, exp(cloud.logShares));
  const isDue = less(size, crowd.threshold * ensemble.count);
  const next = nextGeneration(ensemble, cloud.logShares, uniformOf(crowd, draws), crowd);
  const chosen = ensemble.take(memory.particles, where(isDue, next.ancestor, ensemble.places));
  const poorTicks = where(less(size, poorPart * ensemble.count), add(memory.poorTicks, 1), 0);
  const isSpread = mul(isDue, greaterEqual(poorTicks, poorTicksToSpread));
  const numbers = drawn(draws, 'normal');
  const from = crowd.roughening ? roughened(crowd, chosen, memory, { isSpread, numbers }) : chosen;
  const each = { state: from, draw: ensemble.vectors(numbers, 0, sources) };
  return {
    particles: ensemble.each(
      ({ state, draw }: typeof each) =>
        space.move(step(state, input), matmul(noiseColumns(noise(state, input), sources), draw)),
      each,
    ),
    logWeights: where(isDue, next.logWeights, memory.logWeights),
    center: step(mean, input),
    poorTicks,
  };
}

/** Refuses process noise of another number of columns than there are draws for. */
function noiseColumns(noise: PopulationTensor, sources: number): PopulationTensor {
  if (noise.shape[1] !== sources)
    throw new ArgumentError(
      'sources',
      String(sources),
      `${noise.shape[1]}, the columns of the process noise`,
      'name them when the filter is made',
    );
  return noise;
}

/** Mean and covariance of the crowd. */
export function gaussianOf(crowd: Crowd, memory: ParticleMemory): Gaussian {
  const { ensemble, model } = crowd;
  const { space } = model.process;
  const cloud = cloudOf(crowd, memory);
  const mean = meanOf(ensemble, space, cloud, memory.center);
  return { mean, factor: ensemble.factor(deviationsOf(ensemble, space, cloud, mean)) };
}
