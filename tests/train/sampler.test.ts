/** @file Scenarios are drawn by counters: who else is drawn, and what else, changes nobody's numbers. */
import { describe, expect, it } from 'vitest';
import { tensor, zeros } from '../../src/core/population-tensor.ts';
import { leavesOf, tensorsOf } from '../../src/core/tree.ts';
import { ArgumentError } from '../../src/errors.ts';
import type { Scenario } from '../../src/rollout/scenario.ts';
import { type Sample, Sampler, sampleSets } from '../../src/train/sampler.ts';
import type { Variation } from '../../src/train/variation.ts';
import { expectEqual } from '../support/check.ts';
import { trainingExperiment } from '../support/small-training.ts';

const { sampler } = trainingExperiment();
const sample: Sample = { set: 'training', seed: 7, step: 3, count: 6 };

/** All numbers that are drawn for a member. */
const numbersOf = ({ initial, goals }: Scenario, member: number): number[] =>
  tensorsOf({ initial, goals }).flatMap((leaf) => leaf.toArray(leaf.population > 1 ? member : 0));

describe('scenarios that are drawn', () => {
  const drawn = sampler.draw(sample);

  it('are the same when they are drawn again', () => {
    const again = sampler.draw(sample);
    leavesOf({ ...again }).forEach(({ value }, i) => expectEqual(value, tensorsOf({ ...drawn })[i]));
  });

  it.each([1, 2, 5])('are for %i members the first of those for more', (count) => {
    const fewer = sampler.draw({ ...sample, count });
    for (let member = 0; member < count; member++) expectEqual(numbersOf(fewer, member), numbersOf(drawn, member));
  });

  it('share no number with those of another set, step, seed or member', () => {
    const all = [
      ...sampleSets.flatMap((set) => [0, 1].map((step) => ({ set, seed: 0, step, count: 20 }))),
      ...sampleSets.map((set) => ({ set, seed: 1, step: 0, count: 20 })),
    ].flatMap((each) => {
      const { initial, goals } = sampler.draw(each);
      const [x, , z] = [0, 1, 2].map((i) => [...goals.point.position.data.slice(20 * i, 20 * i + 20)]);
      return [...initial.q.data, ...initial.v.data, ...x, ...z];
    });
    expect(all).toHaveLength(9 * 20 * 6);
    expect(new Set(all).size).toBe(all.length);
  });

  it('do not move where something else varies besides, whatever stands before it', () => {
    const more = trainingExperiment({
      randomize: [
        { type: 'body-mass', factor: [0.9, 1.1] },
        { type: 'joint-damping', factor: [0, 2] },
      ],
    });
    const { initial, goals, robot } = more.sampler.draw(sample);
    expectEqual(numbersOf({ ...drawn, initial, goals }, 4), numbersOf(drawn, 4));
    const turned = trainingExperiment({
      randomize: [
        { type: 'joint-damping', factor: [0, 2] },
        { type: 'body-mass', factor: [0.9, 1.1] },
      ],
    });
    const other = turned.sampler.draw(sample).robot!;
    expectEqual(other.bodies![1].mass!, robot!.bodies![1].mass!);
  });
});

describe('a sampler', () => {
  const scenario: Scenario = { initial: { q: zeros([1]), v: zeros([1]) }, goals: {}, weights: {} };
  const variation = (name: string, vary: Variation['vary']): Variation => ({
    name,
    numbers: 1,
    distribution: 'uniform',
    vary,
  });

  it('refuses a number that is none, by the path of what has it', () => {
    const none = variation('none', (own) => ({ ...own, goals: { point: { position: tensor([0, NaN, 0]) } } }));
    expect(() => new Sampler(scenario, [none]).draw(sample)).toThrow(/scenario: goals\.point\.position: .*NaN/);
    const late = variation('late', (own) => ({ ...own, delay: tensor(Infinity) }));
    expect(() => new Sampler(scenario, [late]).draw(sample)).toThrow(/scenario: delay/);
  });

  it('refuses two variations of one name, whose numbers would be the same', () => {
    const one = variation('one', (own) => own);
    expect(() => new Sampler(scenario, [one, one])).toThrow(ArgumentError);
  });

  it.each([{ count: 0 }, { set: 'training2' }, { seed: -1 }, { count: 1.5 }])('refuses %o', (wrong) => {
    expect(() => sampler.draw({ ...sample, ...(wrong as Partial<Sample>) })).toThrow(ArgumentError);
  });

  it('gives each member the same where nothing varies', () => {
    const { initial } = new Sampler(scenario, []).draw(sample);
    expect(initial.q.population).toBe(6);
  });
});
