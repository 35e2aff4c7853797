/** @file What the doctor measures, against closed forms and by hand. */
import { describe, expect, it } from 'vitest';
import { tensor } from '../../../src/core/population-tensor.ts';
import { concentration } from '../../../src/learning/doctor/kinks.ts';
import { disagreement } from '../../../src/learning/doctor/disagreement.ts';
import { balancedSize, growthOf, horizonWithin } from '../../../src/learning/doctor/growth.ts';
import { Pace } from '../../../src/learning/pace.ts';
import { flatDirections } from '../../../src/learning/doctor/flat-directions.ts';
import { deviationOverMean } from '../../../src/learning/doctor/gradient-noise.ts';
import { attainabilityOf } from '../../../src/learning/doctor/attainable.ts';
import { experimentOf } from '../../support/scenes.ts';

describe('growth along a rollout', () => {
  it.each([
    ['of torques', 'two-link-reach', 1],
    ['of a policy that holds its commands', 'two-link-reach-anywhere', 2],
  ])('%s is that of differences of two starts, in the unit of time that makes it least', async (_, name, hold) => {
    const experiment = experimentOf(name, 0.5);
    const { initialParameters: x, given } = experiment;
    const { settings, optimized, fixed } = experiment.attempt(x);
    const growth = (await growthOf(settings, { ...fixed, ...optimized }, given.scenario, new Pace()))!;
    const n = 2;
    const h = 1e-6;
    const matrix = new Float64Array(4 * n * n);
    const { initial } = given.scenario;
    for (let column = 0; column < 2 * n; column++) {
      const end = (move: number): number[] => {
        const moved = (part: 'q' | 'v', from: number) =>
          tensor(initial[part].toArray().map((value, i) => value + (from + i === column ? move : 0)));
        const { trajectory } = experiment.inspect(x, {
          ...given.scenario,
          initial: { q: moved('q', 0), v: moved('v', n) },
        });
        return [...trajectory.q.slice(-n), ...trajectory.v.slice(-n)];
      };
      const [plus, minus] = [end(h), end(-h)];
      plus.forEach((value, row) => (matrix[row * 2 * n + column] = (value - minus[row]) / (2 * h)));
    }
    expect(growth.total / (balancedSize(matrix, n) / Math.sqrt(2 * n))).toBeCloseTo(1, 6);
    expect(growth.byPeriods.at(-1)).toBe(growth.total);
    expect(growth.time).toBe(0.01 * hold);
    expect(growth.byPeriods).toHaveLength(50 / hold);
    expect(growth.exponent).toBeCloseTo(Math.log(growth.total) / 0.5, 12);
  });

  it('leaves any horizon to what does not grow', () => {
    expect(horizonWithin(0, 10)).toBe(Infinity);
    expect(horizonWithin(Math.log(10), 10)).toBeCloseTo(1, 12);
  });
});

describe('arguments of the measures', () => {
  it.each<[string, () => unknown]>([
    ['a matrix of another size', () => balancedSize(new Float64Array(3), 1)],
    ['a factor of 1', () => horizonWithin(1, 1)],
    ['slopes and losses of different numbers', () => disagreement([1, 2], [1])],
    ['one gradient', () => deviationOverMean([Float64Array.of(1)])],
    ['a gradient that is a list', () => flatDirections(Float64Array.of(1), [1] as never)],
  ])('%s is refused', (_, call) => {
    expect(call).toThrow(/expected/);
  });
});

describe('corners', () => {
  it('are found at the start of a step, though more of the change lies elsewhere', async () => {
    expect(await concentration((t) => (t > 0 ? 1 : 0) + 3 * t * t)).toBeGreaterThan(0.2);
  });

  it('are none where a slope is not finite', async () => {
    expect(await concentration((t) => (t > 0.5 ? NaN : t))).toBeNaN();
  });
});

describe('the way to a goal', () => {
  it('is as much longer than what can be gone, and a goal is proposed within', () => {
    const { settings, given } = experimentOf('two-link-reach', 0.2);
    const { scenario } = given;
    const goals = { point: { position: tensor([1.9, 0, 1]) } };
    // the arm of 0.9 m hangs at (0, 0, 1) and moves in the plane of x and z
    const found = attainabilityOf(settings, { ...scenario, goals }, [Float64Array.of(0.5, 0, 1)]);
    expect(found.reasons).toHaveLength(1);
    expect(found.excess).toBeCloseTo(1.4 / 0.4, 1);
    expect(found.settings).toEqual([expect.stringMatching(/^goals\.point\.position=\[0\.89\d*,0,1\]$/)]);
    const aside = { point: { position: tensor([0.7, 0.3, 1.2]) } };
    expect(attainabilityOf(settings, { ...scenario, goals: aside }, [Float64Array.of(0.5, 0, 1)]).settings).toEqual([
      expect.stringMatching(/^goals\.point\.position=\[0\.69\d*,0\.000\d,1\.19\d*\]$/),
    ]);
    expect(attainabilityOf(settings, scenario, []).reasons).toEqual([]);
  });
});
