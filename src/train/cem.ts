/** @file The cross-entropy method: a normal distribution of parameters moves to where the best of its samples are. */
import * as z from 'zod/mini';
import { requireInteger } from '../core/arguments.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { checked } from '../settings/checked.ts';
import { field, type GivenOf, positive } from '../settings/fields.ts';
import { kind } from '../settings/kinds.ts';
import { Candidates, type Trials } from './candidates.ts';
import { meanOf } from './evaluation.ts';
import { candidatesField, episodesField, watchingFields, watchingOf } from './fields.ts';
import { notFinite } from './not-finite.ts';
import type { Refused, Teaching, Trained, Trainer } from './trainer.ts';

const fields = {
  candidates: candidatesField(64),
  episodes: episodesField(8),
  std: field(z._default(positive, 0.1), {
    title: 'Deviation',
    description: 'standard deviation of the parameters to start from',
    touches: 'start',
    isAdvanced: true,
  }),
  floor: field(z._default(positive, 0.01), {
    title: 'Least deviation',
    description: 'standard deviation below which that of no parameter comes',
    touches: 'input',
    isAdvanced: true,
  }),
  ...watchingFields,
};

/** Settings of `cem`. */
export type CemSettings = GivenOf<typeof fields>;

/** Standard deviation of each parameter, and the best candidate of the last iteration: of the mean there is x. */
type State = { readonly std: PopulationTensor; readonly best: PopulationTensor };

/** Which of the candidates the distribution moves to: a tenth, and at least two, of the lowest losses, the best first. */
export function elitesOf(losses: Float64Array): number[] {
  const count = Math.min(losses.length, Math.max(Math.floor(losses.length / 10), 2));
  return [...losses.keys()].sort((a, b) => losses[a] - losses[b] || a - b).slice(0, count);
}

/** Mean and standard deviation, entry by entry, of vectors; to their variance the square of `floor` is added. */
export function fitted(vectors: readonly Float64Array[], floor: number): { mean: Float64Array; std: Float64Array } {
  const count = vectors.length;
  const average = (valueOf: (vector: Float64Array, i: number) => number): Float64Array =>
    vectors[0].map((_, i) => vectors.reduce((total, vector) => total + valueOf(vector, i), 0) / count);
  const mean = average((vector, i) => vector[i]);
  const variance = average((vector, i) => (vector[i] - mean[i]) * (vector[i] - mean[i]));
  return { mean, std: variance.map((each) => Math.sqrt(each + floor * floor)) };
}

/**
 * Cross-entropy method (Rubinstein 1999): each step draws `candidates` vectors around the mean, tries each on the same `episodes`
 * scenarios, and takes mean and variance of the best tenth. The best one of a step is a candidate of the next. Throws an ArgumentError where a
 * setting does not fit.
 */
export function cem(given: CemSettings): Trainer {
  const { candidates, episodes, std, floor, ...watching } = checked('cem', fields, given);
  return {
    name: 'cem',
    watching: watchingOf(watching),
    teach: (lesson) => new CrossEntropy(new Candidates(lesson, candidates, episodes), { candidates, std, floor }),
  };
}

/** What candidates are drawn from, and how many. */
type Distribution = { readonly candidates: number; readonly std: number; readonly floor: number };

export class CrossEntropy implements Teaching {
  readonly gradients = 0;
  readonly physicsSteps: number;
  readonly #candidates: Trials;
  readonly #settings: Distribution;

  constructor(candidates: Trials, settings: Distribution) {
    this.#candidates = candidates;
    this.#settings = settings;
    this.physicsSteps = candidates.physicsSteps;
  }

  start(x: Float64Array): State {
    return { std: tensor(x.map(() => this.#settings.std)), best: tensor(x) };
  }

  async step(x: Float64Array, state: State, iteration: number, signal?: AbortSignal): Promise<Trained | Refused> {
    requireInteger('iteration', iteration, 0);
    const { candidates: count, floor } = this.#settings;
    const { data: std } = state.std;
    const vectors = Array.from({ length: count }, (_, candidate) => {
      if (candidate === 0) return state.best.data;
      const noise = this.#candidates.noise(iteration, candidate);
      return x.map((mean, i) => mean + std[i] * noise[i]);
    });
    const { losses, overall } = await this.#candidates.tried(vectors, iteration, signal);
    const elites = elitesOf(losses);
    const wrong = notFinite(losses[elites.at(-1)!], x);
    if (wrong) return { refused: wrong, gradientNorm: NaN };
    const next = fitted(
      elites.map((candidate) => vectors[candidate]),
      floor,
    );
    return {
      x: next.mean,
      state: { std: tensor(next.std), best: tensor(vectors[elites[0]]) },
      ...overall,
      gradientNorm: NaN,
      clippedGradientNorm: NaN,
      stepSize: meanOf(next.std),
    };
  }
}

export const cemKind = kind({ type: 'cem', title: 'Cross-entropy method', settings: fields, make: cem });
