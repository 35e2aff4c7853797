/** @file Evolution strategies: the gradient of the loss smoothed by noise, estimated from mirrored pairs of candidates, and Adam. */
import * as z from 'zod/mini';
import { requireInteger, requireList } from '../core/arguments.ts';
import { tensor } from '../core/population-tensor.ts';
import { adamFields } from '../optimize/adam.ts';
import type { Moments } from '../optimize/first-order.ts';
import { ArgumentError } from '../errors.ts';
import type { TreeOf } from '../core/tree.ts';
import { checked } from '../settings/checked.ts';
import { field, type GivenOf, positive } from '../settings/fields.ts';
import { kind } from '../settings/kinds.ts';
import { Candidates, type Trials } from './candidates.ts';
import { adamOf, candidatesField, episodesField, movedBy, watchingFields, watchingOf } from './fields.ts';
import { notFinite } from './not-finite.ts';
import type { Refused, Teaching, Trained, Trainer } from './trainer.ts';

const fields = {
  candidates: candidatesField(64),
  episodes: episodesField(8),
  std: field(z._default(positive, 0.05), {
    title: 'Deviation',
    description: 'standard deviation of the noise that parameters are tried with',
    touches: 'input',
    isAdvanced: true,
  }),
  ...adamFields,
  ...watchingFields,
};

/** Settings of `es`. */
export type EsSettings = GivenOf<typeof fields>;

/** Moments of Adam. */
type State = Moments<'m' | 's'>;

/** Ranks of the losses, from -1/2 for the lowest to 1/2 for the highest; equal losses have the mean of their ranks. */
export function centeredRanks(losses: Float64Array): Float64Array {
  const order = [...losses.keys()].sort((a, b) => (losses[a] === losses[b] ? a - b : losses[a] - losses[b]));
  const ranks = new Float64Array(losses.length);
  for (let first = 0; first < order.length;) {
    let last = first;
    while (last + 1 < order.length && losses[order[last + 1]] === losses[order[first]]) last++;
    for (let k = first; k <= last; k++) ranks[order[k]] = (first + last) / 2 / Math.max(1, losses.length - 1) - 0.5;
    first = last + 1;
  }
  return ranks;
}

/**
 * Gradient of E f(x + std n) by x, from what f is worth at x + std n_i and x - std n_i, one after the other for each noise n_i:
 * sum (f_i+ - f_i-) n_i / (2 std pairs). Exact in the mean over the noise, of a quadratic f also for its own gradient.
 */
export function mirroredGradient(values: Float64Array, noise: readonly Float64Array[], std: number): Float64Array {
  requireList('noise', noise);
  if (values.length !== 2 * noise.length)
    throw new ArgumentError('values', `${values.length} numbers`, `two for each of ${noise.length} noises`);
  const gradient = new Float64Array(noise[0].length);
  noise.forEach((own, pair) => {
    const weight = (values[2 * pair] - values[2 * pair + 1]) / (2 * std * noise.length);
    for (let i = 0; i < gradient.length; i++) gradient[i] += weight * own[i];
  });
  return gradient;
}

/**
 * Evolution strategies (Salimans et al. 2017): each step tries `candidates` vectors x + std n and x - std n on the same `episodes`
 * scenarios, estimates the gradient from the centered ranks of their losses, and moves by Adam. Throws an ArgumentError where a setting does
 * not fit.
 */
export function es(given: EsSettings): Trainer {
  const settings = checked('es', fields, given);
  const { candidates, episodes, std, every, until, patience } = settings;
  if (candidates % 2 !== 0)
    throw new ArgumentError('candidates', String(candidates), 'an even number', 'they come in pairs, mirrored');
  return {
    name: 'es',
    watching: watchingOf({ every, until, patience }),
    teach: (lesson) =>
      new Evolution(new Candidates(lesson, candidates, episodes), adamOf(settings), { candidates, std }),
  };
}

/** What candidates are drawn from, and how many. */
type Distribution = { readonly candidates: number; readonly std: number };

export class Evolution implements Teaching {
  readonly gradients = 0;
  readonly physicsSteps: number;
  readonly #candidates: Trials;
  readonly #rule: ReturnType<typeof adamOf>;
  readonly #settings: Distribution;

  constructor(candidates: Trials, rule: ReturnType<typeof adamOf>, settings: Distribution) {
    this.#candidates = candidates;
    this.#rule = rule;
    this.#settings = settings;
    this.physicsSteps = candidates.physicsSteps;
  }

  start(x: Float64Array): State {
    return this.#rule.start(tensor(x));
  }

  async step(
    x: Float64Array,
    state: State & TreeOf<State>,
    iteration: number,
    signal?: AbortSignal,
  ): Promise<Trained | Refused> {
    requireInteger('iteration', iteration, 0);
    const { candidates: count, std } = this.#settings;
    const noise = Array.from({ length: count / 2 }, (_, pair) => this.#candidates.noise(iteration, pair));
    const vectors = noise.flatMap((own) => [1, -1].map((sign) => x.map((mean, i) => mean + sign * std * own[i])));
    const { losses, overall } = await this.#candidates.tried(vectors, iteration, signal);
    const gradient = mirroredGradient(centeredRanks(losses), noise, std);
    const moved = movedBy(this.#rule, x, gradient, state, iteration);
    const wrong = notFinite(overall.loss, moved.x);
    if (wrong) return { refused: wrong, gradientNorm: moved.norms.gradientNorm };
    return {
      x: moved.x,
      state: moved.state,
      ...overall,
      ...moved.norms,
    };
  }
}

export const esKind = kind({ type: 'es', title: 'Evolution strategies', settings: fields, make: es });
