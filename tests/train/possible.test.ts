import { describe, expect, it } from 'vitest';
import { less } from '../../src/core/ops/comparison.ts';
import { at } from '../../src/core/ops/indexing.ts';
import { tensor } from '../../src/core/population-tensor.ts';
import { leavesOf } from '../../src/core/tree.ts';
import { ArgumentError } from '../../src/errors.ts';
import type { Scenario } from '../../src/rollout/scenario.ts';
import { possibleStart } from '../../src/train/possible.ts';
import { Sampler, sampleSets } from '../../src/train/sampler.ts';
import { experimentOf } from '../support/scenes.ts';

const { sampler, settings, given } = experimentOf('panda-reach-past-a-post');
const { model, task } = settings;
const isPossible = possibleStart(model, task)!;
const unchecked = new Sampler(given.scenario, sampler.variations);

/** A member's own numbers of all that varies. */
const numbersOf = ({ initial, goals }: Scenario, member: number): number[] =>
  leavesOf({ initial, goals }).flatMap(({ value }) => value.toArray(value.population === 1 ? 0 : member) as number[]);

describe('starts that break what success asks of every moment', () => {
  it.each(sampleSets)('are not drawn for the %s set, though they would be', (set) => {
    const sample = { set, seed: 3, count: 200 };
    expect([...isPossible(sampler.draw(sample)).data].every((value) => value === 1)).toBe(true);
    expect([...isPossible(unchecked.draw(sample)).data]).toContain(0);
  });

  it('change no member that is possible, and each alike, however many there are', () => {
    const sample = { set: 'training', seed: 3, step: 7, count: 120 } as const;
    const [all, few, plain] = [sampler.draw(sample), sampler.draw({ ...sample, count: 40 }), unchecked.draw(sample)];
    const was = isPossible(plain).data;
    for (let member = 0; member < 120; member++) {
      const own = numbersOf(all, member);
      if (member < 40) expect(numbersOf(few, member)).toEqual(own);
      if (was[member] === 1) expect(numbersOf(plain, member)).toEqual(own);
      else expect(numbersOf(plain, member)).not.toEqual(own);
    }
  });

  it('are drawn with other numbers each time: no member gets those of another attempt', () => {
    const [first] = sampler.variations;
    const attempts: number[][] = [];
    const all = new Sampler(given.scenario, [first], (scenario) => {
      attempts.push(numbersOf(scenario, 0));
      return tensor(attempts.length > 4 ? 1 : 0);
    });
    all.draw({ set: 'test', seed: 0, count: 1 });
    expect(new Set(attempts.map((numbers) => numbers.join())).size).toBe(5);
  });

  it('are refused where nothing else is ever drawn', () => {
    const none = new Sampler(given.scenario, sampler.variations, ({ initial }) => less(at(initial.q, 0), -100));
    const draw = (): unknown => none.draw({ set: 'test', seed: 0, count: 2 });
    expect(draw).toThrow(ArgumentError);
    expect(draw).toThrow(/^variations: found 100 starts in a row/);
  });

  it('are not asked for where success speaks of the end alone', () => {
    expect(possibleStart(model, { ...task, success: { measure: 'distance', below: 1 } })).toBeUndefined();
    const { terms, measures } = task;
    expect(possibleStart(model, { terms, measures })).toBeUndefined();
  });
});
