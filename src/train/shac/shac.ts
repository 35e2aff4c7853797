/** @file Short-horizon actor-critic: gradients through windows of a rollout, and a critic that says how they go on. */
import * as z from 'zod/mini';
import type { ControllerParameters } from '../../../controllers/controller.ts';
import type { NetworkParameters } from '../../../controllers/network/network.ts';
import { requireInteger } from '../../core/arguments.ts';
import { TracedFunction } from '../../core/compile.ts';
import { PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { tensorsOf, type TreeOf } from '../../core/tree.ts';
import type { NonFiniteError } from '../../errors.ts';
import { adamFields } from '../../optimize/adam.ts';
import type { Moments } from '../../optimize/first-order.ts';
import { compileParallel, type ParallelFunction } from '../../parallel/compile-parallel.ts';
import type { Scenario } from '../../rollout/scenario.ts';
import { checked } from '../../settings/checked.ts';
import { field, fraction, type GivenOf, positive, type ValuesOf } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { adamOf, membersField, movedBy, watchingFields, watchingOf } from '../fields.ts';
import type { Normalizing } from '../normalizing.ts';
import { nonFiniteOf, notFinite } from '../not-finite.ts';
import { singleNumbers } from '../../rollout/closed-loop.ts';
import type { Lesson, Refused, Teaching, Trained, Trainer } from '../trainer.ts';
import { type Judged, judgedWithGradient } from './actor.ts';
import { Critic, criticFields, type CriticState, type Samples } from './critic.ts';
import { type Judging, judgingOf } from './judging.ts';
import { type Cut, Members, type MembersState } from './members.ts';

const share = z.number().check(z.nonnegative(), z.maximum(1));

const fields = {
  members: membersField(64, 'rollouts that are made at once'),
  window: field(z._default(positive, 0.5), {
    title: 'Window',
    description: 'time that gradients go through; the longest that is not longer and divides the horizon is used',
    unit: 's',
    touches: 'structure',
    isAdvanced: true,
  }),
  gamma: field(z._default(share, 0.99), {
    title: 'Discount',
    description: "factor on a reward that comes one of the controller's periods later",
    touches: 'structure',
    isAdvanced: true,
  }),
  lambda: field(z._default(fraction, 0.95), {
    title: 'Lambda',
    description: "share of what has happened in the critic's targets; the rest is what it says itself",
    touches: 'structure',
    isAdvanced: true,
  }),
  ends: field(z.optional(z.boolean()), {
    title: 'Ends',
    description:
      'nothing comes after the horizon; else that is no end, and the critic says how it would go on; where absent it ends if the task has final costs',
    touches: 'structure',
    isAdvanced: true,
  }),
  critic: field(z.prefault(z.strictObject(criticFields), {}), {
    title: 'Critic',
    description: 'the network that says what is still to come, and how it learns',
    touches: 'structure',
    startsAgain: true,
    isAdvanced: true,
  }),
  ...adamFields,
  ...watchingFields,
};

/** Settings of `shac`. */
export type ShacSettings = GivenOf<typeof fields>;

type Settings = ValuesOf<typeof fields>;

/** Moments of the actor's Adam, the critic, and where the members are. */
type State = { readonly actor: Moments<'m' | 's'>; readonly critic: CriticState; readonly members: MembersState };

/**
 * Short-horizon actor-critic (Xu et al. 2022): each step rolls `members` rollouts on by a window, carries the mean of its rewards and of
 * what the critic's slow copy says of its end back into the policy, moves by Adam, and teaches the critic TD(lambda) targets. Throws an
 * ArgumentError where a setting does not fit.
 */
export function shac(given: ShacSettings): Trainer {
  const settings = checked('shac', fields, given);
  const { every, until, patience } = settings;
  return {
    name: 'shac',
    watching: watchingOf({ every, until, patience }),
    teach: (lesson) => new ActorCritic(lesson, settings),
  };
}

class ActorCritic implements Teaching {
  readonly gradients = 1;
  readonly physicsSteps: number;
  readonly #lesson: Lesson;
  readonly #count: number;
  readonly #rule: ReturnType<typeof adamOf>;
  readonly #normalizing: Normalizing;
  readonly #judging: Judging;
  readonly #critic: Critic;
  readonly #members: Members;
  #compiled: ParallelFunction<Given, Judged> | undefined;

  constructor(lesson: Lesson, given: Settings) {
    const { members, window, gamma, lambda, ends, critic } = given;
    const { judging, normalizing } = judgingOf(lesson, { window, gamma, lambda, ends }, critic);
    const { steps, hold = 1 } = judging.settings;
    this.#lesson = lesson;
    this.#count = members;
    this.#rule = adamOf(given);
    this.physicsSteps = members * steps;
    this.#normalizing = normalizing;
    this.#judging = judging;
    this.#critic = new Critic(lesson, critic, judging.critic);
    this.#critic.requireSamples((members * steps) / hold);
    this.#members = new Members(lesson, members, judging.horizonSteps / steps);
  }

  start(x: Float64Array): State {
    return { actor: this.#rule.start(tensor(x)), critic: this.#critic.start(), members: this.#members.start(x) };
  }

  async step(
    x: Float64Array,
    state: State & TreeOf<State>,
    iteration: number,
    signal?: AbortSignal,
  ): Promise<Trained | Refused> {
    requireInteger('iteration', iteration, 0);
    const { layout, runner } = this.#lesson;
    const { cut, scenario, drawn } = this.#members.cut(state.members, iteration);
    const given: Given = [layout.fromVector(x), state.critic.target, cut, scenario];
    this.#compiled ??= compileParallel(this.#judged, given, runner, { checkFinite: false });
    const found = await this.#compiled.call(signal ? { signal } : {}, ...given);
    const moved = movedBy(this.#rule, x, layout.toVector(found.gradient), state.actor, iteration);
    const { gradientNorm } = moved.norms;
    const next = this.#normalizing.moved(moved.x, found.more, this.#count);
    const wrong = notFinite(found.objective.item(), next);
    if (wrong) return { refused: this.#explain(given) ?? wrong, gradientNorm };
    const critic = await this.#critic.learned(state.critic, samplesOf(found), iteration, signal);
    const wrongCritic = tensorsOf(critic.state.network).reduce<NonFiniteError | null>(
      (before, { data }) => before ?? notFinite(critic.loss, data),
      null,
    );
    if (wrongCritic) return { refused: wrongCritic, gradientNorm };
    const terms = singleNumbers(found.terms);
    return {
      x: next,
      state: {
        actor: moved.state,
        critic: critic.state,
        members: this.#members.after(state.members, { kept: found.kept, drawn }, iteration),
      },
      loss: Object.values(terms).reduce((total, term) => total + term, 0),
      terms,
      measures: { ...singleNumbers(found.measures), 'critic-loss': critic.loss },
      ...moved.norms,
    };
  }

  readonly #judged = (
    optimized: ControllerParameters,
    critic: NetworkParameters,
    cut: Cut,
    scenario: Scenario,
  ): Judged => judgedWithGradient(this.#judging, optimized, critic, { cut, scenario });

  /** Where the first number that is not finite was born. */
  #explain(given: Given): NonFiniteError | null {
    return nonFiniteOf(() => new TracedFunction(this.#judged, given).call(...given));
  }
}

type Given = [optimized: ControllerParameters, critic: NetworkParameters, cut: Cut, scenario: Scenario];

/** Rows [periods, …] of many members as samples, each a member. */
function samplesOf({ seen, targets }: Pick<Judged, 'seen' | 'targets'>): Samples {
  const [periods, entries] = seen.shape;
  const { population } = seen;
  const samples = new Float64Array(seen.data.length);
  for (let period = 0; period < periods; period++)
    for (let entry = 0; entry < entries; entry++)
      samples.set(
        seen.data.subarray((period * entries + entry) * population, (period * entries + entry + 1) * population),
        (entry * periods + period) * population,
      );
  return {
    seen: new PopulationTensor({ shape: [entries], population: periods * population }, samples),
    target: new PopulationTensor({ shape: [], population: periods * population }, targets.data),
  };
}

export const shacKind = kind({ type: 'shac', title: 'Short-horizon actor-critic', settings: fields, make: shac });
