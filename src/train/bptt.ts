/** @file Backpropagation through time: the gradient of the mean loss of whole rollouts, drawn anew for each step, and Adam. */
import { requireInteger } from '../core/arguments.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import type { TreeOf } from '../core/tree.ts';
import { adam, adamFields } from '../optimize/adam.ts';
import type { Moments } from '../optimize/first-order.ts';
import { requireFinite } from '../optimize/checks.ts';
import { NonFiniteError } from '../errors.ts';
import { checked } from '../settings/checked.ts';
import type { GivenOf } from '../settings/fields.ts';
import { kind } from '../settings/kinds.ts';
import { membersField, watchingFields, watchingOf } from './fields.ts';
import { Normalizing } from './normalizing.ts';
import { Objective } from './objective.ts';
import type { Lesson, Refused, Teaching, Trained, Trainer } from './trainer.ts';

const fields = {
  members: membersField(32, 'rollouts of a gradient'),
  ...adamFields,
  ...watchingFields,
};

/** Settings of `bptt`. */
export type BpttSettings = GivenOf<typeof fields>;

/** Moments of Adam. */
type State = Moments<'m' | 's'>;

const vector = (data: Float64Array): PopulationTensor =>
  new PopulationTensor({ shape: [data.length], population: 1 }, data);

/**
 * Backpropagation through time over the whole horizon (Werbos 1990): each step draws `members` scenarios, carries their mean loss back
 * into the parameters, clips the gradient by its global norm, and moves by Adam. Throws an ArgumentError where a setting does not fit.
 */
export function bptt(given: BpttSettings): Trainer {
  const { members, every, until, patience, ...moving } = checked('bptt', fields, given);
  return {
    name: 'bptt',
    watching: watchingOf({ every, until, patience }),
    teach: (lesson) => new Backpropagation(lesson, members, adam(moving)),
  };
}

class Backpropagation implements Teaching {
  readonly gradients = 1;
  readonly physicsSteps: number;
  readonly #lesson: Lesson;
  readonly #members: number;
  readonly #rule: ReturnType<typeof adam>;
  readonly #objective: Objective;
  readonly #normalizing: Normalizing;

  constructor(lesson: Lesson, members: number, rule: ReturnType<typeof adam>) {
    this.#members = members;
    this.#rule = rule;
    this.#normalizing = new Normalizing(lesson);
    this.#lesson = { ...lesson, settings: this.#normalizing.settings };
    this.physicsSteps = members * lesson.settings.steps;
    this.#objective = new Objective(this.#lesson, this.#scenarioOf(0), this.#normalizing.summary);
  }

  start(x: Float64Array): State {
    return this.#rule.start(vector(x));
  }

  async step(
    x: Float64Array,
    state: State & TreeOf<State>,
    iteration: number,
    signal?: AbortSignal,
  ): Promise<Trained | Refused> {
    requireInteger('iteration', iteration, 0);
    const scenario = this.#scenarioOf(iteration);
    const found = await this.#objective.evaluate(x, scenario, signal);
    const moved = this.#rule.update(vector(x), vector(found.gradient), state, iteration);
    const gradientNorm = moved.gradientNorm.item();
    const next = this.#normalizing.moved(moved.x.data, found.more, this.#members);
    const wrong = notFinite(found.loss, next);
    if (wrong) return { refused: this.#objective.explain(x, scenario) ?? wrong, gradientNorm };
    return {
      x: next,
      state: moved.state,
      loss: found.loss,
      terms: found.terms,
      measures: found.measures,
      gradientNorm,
      clippedGradientNorm: moved.clippedGradientNorm.item(),
      stepSize: moved.stepSize.item(),
      gradient: found.gradient,
    };
  }

  #scenarioOf(iteration: number) {
    const { sampler, seed } = this.#lesson;
    return sampler.draw({ set: 'training', seed, step: iteration, count: this.#members });
  }
}

/** What is not finite of a loss and of the parameters after a step, where anything is. */
export function notFinite(loss: number, next: Float64Array): NonFiniteError | null {
  try {
    requireFinite('loss', [loss]);
    requireFinite('parameters', next);
    return null;
  } catch (error) {
    if (error instanceof NonFiniteError) return error;
    throw error;
  }
}

export const bpttKind = kind({ type: 'bptt', title: 'Backpropagation through time', settings: fields, make: bptt });
