/** @file The parts of short-horizon actor-critic: what is told to whom, and mutants that tell it wrongly. */
import { describe, expect, it } from 'vitest';
import type { NetworkParameters } from '../../controllers/network/network.ts';
import { type MlpParameters, type Normalizer, normalize, type PolicyMemory } from '../../controllers/policy.ts';
import { vjp } from '../../src/core/derivative/functions.ts';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { at as entry, concat, reshape, slice, stack } from '../../src/core/ops/indexing.ts';
import { mean, populationMean, sum } from '../../src/core/ops/reduction.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { tensorsOf, unflatten } from '../../src/core/tree.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { startOf } from '../../src/rollout/closed-loop.ts';
import { window } from '../../src/rollout/window.ts';
import { type Discount, lambdaReturns } from '../../src/train/lambda-returns.ts';
import { countedIn } from '../../src/train/normalizing.ts';
import { judged, rewardsOf } from '../../src/train/shac/actor.ts';
import { valueOf } from '../../src/train/shac/critic.ts';
import { Members } from '../../src/train/shac/members.ts';
import { shac, type ShacSettings } from '../../src/train/shac/shac.ts';
import { isRefused, type Trained } from '../../src/train/trainer.ts';
import { expectClose, expectEqual, uniform } from '../support/check.ts';
import { judgingOf, smallLesson, smallTraining } from '../support/lessons.ts';

const members = 4;
const experiment = smallTraining(
  { type: 'shac', learningRate: 0.01 },
  { hidden: [4], horizon: 0.16, step: 0.02, policy: { normalize: true } },
);
const lesson = smallLesson(experiment);
const x = experiment.initialParameters.map((value, i) => value + 0.2 * Math.sin(i));
const parameters = lesson.layout.fromVector(x);

type Returns = typeof lambdaReturns;

describe('lambda returns', () => {
  const discount = { gamma: 0.9, lambda: 0.7 };
  const [rewards, values] = [uniform(-1, 1, 6, 1), uniform(-1, 1, 6, 2)];

  /** Leaks of gradients from targets, by values and by rewards. */
  const leak = (returns: Returns): number => {
    const bars = vjp((r: PopulationTensor, v: PopulationTensor) => sum(returns(r, v, discount)), tensor(rewards), tensor(values)).pullback(tensor(1)); // prettier-ignore
    return Math.max(...tensorsOf(bars).flatMap((bar) => bar.toArray().map(Math.abs)));
  };

  it('are the sum of n-step returns, each with its share', () => {
    const { gamma, lambda } = discount;
    const nStep = (t: number, n: number): number => {
      let total = gamma ** n * values[t + n - 1];
      for (let k = 0; k < n; k++) total += gamma ** k * rewards[t + k];
      return total;
    };
    const expected = rewards.map((_, t) => {
      const most = rewards.length - t;
      let total = lambda ** (most - 1) * nStep(t, most);
      for (let n = 1; n < most; n++) total += (1 - lambda) * lambda ** (n - 1) * nStep(t, n);
      return total;
    });
    expectClose(lambdaReturns(tensor(rewards), tensor(values), discount), expected, 1e-14);
  });

  it('are targets: no gradient goes through them; a mutant without the stop is killed', () => {
    const mutant = (r: PopulationTensor, v: PopulationTensor, { gamma, lambda }: Discount): PopulationTensor => {
      const targets: PopulationTensor[] = [];
      for (let t = 5; t >= 0; t--) {
        const own = entry(v, t);
        const next = targets[0] ?? own;
        targets.unshift(add(entry(r, t), mul(gamma, add(own, mul(lambda, sub(next, own))))));
      }
      return stack(targets);
    };
    expectClose(mutant(tensor(rewards), tensor(values), discount), lambdaReturns(tensor(rewards), tensor(values), discount), 1e-15); // prettier-ignore
    expect(leak(lambdaReturns)).toBe(0);
    expect(leak(mutant)).toBeGreaterThan(0.1);
  });

  it('refuse what is no window', () => {
    expect(() => lambdaReturns(tensor([1, 2]), tensor([1]), discount)).toThrow('values');
    expect(() => lambdaReturns(tensor([1, 2]), tensor([1, 2]), { gamma: NaN, lambda: 1 })).toThrow('gamma');
  });
});

describe('rewards', () => {
  const { settings, sampler, fixed } = lesson;
  const scenario = sampler.draw({ set: 'training', seed: 1, count: members });
  const whole = { ...fixed, ...parameters };
  const kept = startOf(settings, whole, scenario);
  const found = window(settings, whole, scenario, { kept, elapsed: tensor(0), horizonSteps: 8 });
  const cut = { hold: 2, periods: 4, horizonSteps: 8 };

  it('of a whole rollout sum to -loss, read after each step; a mutant that reads before it is killed', () => {
    const loss = rollout(settings, whole, scenario).loss.data;
    const total = (costs: typeof found.costs) =>
      sum(rewardsOf({ ...found, costs }, tensor(1), cut)).data.map((r) => -r);
    expectClose(total(found.costs), loss, 1e-13);
    const before = { come: concat([slice(found.costs.come, [0], [1]), slice(found.costs.come, [0], [7])]) };
    expect(() => expectClose(total(before), loss, 1e-6)).toThrow();
  });

  it('hold final costs where the horizon is over, and nowhere else', () => {
    const [ends, goesOn] = [1, 0].map((end) => rewardsOf(found, tensor(end), cut));
    expectEqual(slice(ends, [0], [3]), slice(goesOn, [0], [3]));
    const finals = add(found.finals.stay, found.finals.rest);
    expectClose(sub(entry(goesOn, 3), entry(ends, 3)), finals, 1e-13);
  });
});

describe('the end of a window', () => {
  /** What the actor gains of each member beyond the rewards of its window, over gamma^2, and what the critic says of the state there. */
  function bootstraps(ends: boolean): { readonly gained: number[]; readonly said: number[] } {
    const { judging, critic, at } = judgingOf(lesson, { members, ends });
    const { objective, kept } = judged(judging, parameters, critic, at);
    const silent = unflatten(
      critic,
      tensorsOf(critic).map((leaf) => mul(0, leaf)),
    );
    const gained = mul(2 / 0.9 ** 2, sub(judged(judging, parameters, silent, at).objective, objective));
    const { policy, settings } = judging;
    const { state, memory } = kept;
    const { goals } = at.scenario;
    const observed = policy.scaled(policy.values(memory as PolicyMemory, { ...state, time: tensor(0), goals }));
    const remaining = sub(1, mul(1 / 0.16, add(at.cut.elapsed, settings.steps * settings.dt)));
    const seen = concat([normalize((parameters as MlpParameters).normalizer, observed), reshape(remaining, [1])]);
    return { gained: [...gained.data], said: [...valueOf(judging.critic, critic, seen).data] };
  }

  it('has the value of the state before the next start: a mutant for which a time-out is an end is killed', () => {
    const { gained, said } = bootstraps(false);
    expectClose(gained, said, 1e-12);
    const mutant = bootstraps(true);
    expect(() => expectClose(mutant.gained, mutant.said, 1e-3)).toThrow();
  });

  it('is worth nothing where the task ends there', () => {
    const { gained, said } = bootstraps(true);
    expectClose(gained, [said[0], 0, said[2], 0], 1e-12);
  });
});

describe('what the critic sees', () => {
  const { judging, critic, at } = judgingOf(lesson, { members });
  const { settings, policy } = judging;
  const entries = policy.settings.inputs;
  const of = (low: number, high: number, seed: number) => tensor(uniform(low, high, entries, seed));
  const normalizer: Normalizer = { mean: of(-1, 1, 3), var: of(0.5, 2, 4), count: tensor(50) };
  const own = { ...parameters, normalizer };
  const { seen, more } = judged(judging, own, critic, at);
  const kept = startOf(settings, own, at.scenario);
  const raw = window(settings, own, at.scenario, { kept, elapsed: at.cut.elapsed, horizonSteps: 8 })
    .watched as PopulationTensor;

  it('is normalized by one normalizer all through the window: a mutant whose normalizer moves within is killed', () => {
    expectClose(slice(seen, [0, 0], [2, entries]), normalize(normalizer, raw), 1e-12);
    const shift = populationMean(sub(entry(raw, 0), normalizer.mean));
    const moved = countedIn(normalizer, { shift, square: mul(shift, shift) }, 10);
    expect(() => expectClose(slice(seen, [1, 0], [2, entries]), normalize(moved, slice(raw, [1])), 1e-3)).toThrow();
  });

  it('counts for the next window, as means over periods', () => {
    const { shift, square } = more as { readonly shift: PopulationTensor; readonly square: PopulationTensor };
    const shifted = sub(raw, normalizer.mean);
    expectClose(shift, mean(shifted, 0), 1e-12);
    expectClose(square, mean(mul(shifted, shifted), 0), 1e-12);
  });

  it('is the time that remains, besides', () => {
    const column = reshape(slice(seen, [0, entries], [2, entries + 1]), [2]);
    expectClose(column.toArray(0), [1, 0.75], 1e-14);
    expectClose(column.toArray(1), [0.5, 0.25], 1e-14);
  });
});

/** A step of a training with other settings. */
async function stepWith(given: Partial<ShacSettings>, start = x): Promise<Trained> {
  const teaching = shac({ learningRate: 0.01, members, window: 0.08, critic: { hidden: [4] }, ...given }).teach(lesson);
  const found = await teaching.step(start, teaching.start(start), 0);
  if (isRefused(found)) throw found.refused;
  return found;
}

type Learned = {
  readonly critic: { readonly network: NetworkParameters };
  readonly actor: { readonly m: PopulationTensor };
};

describe('actor and critic', () => {
  it('learn each by its own gradient: neither reaches the other', async () => {
    const [usual, eager, taught] = await Promise.all([
      stepWith({}),
      stepWith({ learningRate: 0.1, clipNorm: 1e-3 }),
      stepWith({ critic: { hidden: [4], learningRate: 0.5, epochs: 9 } }),
    ]);
    const leaves = ({ state }: Trained) =>
      tensorsOf((state as unknown as Learned).critic.network).flatMap((leaf) => leaf.toArray());
    // the critic is the same whatever the actor does, and moves
    expectEqual(leaves(eager), leaves(usual));
    expect(eager.x).not.toEqual(usual.x);
    // and the actor whatever the critic does
    expectEqual(taught.x, usual.x);
    expect(leaves(taught)).not.toEqual(leaves(usual));
  });

  it('meet in the state: the gradient of the actor goes through what the critic says', () => {
    const { judging, critic, at } = judgingOf(lesson, { members });
    const gradientBy = (network: NetworkParameters) =>
      tensorsOf(
        vjp((y: typeof parameters) => mean(judged(judging, y, network, at).objective), parameters).pullback(tensor(1)),
      );
    const doubled = unflatten(
      critic,
      tensorsOf(critic).map((leaf) => mul(2, leaf)),
    );
    expect(gradientBy(doubled).map(({ data }) => data)).not.toEqual(gradientBy(critic).map(({ data }) => data));
  });

  it('refuse what does not fit', () => {
    expect(() => shac({ learningRate: 0.01, members: 1, window: 0.04, critic: { minibatches: 9 } }).teach(lesson)).toThrow('critic.minibatches'); // prettier-ignore
    expect(() => shac({ learningRate: 0.01, gamma: 2 })).toThrow('gamma');
  });
});

describe('members', () => {
  it('start anew when their horizon is over, in scenarios of their own; after a refused step all do', () => {
    const all = new Members(lesson, members, 2);
    const state = all.start(x);
    const first = all.cut(state, 0);
    expect([...first.cut.ends.data]).toEqual([0, 1, 0, 1]);
    const next = all.after(state, { kept: first.cut.kept, drawn: first.drawn }, 0);
    const { cut, scenario } = all.cut(next, 1);
    expect([...cut.begins.data]).toEqual([0, 1, 0, 1]);
    expect([...cut.elapsed.data]).toEqual([0.08, 0, 0.08, 0]);
    const [old, young] = [0, 1].map((step) => lesson.sampler.draw({ set: 'training', seed: 1, step, count: members }).goals.point.position); // prettier-ignore
    [0, 1, 2, 3].forEach((member) =>
      expectEqual(scenario.goals.point.position.toArray(member), (member % 2 ? young : old).toArray(member)),
    );
    expect([...all.cut(next, 2).cut.begins.data]).toEqual([1, 1, 1, 1]);
  });
});
