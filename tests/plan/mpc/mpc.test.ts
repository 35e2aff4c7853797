/** @file Plans over a horizon that recedes: what is kept, what is refused, what is forgotten, and that the clock is the caller's. */
import { describe, expect, it } from 'vitest';
import { tensor } from '../../../src/core/population-tensor.ts';
import { ArgumentError } from '../../../src/errors.ts';
import { controlled } from '../../../src/plan/mpc/closed-loop.ts';
import type { Measured } from '../../../src/plan/mpc/measured.ts';
import { Mpc } from '../../../src/plan/mpc/mpc.ts';
import { receding } from '../../../src/plan/mpc/receding.ts';
import { shiftOf } from '../../../src/plan/mpc/shift.ts';
import { expectClose, expectEqual } from '../../support/check.ts';
import { distanceAfter, placeOf, reachScenario, recedingReach } from '../../support/receding.ts';
import { assetModel } from '../../support/robots.ts';

const model = assetModel('planar-2link');
const link = 'tip';
const planning = recedingReach(model, link, { horizon: 0.4 });
const home = [0.4, 0.6];
const goal = placeOf(model, link, Float64Array.of(0.9, -0.4));
const scenario = reachScenario(planning, home, goal);
const physics = { model, integrator: 'semi-implicit-euler', dt: 0.002 } as const;
const start: Measured = { time: 0, q: Float64Array.from(home), v: new Float64Array(2) };
const period = 0.02;

/** Plans as usual, for test after test: what one has left is forgotten. */
const usual = new Mpc({ planning });
const fresh = (): Mpc => {
  usual.reset();
  return usual;
};

/** A clock that goes on by so many ms whenever it is looked at. */
function ticking(step: number): () => number {
  let time = 0;
  return () => (time += step);
}

describe('a tick', () => {
  it('betters the plan until it cannot, and keeps the old one then', () => {
    const mpc = fresh();
    let last = Infinity;
    for (let i = 0; i < 60; i++) {
      const { plan, isImproved } = mpc.tick(start, scenario);
      expect(plan.loss).toBeLessThanOrEqual(last);
      last = plan.loss;
      if (!isImproved) break;
    }
    const before = mpc.plan!;
    const { plan, isImproved } = mpc.tick(start, scenario);
    expect(isImproved).toBe(false);
    expectClose(plan.motion.tau, before.motion.tau, 1e-12);
    expectEqual(plan.gains, before.gains);
  });

  it('keeps the old plan, shifted, where there is no time at all', () => {
    const mpc = new Mpc({ planning, budget: 5 });
    for (let i = 0; i < 10; i++) mpc.tick(start, scenario);
    const { motion, gains } = mpc.plan!;
    const late = { time: period, q: motion.q.slice(2, 4), v: motion.v.slice(2, 4) };
    const tick = mpc.tick(late, scenario, ticking(10));
    expect(tick).toMatchObject({ iterations: 0, isImproved: false, notice: null });
    const expected = shiftOf(planning)({ motion, K: gains }, period);
    const knots = motion.tau.length / 2;
    expectClose(tick.plan.motion.tau.subarray(0, 2 * (knots - 1)), motion.tau.subarray(2), 1e-12);
    expectClose(tick.plan.motion.q.subarray(0, 2 * knots), motion.q.subarray(2), 1e-12);
    expectEqual(tick.plan.gains, expected.K);
    // and is followed
    expectClose(mpc.forces(late), motion.tau.subarray(2, 4), 1e-12);
  });

  it('begins no iteration beyond its budget, by the clock that it is given', () => {
    const mpc = new Mpc({ planning, iterations: 50, budget: 10 });
    const { iterations, took } = mpc.tick(start, scenario, ticking(3));
    expect(iterations).toBe(3);
    expect(took).toBeGreaterThan(10);
    expect(new Mpc({ planning, iterations: 2 }).tick(start, scenario)).toMatchObject({ iterations: 2, took: 0 });
  });

  it('refuses what is not finite, by joint, and time that runs backwards', () => {
    const mpc = fresh();
    mpc.tick({ ...start, time: 1 }, scenario);
    const lost = { ...start, time: 2, v: Float64Array.of(0, NaN) };
    expect(() => mpc.tick(lost, scenario)).toThrow(/measured\.v: found NaN of joint "elbow"/);
    expect(() => mpc.forces(lost)).toThrow(ArgumentError);
    expect(() => mpc.tick({ ...start, q: Float64Array.of(0) }, scenario)).toThrow(/measured\.q: found 1 numbers/);
    expect(() => mpc.tick({ ...start, time: 0.5 }, scenario)).toThrow(/reset/);
    // nothing of that has harmed the plan
    expect(mpc.tick({ ...start, time: 1.01 }, scenario).notice).toBeNull();
  });

  it('refuses settings that are none', () => {
    expect(() => new Mpc({ planning, delay: -1 })).toThrow(ArgumentError);
    expect(() => new Mpc({ planning, budget: NaN })).toThrow(ArgumentError);
    expect(() => new Mpc({ planning, iterations: 0.5 })).toThrow(ArgumentError);
    expect(() => fresh().forces(start)).toThrow(/tick/);
  });
});

describe('what is not finite', () => {
  it('of a plan is forgotten, and that is said', () => {
    const mpc = fresh();
    mpc.tick(start, scenario);
    mpc.plan!.motion.tau.fill(NaN);
    const tick = mpc.tick({ ...start, time: 0.01 }, scenario);
    expect(tick.notice).toMatch(/no longer finite.*began anew/);
    expectEqual(tick.plan.motion.tau, fresh().tick({ ...start, time: 0.01 }, scenario).plan.motion.tau);
  });

  it('of what is asked for makes no plan that is not finite, and is over when something else is asked for', () => {
    const mpc = fresh();
    mpc.tick(start, scenario);
    const nowhere = { ...scenario, goals: { goal: { position: tensor([NaN, 0, 0]) } } };
    const { notice, plan } = mpc.tick({ ...start, time: 0.01 }, nowhere);
    expect(notice).toMatch(/no finite cost/);
    expect(plan.motion.tau.every(Number.isFinite)).toBe(true);
    const after = mpc.tick({ ...start, time: 0.02 }, scenario);
    expect(after).toMatchObject({ notice: null, isImproved: true });
    expect(after.plan.loss).toBeLessThan(Infinity);
  });

  it('of whatever sort is gone after a reset: the same bits as from the first', () => {
    const mpc = fresh();
    mpc.tick({ ...start, time: 3 }, scenario);
    mpc.plan!.motion.q.fill(NaN);
    mpc.plan!.gains.fill(NaN);
    mpc.reset();
    expect(mpc.plan).toBeNull();
    const [again, first] = [mpc, new Mpc({ planning })].map((one) => one.tick(start, scenario));
    expectEqual(again.plan.motion.tau, first.plan.motion.tau);
    expectEqual(again.plan.gains, first.plan.gains);
    expect(again.notice).toBeNull();
  });
});

describe('an arm in a loop', () => {
  const run = (every: number, steps = 600) =>
    controlled({ mpc: fresh(), physics, steps, every, scenarioAt: () => scenario });

  // 20 ms are a knot, 14 ms and 34 ms are none
  it.each([10, 7, 17])('comes to its goal, planning every %i steps of 2 ms', (every) => {
    const motion = run(every);
    expect(distanceAfter(motion, model, link, 600, goal)).toBeLessThan(3e-3);
    expect(Math.max(...motion.age)).toBeCloseTo((every - 1) * physics.dt, 9);
    expect(motion.ticks.every(({ notice }) => notice === null)).toBe(true);
  });

  it('has the same bits each time', () => {
    const [one, other] = [run(7, 60), run(7, 60)];
    expectEqual(one.q, other.q);
    expectEqual(one.tau, other.tau);
  });

  it('holds on to a plan that is old by its gains', () => {
    const push = { link, force: [0, 0, -4], from: 0.9, until: 1 } as const;
    const mpc = fresh();
    const motion = controlled({ mpc, physics, steps: 620, every: 100, pushes: [push], scenarioAt: () => scenario });
    expect(distanceAfter(motion, model, link, 500, goal)).toBeGreaterThan(0.008);
    // the push was over with 0.1 s left of the plan's time, and nothing was planned since
    expect(distanceAfter(motion, model, link, 550, goal)).toBeLessThan(0.006);
  });
});

describe('a delay', () => {
  it('is foreseen with the robot as it is asked for, not as its file has it', () => {
    const heavy = { ...model, joints: model.joints.map((joint) => ({ ...joint, armature: 0.5 })) };
    const robot = { joints: model.joints.map(() => ({ armature: tensor(0.5) })) };
    const moving = { ...start, v: Float64Array.of(1, -2) };
    const [given, own] = [
      new Mpc({ planning, delay: 0.1 }).tick(moving, { ...scenario, robot }),
      new Mpc({ planning: { ...planning, model: heavy }, delay: 0.1 }).tick(moving, scenario),
    ];
    expectClose(given.plan.motion.q, own.plan.motion.q, 1e-9);
    expectClose(given.plan.motion.tau, own.plan.motion.tau, 1e-9);
    const light = new Mpc({ planning, delay: 0.1 }).tick(moving, scenario);
    expect(Math.abs(light.plan.motion.q[0] - own.plan.motion.q[0])).toBeGreaterThan(1e-3);
  });

  it('is refused beyond the horizon, and a horizon of too many steps by its own name', () => {
    expect(() => new Mpc({ planning, delay: 1e6 })).toThrow(/^delay: found 1000000 s; expected a time within/);
    expect(() => receding(planning, { period: 1e-9 })).toThrow(/^horizon: found 500000000 steps of 1e-9 s/);
  });
});
