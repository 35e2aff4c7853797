/** @file The actor's side of a window: rewards, what the critic says of its end, the gradient of both, and targets for the critic. */
import type { ControllerParameters } from '../../../controllers/controller.ts';
import type { NetworkParameters } from '../../../controllers/network/network.ts';
import { type Normalizer, normalize, type PolicyMemory } from '../../../controllers/policy.ts';
import { vjp } from '../../core/derivative/functions.ts';
import { div, sub } from '../../core/ops/arithmetic.ts';
import { add, mul, neg, where } from '../../core/ops/elementwise.ts';
import { concat, reshape, slice } from '../../core/ops/indexing.ts';
import { populationMean, sum } from '../../core/ops/reduction.ts';
import { stopGradient } from '../../core/ops/stop-gradient.ts';
import { ones, type PopulationTensor, tensor, zeros } from '../../core/population-tensor.ts';
import { mapTree, matchTensors, tensorsOf, type Tree, unflatten } from '../../core/tree.ts';
import { type Kept, type Named, ofTerms, startOf } from '../../rollout/closed-loop.ts';
import type { RolloutSettings } from '../../rollout/settings.ts';
import { goalsAt } from '../../robot/goal-paths.ts';
import type { Scenario } from '../../rollout/scenario.ts';
import { type Window, window } from '../../rollout/window.ts';
import { lambdaReturns } from '../lambda-returns.ts';
import { valueOf, valuesOf } from './critic.ts';
import type { Judging } from './judging.ts';
import type { Cut } from './members.ts';

/** What is found of a window, of each member. */
export type Seen = {
  /** -(sum gamma^t r_t + gamma^h V(s_h)) / h, []. */
  readonly objective: PopulationTensor;
  /** Costs of the window as parts of the whole rollout's, times the windows that it has, [] each. */
  readonly terms: Named;
  readonly measures: Named;
  readonly more: Tree;
  /** What the next window goes on from. */
  readonly kept: Kept;
  /** What the critic sees as each period begins [periods, entries], and what it shall say of it [periods]. */
  readonly seen: PopulationTensor;
  readonly targets: PopulationTensor;
};

/**
 * Rewards [periods] whose sum over a whole rollout is -loss: each period's running costs, read from the states after its steps, and in
 * the last one the final costs where the horizon is over (`ends` is 1).
 */
export function rewardsOf(
  { costs, finals }: Pick<Window, 'costs' | 'finals'>,
  ends: PopulationTensor,
  { hold, periods, horizonSteps }: { readonly hold: number; readonly periods: number; readonly horizonSteps: number },
): PopulationTensor {
  const running = Object.values(costs).reduce(add, zeros([periods * hold]));
  const each = div(sum(reshape(running, [periods, hold]), 1), horizonSteps);
  const last = mul(ends, Object.values(finals).reduce(add, tensor(0)));
  return neg(add(each, concat([zeros([periods - 1]), reshape(last, [1])])));
}

/** gamma^t of the periods t = 0 to count - 1. */
function discounts(gamma: number, count: number): Float64Array {
  const factors = new Float64Array(count).fill(1);
  for (let t = 1; t < count; t++) factors[t] = gamma * factors[t - 1];
  return factors;
}

/** Rolls a window out and judges it; `critic` is what says how it goes on: gradients go through it, and into it none is asked for. */
export function judged(
  judging: Judging,
  optimized: ControllerParameters,
  critic: NetworkParameters,
  { cut, scenario }: { readonly cut: Cut; readonly scenario: Scenario },
): Seen {
  const { settings, policy, fixed, horizonSteps, isFinal, gamma } = judging;
  const { steps, dt, hold = 1 } = settings;
  const { elapsed, ends } = cut;
  const parameters = { ...fixed, ...optimized };
  const periods = steps / hold;
  const rolled = window(settings, parameters, scenario, {
    kept: keptOrBegun(settings, parameters, scenario, cut),
    elapsed,
    horizonSteps,
  });
  const { state, memory } = rolled.end;
  const sight = (observed: PopulationTensor): PopulationTensor =>
    normalize((parameters as { readonly normalizer?: Normalizer }).normalizer, observed);
  const remaining = (period: number): PopulationTensor =>
    reshape(sub(1, div(add(elapsed, period * hold * dt), horizonSteps * dt)), [1]);
  const seen = withColumn(
    sight(rolled.watched as PopulationTensor),
    Array.from({ length: periods }, (_, period) => remaining(period)),
  );
  const time = add(elapsed, steps * dt);
  const last = concat([
    sight(
      policy.scaled(policy.values(memory as PolicyMemory, { ...state, time, goals: goalsAt(scenario.goals, time) })),
    ),
    remaining(periods),
  ]);
  const goesOn = isFinal ? sub(1, ends) : tensor(1);
  const rewards = rewardsOf(rolled, ends, { hold, periods, horizonSteps });
  const afterwards = mul(goesOn, valueOf(judging.critic, critic, last));
  const factors = discounts(gamma, periods + 1);
  const gained = add(sum(mul(rewards, tensor(factors.slice(0, periods)))), mul(factors[periods], afterwards));
  return {
    objective: div(neg(gained), periods),
    terms: wholeTerms(judging, rolled, ends),
    measures: rolled.measures,
    more: judging.summary?.(rolled.watched, parameters) ?? {},
    kept: rolled.end,
    seen,
    targets: targetsOf(judging, critic, { rewards, seen, afterwards }),
  };
}

/** What a member goes on from: its own start where it begins. */
function keptOrBegun(
  settings: RolloutSettings,
  parameters: ControllerParameters,
  scenario: Scenario,
  { kept, begins }: Cut,
): Kept {
  const start = startOf(settings, parameters, scenario);
  const cut = matchTensors('kept', kept, start);
  return unflatten(
    start,
    tensorsOf(start).map((leaf, i) => where(begins, leaf, cut[i])),
  );
}

/** Rows [rows, entries] with one entry more each. */
const withColumn = (rows: PopulationTensor, column: readonly PopulationTensor[]): PopulationTensor =>
  concat([rows, reshape(concat(column), [column.length, 1])], 1);

/** The costs of a window as those of a whole rollout: their means over members that are spread over the horizon are its own. */
function wholeTerms(
  { settings: { task, steps }, horizonSteps }: Judging,
  { costs, finals }: Window,
  ends: PopulationTensor,
): Named {
  return ofTerms(task.terms, ({ name }) => {
    const parts = [
      ...(Object.hasOwn(costs, name) ? [div(sum(costs[name]), horizonSteps)] : []),
      ...(Object.hasOwn(finals, name) ? [mul(ends, finals[name])] : []),
    ];
    return mul(horizonSteps / steps, parts.reduce(add));
  });
}

/** Targets for the critic, of what it sees [periods, entries] and what is still to come after the last period. */
function targetsOf(
  judging: Judging,
  critic: NetworkParameters,
  { rewards, seen, afterwards }: { readonly [part in 'rewards' | 'seen' | 'afterwards']: PopulationTensor },
): PopulationTensor {
  const [periods] = seen.shape;
  const end = reshape(afterwards, [1]);
  const values = periods === 1 ? end : concat([valuesOf(judging.critic, critic, stopGradient(slice(seen, [1]))), end]);
  return lambdaReturns(rewards, values, judging);
}

/** What a window came to: means over the members, and the gradient of the mean objective by the actor's parameters alone. */
export type Judged = Omit<Seen, 'objective'> & {
  readonly objective: PopulationTensor;
  readonly gradient: ControllerParameters;
};

/** The same with the gradient: what is compiled. */
export function judgedWithGradient(
  judging: Judging,
  optimized: ControllerParameters,
  critic: NetworkParameters,
  at: { readonly cut: Cut; readonly scenario: Scenario },
): Judged {
  const { value, pullback } = vjp((x: ControllerParameters) => {
    const { objective, terms, measures, more, ...own } = judged(judging, x, critic, at);
    return { ...mapTree({ objective, terms, measures, more }, (each) => populationMean(each)), ...own };
  }, optimized);
  const still = mapTree(value, ({ shape, population }) => zeros(shape, population));
  return { ...value, gradient: pullback({ ...still, objective: ones([]) }) };
}
