/** @file Plans shifted by elapsed time: by whole knots to the bit, between them as they are followed, and beyond their end. */
import { describe, expect, it } from 'vitest';
import { plannedState, planRowAt } from '../../../controllers/plan-following.ts';
import { tensor } from '../../../src/core/population-tensor.ts';
import { gravityForces } from '../../../src/dynamics/inverse-dynamics.ts';
import { ArgumentError } from '../../../src/errors.ts';
import { followedPlan } from '../../../src/plan/followed-plan.ts';
import { laterRows, shiftOf } from '../../../src/plan/mpc/shift.ts';
import type { PlanningSettings } from '../../../src/plan/planning.ts';
import { expectClose, expectEqual, uniform } from '../../support/check.ts';
import { assetModel } from '../../support/robots.ts';

const model = assetModel('planar-2link');
const [knots, hold, dt] = [6, 2, 0.01];
const settings: PlanningSettings = {
  model,
  integrator: 'semi-implicit-euler',
  dt,
  hold,
  steps: knots * hold,
  task: { terms: [], measures: {} },
};
const drawn = (count: number, seed: number): Float64Array => Float64Array.from(uniform(-1, 1, count, seed));
const motion = { q: drawn(14, 1), v: drawn(14, 2), tau: drawn(12, 3) };
const plan = { motion, K: drawn(48, 5) };
const shift = shiftOf(settings);

describe('a plan that is shifted', () => {
  it('stays what it was where no time has passed', () => {
    const { motion: same, K } = shift(plan, 0);
    for (const part of ['v', 'tau'] as const) expectEqual(same[part].subarray(0, 12), motion[part].subarray(0, 12));
    expectClose(same.q, motion.q, 1e-15);
    expectEqual(K, plan.K);
  });

  it('moves forces and gains on by whole knots, to the bit', () => {
    const { motion: later, K } = shift(plan, 2 * hold * dt);
    expectEqual(later.tau.subarray(0, 8), motion.tau.subarray(4));
    expectEqual(K.subarray(0, 32), plan.K.subarray(16));
    expectClose(later.q.subarray(0, 10), motion.q.subarray(4), 1e-14);
    expectEqual(later.v.subarray(0, 8), motion.v.subarray(4, 12));
  });

  it('holds beyond its end: at rest, by gravity’s forces and the last gains', () => {
    const { motion: later, K } = shift(plan, 2 * hold * dt);
    const end = motion.q.subarray(12);
    const held = gravityForces(model, tensor(end.slice())).data;
    for (const knot of [5, 6]) expectClose(later.q.subarray(2 * knot, 2 * knot + 2), end, 1e-15);
    for (const knot of [4, 5]) {
      expectClose(later.tau.subarray(2 * knot, 2 * knot + 2), held, 1e-14);
      expectEqual(K.subarray(8 * knot, 8 * knot + 8), plan.K.subarray(40));
    }
    expectClose(later.v.subarray(8), new Float64Array(6), 0);
    const over = shift(plan, 10);
    for (const knot of [0, 1, 2, 3, 4, 5]) expectClose(over.motion.tau.subarray(2 * knot, 2 * knot + 2), held, 1e-14);
  });

  it('between knots has the states that are followed, and the means of what is held', () => {
    const elapsed = 1.3 * hold * dt;
    const { motion: later, K } = shift(plan, elapsed);
    const followed = followedPlan(model, { period: hold * dt, motion, gains: plan.K });
    for (const knot of [0, 1, 2, 3, 4]) {
      const { q, v } = plannedState(model, planRowAt(followed, tensor(elapsed + knot * hold * dt)));
      expectClose(later.q.subarray(2 * knot, 2 * knot + 2), q, 1e-14);
      // the last knot's is at rest already
      if (knot < 4) expectClose(later.v.subarray(2 * knot, 2 * knot + 2), v, 1e-13);
    }
    expectClose(later.tau[0], 0.7 * motion.tau[2] + 0.3 * motion.tau[4], 1e-12);
    expectClose(K[5], 0.7 * plan.K[8 + 5] + 0.3 * plan.K[16 + 5], 1e-12);
  });

  it('by two times is nearly that by their sum, and exactly so for whole knots', () => {
    const once = shift(plan, 3 * hold * dt);
    const twice = shift(shift(plan, hold * dt), 2 * hold * dt);
    expectEqual(twice.motion.tau, once.motion.tau);
    expectEqual(twice.K, once.K);
    expectClose(twice.motion.q, once.motion.q, 1e-13);
  });

  it('knows a time that rounding has left a hair before a knot', () => {
    const third = laterRows(Float64Array.of(1, 2, 3), 1, 0.1 + 0.2 - 1e-17 + 0.7, Float64Array.of(9));
    expectEqual(third, [2, 3, 9]);
    expectEqual(laterRows(Float64Array.of(1, 2, 3), 1, 2 - 1e-12, Float64Array.of(9)), [3, 9, 9]);
  });

  it('goes forward only', () => {
    expect(() => shift(plan, -0.01)).toThrow(ArgumentError);
    expect(() => shift(plan, NaN)).toThrow(ArgumentError);
  });
});
