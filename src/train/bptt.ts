/** @file Backpropagation through time: the gradient of the mean loss of whole rollouts, drawn anew for each step, and Adam. */
import { requireInteger } from '../core/arguments.ts';
import { tensor } from '../core/population-tensor.ts';
import type { TreeOf } from '../core/tree.ts';
import { adamFields } from '../optimize/adam.ts';
import type { Moments } from '../optimize/first-order.ts';
import { checked } from '../settings/checked.ts';
import type { GivenOf } from '../settings/fields.ts';
import { kind } from '../settings/kinds.ts';
import { adamOf, membersField, movedBy, watchingFields, watchingOf } from './fields.ts';
import { Normalizing } from './normalizing.ts';
import { notFinite } from './not-finite.ts';
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

/**
 * Backpropagation through time over the whole horizon (Werbos 1990): each step draws `members` scenarios, carries their mean loss back
 * into the parameters, clips the gradient by its global norm, and moves by Adam. Throws an ArgumentError where a setting does not fit.
 */
export function bptt(given: BpttSettings): Trainer {
  const settings = checked('bptt', fields, given);
  const { members, every, until, patience } = settings;
  return {
    name: 'bptt',
    watching: watchingOf({ every, until, patience }),
    teach: (lesson) => new Backpropagation(lesson, members, adamOf(settings)),
  };
}

class Backpropagation implements Teaching {
  readonly gradients = 1;
  readonly physicsSteps: number;
  readonly #lesson: Lesson;
  readonly #members: number;
  readonly #rule: ReturnType<typeof adamOf>;
  readonly #objective: Objective;
  readonly #normalizing: Normalizing;

  constructor(lesson: Lesson, members: number, rule: ReturnType<typeof adamOf>) {
    this.#members = members;
    this.#rule = rule;
    this.#normalizing = new Normalizing(lesson);
    this.#lesson = { ...lesson, settings: this.#normalizing.settings };
    this.physicsSteps = members * lesson.settings.steps;
    this.#objective = new Objective(this.#lesson, this.#normalizing.summary);
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
    const scenario = this.#scenarioOf(iteration);
    const found = await this.#objective.evaluate(x, scenario, signal);
    const moved = movedBy(this.#rule, x, found.gradient, state, iteration);
    const { gradientNorm } = moved.norms;
    const next = this.#normalizing.moved(moved.x, found.more, this.#members);
    const wrong = notFinite(found.loss, next);
    if (wrong) return { refused: this.#objective.explain(x, scenario) ?? wrong, gradientNorm };
    return {
      x: next,
      state: moved.state,
      loss: found.loss,
      terms: found.terms,
      measures: found.measures,
      ...moved.norms,
      gradient: found.gradient,
    };
  }

  #scenarioOf(iteration: number) {
    const { sampler, seed } = this.#lesson;
    return sampler.draw({ set: 'training', seed, step: iteration, count: this.#members });
  }
}

export const bpttKind = kind({ type: 'bptt', title: 'Backpropagation through time', settings: fields, make: bptt });
