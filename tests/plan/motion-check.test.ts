import { describe, expect, it } from 'vitest';
import { tensor } from '../../src/core/population-tensor.ts';
import type { Goals } from '../../src/robot/goal.ts';
import { MotionCheck } from '../../src/plan/motion-check.ts';
import { distance } from '../../src/task/residuals/distance.ts';
import { jointLimits } from '../../src/task/residuals/joint-limits.ts';
import { expectClose } from '../support/check.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';

const model = assetModel('planar-2link');
const still: Goals = { post: { position: tensor([0.9, 0, 1.4]), radius: tensor(0.02) } };

describe('the check between knots', () => {
  it('finds the touch that no knot sees, and says when, what and how deep', () => {
    // the whole arm turns past the post within one piece: at its knots it is far from it
    const check = new MotionCheck(model, [distance(model, { to: ['post'] }), jointLimits(model)]);
    const angle = Math.atan2(0.4, 0.9);
    const [from, to, period] = [angle - 0.5, angle + 0.3, 0.4];
    const motion = { q: new Float64Array([from, 0, to, 0]), v: new Float64Array([2, 0, 2, 0]) };
    const [clearance, excess] = check.of(motion, period, still);
    // deepest where the arm's axis, along x at angle 0, points at the post: past the end of the arm of 0.9 m
    const reach = Math.hypot(0.9, 0.4) - 0.9;
    expectClose(clearance.value, 0.02 + 0.03 - reach, 1e-6);
    expectClose(clearance.time, 0.25, 2e-3);
    expect(clearance.what).toBe('"lower" and obstacle "post"');
    expect(clearance.value).toBeLessThan(0.02);
    expectClose(excess.value, to - 3.1, 1e-12);
    expect(excess).toMatchObject({ what: 'joint "shoulder"', time: period });
    for (const q of [from, to]) {
      const knot = { q: new Float64Array([q, 0, q, 0]), v: new Float64Array(4) };
      expect(check.of(knot, period, still)[0].value).toBeLessThan(clearance.value - 0.05);
    }
  });

  it('takes the knots themselves and the very end', () => {
    const random = new Random();
    const q = random.list(8, -1, 1);
    const check = new MotionCheck(model, [jointLimits(model)], 0.01);
    for (const worst of [2, 3, 6, 7]) {
      const motion = { q: Float64Array.from(q, (x, i) => (i === worst ? 3 : x)), v: new Float64Array(8) };
      const [found] = check.of(motion, 0.05, {});
      const limit = model.joints[worst % 2].limits.upper;
      expectClose(found.value, 3 - limit, 1e-12);
      expectClose(found.time, 0.05 * Math.floor(worst / 2), 1e-12);
    }
  });

  it('is of as many times as the period has milliseconds', () => {
    const times: number[] = [];
    const residual = {
      ...jointLimits(model),
      evaluate: (seen: { time: { population: number }; q: never }) => (times.push(seen.time.population), seen.q),
    };
    new MotionCheck(model, [residual as never]).of({ q: new Float64Array(6), v: new Float64Array(6) }, 0.02, {});
    expect(times).toEqual([41]);
  });

  it('counts what is not finite as the worst', () => {
    const check = new MotionCheck(model, [jointLimits(model)]);
    const [found] = check.of({ q: new Float64Array([0, 0, NaN, 0]), v: new Float64Array(4) }, 0.01, {});
    expect(found.value).toBeNaN();
  });

  it('refuses motions that do not fit, and times of no length', () => {
    const check = new MotionCheck(model, [jointLimits(model)]);
    expect(() => check.of({ q: new Float64Array(3), v: new Float64Array(4) }, 0.01, {})).toThrow(/^motion: /);
    expect(() => check.of({ q: new Float64Array(2), v: new Float64Array(2) }, 0.01, {})).toThrow(/^motion: /);
    expect(() => new MotionCheck(model, [], 0)).toThrow(/^resolution: /);
  });
});
