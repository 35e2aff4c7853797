import { describe, expect, it } from 'vitest';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { at, reshape } from '../../src/core/ops/indexing.ts';
import { population, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import type { Residual } from '../../src/task/residual.ts';
import { jointVelocity } from '../../src/task/residuals/joint-velocity.ts';
import { linkPosition } from '../../src/task/residuals/link-position.ts';
import type { Measure, Success, Task } from '../../src/task/task.ts';
import { expectClose } from '../support/check.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { lastLink, problemOf, terms } from '../support/rollouts.ts';

const model = assetModel('planar-2link');
const own = Object.values(terms(model));
// exact in binary, so that moments are
const dt = 0.25;
const steps = 8;

const measured = (measures: Task['measures'], success?: Success) =>
  problemOf(new Random(7), model, { dt, steps, task: { terms: own, measures, ...(success && { success }) } });

describe('measures', () => {
  const distance = linkPosition(lastLink(model), 'point');
  const speed = jointVelocity(model);
  const whens = ['end', 'largest', 'mean'] as const;
  const all: Record<string, Measure> = Object.fromEntries(
    whens.flatMap((when) => [
      [`distance-${when}`, { residual: distance, when }],
      [`speed-${when}`, { residual: speed, when }],
    ]),
  );
  const { start, scenario, ...problem } = measured(all);
  const found = problem.rollout(start, scenario);
  const goal = scenario.goals['point']['position'].toArray();
  const rows = (x: PopulationTensor, width: number): number[][] =>
    Array.from({ length: steps }, (_, i) => x.toArray().slice(i * width, (i + 1) * width));
  const readings: Readonly<Record<string, number[]>> = {
    distance: rows(found.outputs.links[lastLink(model)], 3).map((p) => Math.hypot(...p.map((x, i) => x - goal[i]))),
    speed: rows(found.states.v, 2).map((v) => Math.max(...v.map(Math.abs))),
  };

  it.each(Object.keys(readings))('read %s at the end, or the largest or the mean of all moments', (name) => {
    const values = readings[name];
    expectClose(found.measures[`${name}-end`], values.at(-1)!, 1e-14);
    expectClose(found.measures[`${name}-largest`], Math.max(...values), 1e-14);
    expectClose(found.measures[`${name}-mean`], values.reduce((a, b) => a + b) / steps, 1e-14);
  });

  it('are read without weight and norm, and leave the loss alone', () => {
    const other = {
      ...scenario,
      weights: Object.fromEntries(Object.keys(scenario.weights).map((key) => [key, tensor(0)])),
    };
    const weightless = problem.rollout(start, other);
    expect(weightless.loss.item()).toBe(0);
    expect(weightless.measures['distance-end'].item()).toBe(found.measures['distance-end'].item());
    const { rollout } = measured({});
    expect(rollout(start, scenario).loss.item()).toBe(found.loss.item());
  });
});

/** Time that is left, s: 1.75 after the first step, 0 at the end. */
const remaining: Residual = {
  name: 'remaining',
  size: 1,
  unit: 's',
  evaluate: ({ time }) => reshape(sub(steps * dt, time), [1]),
  read: (entries) => at(entries, 0),
};

describe('success', () => {
  const reached = (success: Partial<Success>): number => {
    const { rollout, start, scenario } = measured(
      { remaining: { residual: remaining, when: 'end' } },
      { measure: 'remaining', below: 1, ...success },
    );
    return rollout(start, scenario).reached.item();
  };

  it.each([
    ['the end alone, which reads 0', { below: 1e-9 }, 1],
    ['not at the tolerance itself', { below: 0 }, 0],
    ['a moment before the end as well, which reads 0.25', { below: 0.26, hold: 0.25 }, 1],
    ['that moment at its tolerance', { below: 0.25, hold: 0.25 }, 0],
    ['the last half second', { below: 0.51, hold: 0.5 }, 1],
    ['the last half second at its tolerance', { below: 0.5, hold: 0.5 }, 0],
    ['no moment before the last 0.375 s', { below: 0.26, hold: 0.375 }, 1],
    ['no time but the end', { below: 0.1, hold: 0 }, 1],
    ['all moments, for the whole horizon', { below: 1.76, hold: 2 }, 1],
    ['all moments at their tolerance', { below: 1.75, hold: 2 }, 0],
    ['a time beyond the horizon, which nothing holds for', { below: 100, hold: 2.01 }, 0],
  ])('is judged by %s', (_, success, expected) => {
    expect(reached(success)).toBe(expected);
  });

  it('asks for speeds below the largest, at every moment that it asks for', () => {
    const { rollout, start, scenario } = measured({});
    const speeds = rollout(start, scenario).states.v.toArray().map(Math.abs);
    const largest = (moments: number): number => Math.max(...speeds.slice(-2 * moments));
    for (const moments of [1, 2, 4]) {
      const hold = (moments - 1) * dt;
      expect(reached({ below: 10, hold, speed: largest(moments) })).toBe(0);
      expect(reached({ below: 10, hold, speed: largest(moments) * (1 + 1e-12) })).toBe(1);
      // the measure is asked for all the same
      expect(reached({ below: 0, hold, speed: 1e9 })).toBe(0);
    }
  });

  it('is each member’s own', () => {
    const distance: Measure = { residual: linkPosition(lastLink(model), 'point'), when: 'end' };
    const { start, scenario, ...problem } = measured({ distance }, { measure: 'distance', below: 0.3, hold: 0 });
    const end = problem.rollout(start, scenario).outputs.links[lastLink(model)].toArray().slice(-3);
    const near = end.map((x, i) => x + (i === 2 ? 0.29 : 0));
    const far = end.map((x, i) => x + (i === 2 ? 0.31 : 0));
    const goals = { ...scenario.goals, point: { position: population([near, far, near]) } };
    const { reached: found, measures } = problem.rollout(start, { ...scenario, goals });
    expect([0, 1, 2].map((member) => found.toArray(member)[0])).toEqual([1, 0, 1]);
    expectClose(measures['distance'].toArray(1), [0.31], 1e-12);
  });

  it('of a task that says nothing of it is 0, and of a measure that is not there is refused', () => {
    const { start, scenario, ...problem } = measured({});
    expect(problem.rollout(start, scenario).reached.item()).toBe(0);
    const wrong = measured({ remaining: { residual: remaining, when: 'end' } }, { measure: 'remainig', below: 1 });
    expect(() => wrong.rollout(start, scenario)).toThrow(/^success\.measure: found "remainig"; expected remaining/);
  });
});
