/** @file Success by several measures: against a plain reading of what was found at each step. */
import { describe, expect, it } from 'vitest';
import { at } from '../../src/core/ops/indexing.ts';
import { tensor } from '../../src/core/population-tensor.ts';
import { reachedIn } from '../../src/rollout/measures.ts';
import type { Measure, Success, Task } from '../../src/task/task.ts';
import { Random } from '../support/random.ts';

const random = new Random();
const [steps, dt] = [8, 0.01];

/** A measure that finds these numbers, one after each step. */
const found = (numbers: readonly number[], when: Measure['when']): Measure => ({
  residual: {
    name: 'found',
    size: 1,
    unit: 'm',
    evaluate: () => tensor([numbers[steps - 1]]),
    read: (entries) => at(entries, 0),
  },
  when,
});

/** Whether it has succeeded, read from lists. */
function plainly(
  rows: Readonly<Record<string, readonly number[]>>,
  whens: Readonly<Record<string, Measure['when']>>,
  speeds: readonly number[],
  { measure, below, speed, hold = 0, also = [] }: Success,
): boolean {
  // prettier-ignore
  const last = rows.near.map((_, i) => i).filter((i) => i >= steps - 1 - Math.round(hold / dt));
  const isMet = (name: string, limit: number): boolean => {
    const all = rows[name];
    if (whens[name] === 'end') return last.every((i) => all[i] < limit);
    const value =
      whens[name] === 'largest' ? all.reduce((a, b) => Math.max(a, b)) : all.reduce((a, b) => a + b) / steps;
    return value < limit;
  };
  const isSlow = speed === undefined || last.every((i) => speeds[i] < speed);
  return isMet(measure, below) && also.every((one) => isMet(one.measure, one.below)) && isSlow;
}

describe('success', () => {
  const whens = { near: 'end', calm: 'end', low: 'largest', mild: 'mean' } as const;
  const drawn = (): Success => ({
    measure: 'near',
    below: random.uniform(0.5, 1.2),
    ...(random.next() < 0.5 && { hold: random.integer(0, 4) * dt }),
    ...(random.next() < 0.5 && { speed: random.uniform(0.7, 1.2) }),
    also: (['calm', 'low', 'mild'] as const)
      .filter(() => random.next() < 0.5)
      .map((measure) => ({ measure, below: random.uniform(0.5, 1.2) })),
  });

  it('by a measure and others besides is what each of them says, over the time that it has to hold', () => {
    const counts = { true: 0, false: 0 };
    for (let k = 0; k < 200; k++) {
      const rows = Object.fromEntries(Object.keys(whens).map((name) => [name, random.list(steps, 0, 1)]));
      const speeds = random.list(steps, 0, 1);
      const success = drawn();
      const measures = Object.fromEntries(Object.entries(whens).map(([name, when]) => [name, found(rows[name], when)]));
      const v = tensor(speeds.flatMap((speed) => [speed, -speed / 2]), [steps, 2]); // prettier-ignore
      const readings = {
        all: Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, tensor(row)])),
        end: { v: tensor([speeds[steps - 1], -speeds[steps - 1] / 2]) } as never,
        goals: {},
        v,
      };
      const task: Task = { terms: [], measures, success };
      const expected = plainly(rows, whens, speeds, success);
      expect(reachedIn(task, readings, dt).item(), JSON.stringify({ success, rows, speeds })).toBe(expected ? 1 : 0);
      counts[`${expected}`]++;
    }
    expect(Math.min(counts.true, counts.false)).toBeGreaterThan(10);
  });

  it('by a measure that is none is refused by its name', () => {
    const task: Task = { terms: [], measures: { near: found(new Array<number>(steps).fill(0), 'end') }, success: { measure: 'near', below: 1, also: [{ measure: 'far', below: 1 }] } }; // prettier-ignore
    const readings = { all: {}, end: { v: tensor([0]) } as never, goals: {}, v: tensor([0], [1, 1]) };
    expect(() => reachedIn(task, readings, dt)).toThrow(/^success\.also\[0\]\.measure: .*"far"/);
  });
});
