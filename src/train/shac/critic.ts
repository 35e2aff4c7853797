/** @file The critic: a network that says of a moment what reward is still to come, learned from targets by Adam; and its slow copy. */
import * as z from 'zod/mini';
import { activationNames } from '../../../controllers/network/activations.ts';
import {
  network,
  networkParameters,
  type NetworkParameters,
  type NetworkSettings,
} from '../../../controllers/network/network.ts';
import { vjp } from '../../core/derivative/functions.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { at } from '../../core/ops/indexing.ts';
import { populationMean } from '../../core/ops/reduction.ts';
import { ones, type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { uniform } from '../../core/random.ts';
import { scan } from '../../core/scan.ts';
import { mapTree, tensorsOf, type Tree, unflatten } from '../../core/tree.ts';
import { ArgumentError } from '../../errors.ts';
import { adamFields } from '../../optimize/adam.ts';
import type { UpdateRule } from '../../optimize/update-rule.ts';
import { compileParallel, type ParallelFunction } from '../../parallel/compile-parallel.ts';
import { field, fraction, positive, type ValuesOf } from '../../settings/fields.ts';
import { adamOf } from '../fields.ts';
import { membersOf } from '../members-of.ts';
import { streamOf } from '../sampler.ts';
import type { Lesson } from '../trainer.ts';

const whole = z.int().check(z.positive(), z.maximum(4096));

export const criticFields = {
  hidden: field(z._default(z.array(whole).check(z.minLength(1), z.maxLength(8)), [32, 32]), {
    title: 'Hidden layers',
    description: 'units of each hidden layer of the critic',
    touches: 'structure',
    startsAgain: true,
    isAdvanced: true,
  }),
  activation: field(z._default(z.enum(activationNames), 'elu'), {
    title: 'Activation',
    description: 'what a unit of the critic makes of its input',
    touches: 'structure',
    startsAgain: true,
    isAdvanced: true,
  }),
  epochs: field(z._default(whole, 4), {
    title: 'Epochs',
    description: 'how often the critic goes over the moments of a window',
    touches: 'input',
    isAdvanced: true,
  }),
  minibatches: field(z._default(whole, 4), {
    title: 'Minibatches',
    description: 'parts of the moments, in an order drawn anew, after each of which the critic moves',
    touches: 'structure',
    isAdvanced: true,
  }),
  kept: field(z._default(fraction, 0.2), {
    title: 'Kept of the copy',
    description: 'part of the slow copy that is kept after each window; the rest is the critic',
    touches: 'input',
    isAdvanced: true,
  }),
  ...adamFields,
  learningRate: field(z._default(positive, 2e-3), {
    title: 'Step size',
    description: "of the critic's Adam",
    touches: 'input',
    isAdvanced: true,
  }),
};

/** What a critic has learned. */
export type CriticState = {
  readonly network: NetworkParameters;
  /** The slow copy, which targets and actor ask. */
  readonly target: NetworkParameters;
  readonly moments: Tree;
  /** Steps of Adam so far, []. */
  readonly updates: PopulationTensor;
};

/** Moments by which it learns: what it sees [entries], and what it shall say [], of a member each. */
export type Samples = { readonly seen: PopulationTensor; readonly target: PopulationTensor };

/** Value [] of what is seen [entries]. */
export const valueOf = (settings: NetworkSettings, parameters: NetworkParameters, seen: PopulationTensor) =>
  at(network(settings, parameters, seen), 0);

/** Values [rows] of rows [rows, entries]. */
export const valuesOf = (settings: NetworkSettings, parameters: NetworkParameters, rows: PopulationTensor) =>
  scan(
    (_: Record<string, never>, row: PopulationTensor) => ({ carry: {}, output: valueOf(settings, parameters, row) }),
    {},
    rows,
  ).outputs;

/** Mean over the samples of (V - target)^2, []. */
export function regressionLoss(settings: NetworkSettings, parameters: NetworkParameters, { seen, target }: Samples) {
  const error = sub(valueOf(settings, parameters, seen), target);
  return populationMean(mul(error, error));
}

/** kept * old + (1 - kept) * new, of each parameter. */
export function mixed(old: NetworkParameters, young: NetworkParameters, kept: number): NetworkParameters {
  const others = tensorsOf(young);
  return unflatten(
    old,
    tensorsOf(old).map((leaf, i) => add(mul(kept, leaf), mul(1 - kept, others[i]))),
  );
}

/** Positions 0 to count - 1 in an order of their own for each key: the same everywhere. */
export function shuffled(
  count: number,
  key: { readonly seed: number; readonly step: number; readonly member: number },
) {
  const numbers = uniform({ ...key, stream: streamOf('training', 'critic') }, count);
  return [...numbers.keys()].sort((a, b) => numbers[a] - numbers[b] || a - b);
}

/** A critic that learns. */
export class Critic {
  readonly #settings: NetworkSettings;
  readonly #lesson: Lesson;
  readonly #given: ValuesOf<typeof criticFields>;
  readonly #rule: UpdateRule;
  #compiled: ParallelFunction<[NetworkParameters, Samples], Regression> | undefined;

  constructor(lesson: Lesson, given: ValuesOf<typeof criticFields>, settings: NetworkSettings) {
    this.#lesson = lesson;
    this.#given = given;
    this.#rule = adamOf(given);
    this.#settings = settings;
  }

  start(): CriticState {
    const begun = this.#begun();
    return { network: begun, target: begun, moments: this.#rule.start(begun), updates: tensor(0) };
  }

  /** Refuses minibatches that would be empty. */
  requireSamples(count: number): void {
    const { minibatches } = this.#given;
    if (minibatches > count)
      throw new ArgumentError('critic.minibatches', String(minibatches), `at most the moments of a window, ${count}`);
  }

  /** What it has learned after the samples of an iteration, and how far it was from their targets before. */
  async learned(
    state: CriticState,
    samples: Samples,
    iteration: number,
    signal?: AbortSignal,
  ): Promise<{ readonly state: CriticState; readonly loss: number }> {
    const { epochs, minibatches, kept } = this.#given;
    const { population } = samples.target;
    const size = Math.floor(population / minibatches);
    let { network: parameters, moments } = state;
    let updates = state.updates.item();
    let first: number | undefined;
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = shuffled(population, { seed: this.#lesson.seed, step: iteration, member: epoch });
      for (let batch = 0; batch < minibatches; batch++) {
        const own = order.slice(batch * size, (batch + 1) * size);
        const found = await this.#regression(
          parameters,
          mapTree(samples, (leaf) => membersOf(leaf, own)),
          signal,
        );
        first ??= found.loss.item();
        const moved = this.#rule.update(parameters, found.gradient, moments, updates++);
        parameters = moved.x;
        moments = moved.state;
      }
    }
    const target = mixed(state.target, parameters, kept);
    return { state: { network: parameters, target, moments, updates: tensor(updates) }, loss: first! };
  }

  async #regression(parameters: NetworkParameters, samples: Samples, signal?: AbortSignal): Promise<Regression> {
    this.#compiled ??= compileParallel(this.#means, [parameters, samples], this.#lesson.runner, { checkFinite: false });
    return this.#compiled.call(signal ? { signal } : {}, parameters, samples);
  }

  readonly #means = (parameters: NetworkParameters, samples: Samples): Regression => {
    const { value, pullback } = vjp((x: NetworkParameters) => regressionLoss(this.#settings, x, samples), parameters);
    return { loss: value, gradient: pullback(ones([])) };
  };

  /** A critic that begins by saying nearly nothing: an actor would follow whatever it said. */
  #begun(): NetworkParameters {
    const { seed } = this.#lesson;
    return networkParameters(this.#settings, { initialization: 'orthogonal', last: 0.01, seed, stream: 1 });
  }
}

type Regression = { readonly loss: PopulationTensor; readonly gradient: NetworkParameters };
