/** @file Plans that are followed: forces and gains of the right knot, states between knots, and what is done at the end. */
import { describe, expect, it } from 'vitest';
import type { Controller } from '../../controllers/controller.ts';
import { plannedState, planFollowing, planRowAt } from '../../controllers/plan-following.ts';
import { compile } from '../../src/core/compile.ts';
import { type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { gravityForces } from '../../src/dynamics/inverse-dynamics.ts';
import { ShapeError } from '../../src/errors.ts';
import { followedPlan } from '../../src/plan/followed-plan.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import type { RolloutSettings } from '../../src/rollout/settings.ts';
import { expectClose, expectEqual, uniform } from '../support/check.ts';
import { reachPlan } from '../support/plans.ts';
import { assetModel } from '../support/robots.ts';

const model = assetModel('planar-2link');
const { nq, nv } = model;
const [knots, period] = [3, 0.1];
const motion = {
  q: Float64Array.from(uniform(-1, 1, (knots + 1) * nq, 1)),
  v: Float64Array.from(uniform(-1, 1, (knots + 1) * nv, 2)),
  tau: Float64Array.from(uniform(-0.5, 0.5, knots * nv, 3)),
};
const gains = Float64Array.from(uniform(-2, 2, knots * nv * 2 * nv, 4));
const plan = followedPlan(model, { period, motion, gains });
const controller = planFollowing(plan);

const row = (data: Float64Array, k: number, width = nv): Float64Array => data.subarray(k * width, (k + 1) * width);
const stateAt = (k: number) => ({ q: tensor(row(motion.q, k).slice()), v: tensor(row(motion.v, k).slice()) });

/** What it does at a time in a state. */
function forces(
  time: number,
  { q, v }: { q: PopulationTensor; v: PopulationTensor },
  acting = controller,
): PopulationTensor {
  const planned = planRowAt(plan, tensor(time));
  return acting.act({ plan }, {}, { q, v, time: tensor(time), goals: {} }, planned, model).tau;
}

describe('a plan that is followed', () => {
  it.each([0, 1, 2])('gives the planned forces in the state of knot %i', (k) => {
    expectEqual(forces(k * period, stateAt(k)).data, row(motion.tau, k));
    // sums of times round: a hair before a knot is the knot
    expectClose(forces(k * period - 1e-12, stateAt(k)), row(motion.tau, k), 1e-9);
  });

  it('adds K times how far the state is from the plan, with this sign', () => {
    const away = [0.1, -0.2, 0.3, 0.05];
    const { q, v } = stateAt(1);
    const seen = { q: tensor([q.data[0] + 0.1, q.data[1] - 0.2]), v: tensor([v.data[0] + 0.3, v.data[1] + 0.05]) };
    const expected = [0, 1].map(
      (i) => motion.tau[nv + i] + away.reduce((sum, x, j) => sum + gains[(nv + i) * 2 * nv + j] * x, 0),
    );
    expectClose(forces(period, seen), expected, 1e-13);
    expectEqual(forces(period, seen, planFollowing(plan, { feedback: false })).data, row(motion.tau, 1));
  });

  it('is between knots on the cubic that has their configurations and velocities', () => {
    const s = 0.3;
    const state = plannedState(model, planRowAt(plan, tensor(period * (1 + s))));
    const [a, b] = [1, 2].map((k) => [row(motion.q, k)[0], period * row(motion.v, k)[0]]);
    // Bezier's points of the same cubic
    const points = [a[0], a[0] + a[1] / 3, b[0] - b[1] / 3, b[0]];
    const [r, t] = [1 - s, s];
    const expected = r ** 3 * points[0] + 3 * r * r * t * points[1] + 3 * r * t * t * points[2] + t ** 3 * points[3];
    expectClose(state.q.data[0], expected, 1e-13);
    expectClose(
      state.v,
      [0, 1].map((i) => r * row(motion.v, 1)[i] + t * row(motion.v, 2)[i]),
      1e-13,
    );
  });

  it('holds its last state at rest beyond its end, with the last gains and the forces of gravity', () => {
    const q = tensor(row(motion.q, knots).slice());
    for (const time of [knots * period, 1, 50])
      expectClose(forces(time, { q, v: zeros([nv]) }), gravityForces(model, q).data, 1e-13);
    const moving = forces(1, { q, v: tensor([1, 0]) });
    const expected = [0, 1].map((i) => gravityForces(model, q).data[i] + gains[(2 * nv + i) * 2 * nv + nv]);
    expectClose(moving, expected, 1e-13);
  });

  it('refuses a plan that is not the robot’s', () => {
    expect(() => controller.parameters(assetModel('panda'), [])).toThrow(ShapeError);
    expect(() => planFollowing({ ...plan, K: zeros([knots, nv, nv]) }).parameters(model, [])).toThrow(/plan\.K/);
  });
});

describe('a rollout of a plan', () => {
  const reach = { link: 'tip', from: [0.4, 0.6], to: [0.5, 0, 0.3], knots: 40, period: 0.02 };
  const planned = reachPlan(model, reach);
  const followed = planFollowing(followedPlan(model, planned));
  const settings: RolloutSettings = {
    model,
    controller: followed as unknown as Controller,
    task: { terms: [], measures: {} },
    integrator: 'semi-implicit-euler',
    dt: reach.period,
    steps: reach.knots,
  };
  const initial = { q: tensor(reach.from), v: zeros([nv]) };

  it('is the motion that was planned, where steps are those of the plan; compiled, too', () => {
    const run = compile(
      (parameters: Parameters<typeof followed.act>[0]) =>
        rollout(settings, parameters as never, { initial, goals: {}, weights: {} }).states.q,
      [followed.parameters(model, [])],
    );
    const q = run(followed.parameters(model, []));
    expectClose(q, planned.motion.q.subarray(nq), 1e-12);
  });

  it('stays near it at other steps and from another start, by its feedback', () => {
    const end = (steps: number, from: number[], feedback: boolean): number[] => {
      const acting = planFollowing(followedPlan(model, planned), { feedback }) as unknown as Controller;
      const finer = { ...settings, controller: acting, dt: (reach.knots * reach.period) / steps, steps };
      const start = { q: tensor(from), v: zeros([nv]) };
      const { q } = rollout(finer, acting.parameters(model, []), { initial: start, goals: {}, weights: {} }).states;
      return Array.from(q.data.subarray((steps - 1) * nq));
    };
    const goal = planned.motion.q.subarray(reach.knots * nq);
    const error = (q: readonly number[]): number => Math.hypot(q[0] - goal[0], q[1] - goal[1]);
    expect(error(end(400, [0.4, 0.6], true))).toBeLessThan(0.012);
    expect(error(end(400, [0.45, 0.55], true))).toBeLessThan(0.012);
    expect(error(end(400, [0.45, 0.55], false))).toBeGreaterThan(0.05);
  });
});
