/** @file Exponents of arms: the free double pendulum, what damps and what conserves. */
import { describe, expect, it } from 'vitest';
import type { Controller } from '../../../controllers/controller.ts';
import { jacobian } from '../../../src/core/derivative/functions.ts';
import { sub } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { at, concat, slice } from '../../../src/core/ops/indexing.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { gravityForces } from '../../../src/dynamics/inverse-dynamics.ts';
import { massMatrix } from '../../../src/dynamics/mass-matrix.ts';
import { solverOf } from '../../../src/learning/flow/linear-system.ts';
import { growthFromStart } from '../../../src/learning/lyapunov/growth.ts';
import { logSingularValues, lyapunovExponents } from '../../../src/learning/lyapunov/products.ts';
import { rolloutExponents } from '../../../src/learning/lyapunov/rollout-exponents.ts';
import { closedLoopJacobians } from '../../../src/learning/lyapunov/step-jacobians.ts';
import { Pace } from '../../../src/learning/pace.ts';
import type { Scenario } from '../../../src/rollout/scenario.ts';
import { rollout } from '../../../src/rollout/rollout.ts';
import type { RolloutSettings } from '../../../src/rollout/settings.ts';
import { expectClose } from '../../support/check.ts';
import { doublePendulum, fromVertical, toVertical } from '../../support/double-pendulum.ts';
import { held } from '../../support/rollouts.ts';

const model = doublePendulum();
const free = { tau: tensor([0, 0]) };

const settingsOf = (steps: number, controller: unknown = held): RolloutSettings => ({
  model,
  controller: controller as Controller,
  task: { terms: [], measures: {} },
  integrator: 'rk4',
  dt: 1e-3,
  steps,
});

const from = (q: number[], v = [0, 0]): Scenario => ({
  initial: { q: tensor(q), v: tensor(v) },
  goals: {},
  weights: {},
});

const jacobiansFrom = (angle: number, steps: number) =>
  closedLoopJacobians(settingsOf(steps), free, from([angle, 0]), new Pace());

describe('the free double pendulum grows disturbances of its angles against the vertical', () => {
  it('from 2.5 rad by 24 in 1 s, 6.5e4 in 5 s, 4.0e8 in 10 s', async () => {
    const { matrices, size, time } = await jacobiansFrom(2.5, 10_000);
    expect([size, time]).toEqual([4, 1e-3]);
    const growthAt = (steps: number): number =>
      Math.exp(growthFromStart([fromVertical, ...matrices.slice(0, steps), toVertical], 4).logs[steps + 2]);
    expect(Math.abs(growthAt(1000) / 24 - 1)).toBeLessThan(0.01);
    expect(Math.abs(growthAt(5000) / 6.47e4 - 1)).toBeLessThan(0.001);
    expect(Math.abs(growthAt(10_000) / 3.96e8 - 1)).toBeLessThan(0.002);
    // what conserves energy keeps volume: the sum is the mean divergence, 0 but for the integrator and M's change
    const { values, sum } = lyapunovExponents(matrices, 4, { time });
    expect(values[0]).toBeGreaterThan(1.5);
    expectClose(
      sum,
      values.reduce((total, value) => total + value, 0),
      1e-12,
    );
  });

  it('from 1.5 rad by 164 in 10 s, from 0.3 rad by 6.70 in 20 s', async () => {
    for (const [angle, steps, growth] of [
      [1.5, 10_000, 164],
      [0.3, 20_000, 6.7],
    ]) {
      const { matrices } = await jacobiansFrom(angle, steps);
      const { logs } = growthFromStart([fromVertical, ...matrices, toVertical], 4);
      expect(Math.abs(Math.exp(logs[steps + 2]) / growth - 1)).toBeLessThan(0.003);
    }
  });
});

describe('what conserves energy', () => {
  /** d(q, M v)/d(q, v), [4, 4]. */
  const toMomenta = (q: number[], v: number[]): Float64Array =>
    Float64Array.from(
      jacobian((x: PopulationTensor) => {
        const [position, velocity] = [slice(x, [0], [2]), slice(x, [2], [4])];
        return concat([position, matmul(massMatrix(model, position), velocity)]);
      })(tensor([...q, ...v])).toArray(),
    );

  it('has exponents and singular values in pairs of opposite sign in (q, p)', async () => {
    const steps = 4000;
    const scenario = from([2.5, 0], [0.3, -0.2]);
    const { matrices } = await closedLoopJacobians(settingsOf(steps), free, scenario, new Pace());
    const { states } = rollout(settingsOf(steps), free, scenario);
    const end = [states.q, states.v].map((rows) => at(rows, steps - 1).toArray());
    const solve = solverOf(toMomenta([2.5, 0], [0.3, -0.2]), 4);
    const inverse = new Float64Array(16);
    for (let j = 0; j < 4; j++)
      solve(new Float64Array(4).fill(1, j, j + 1)).forEach((x, i) => (inverse[4 * i + j] = x));
    const inMomenta = [inverse, ...matrices, toMomenta(end[0], end[1])];
    const values = logSingularValues(inMomenta, 4);
    expect(values[0]).toBeGreaterThan(5);
    expect(Math.abs(values[0] + values[3])).toBeLessThan(1e-5);
    expect(Math.abs(values[1] + values[2])).toBeLessThan(1e-5);
    expect(Math.abs(lyapunovExponents(inMomenta, 4).sum * inMomenta.length)).toBeLessThan(1e-7);
  });
});

describe('under PD control of the angles against the vertical with 8 N m s/rad', () => {
  const [kp, kd] = [40, 8];
  // tau = gravity - P' (kp P q + kd P v) with the angles P q
  const P = tensor([
    [1, 0],
    [1, 1],
  ]);
  const turned = tensor([
    [1, 1],
    [0, 1],
  ]);
  const pd = {
    ...held,
    act: (_: unknown, memory: unknown, { q, v }: { q: PopulationTensor; v: PopulationTensor }) => ({
      tau: sub(gravityForces(model, q), matmul(turned, matmul(P, add(mul(kp, q), mul(kd, v))))),
      memory,
    }),
  };

  it('disturbances shrink at -1.53 per second: kd over twice the largest inertia of [[2, 1], [1, 1]]', async () => {
    const { matrices } = await closedLoopJacobians(settingsOf(10_000, pd), free, from([0.4, 0.2]), new Pace());
    const { values } = lyapunovExponents(matrices, 4, { time: 1e-3, skip: 4000 });
    const exact = -kd / (3 + Math.sqrt(5));
    expectClose(exact, -1.527864, 1e-6);
    // a pair of complex exponents: each swings about their mean
    const pair = (values[0] + values[1]) / 2;
    expect(Math.abs(pair / -1.53 - 1)).toBeLessThan(0.01);
    expect(Math.abs(pair / exact - 1)).toBeLessThan(1e-3);
  });

  it('their sum is the mean divergence: log |det| of every step, by elimination', async () => {
    const { closed, open } = await rolloutExponents(settingsOf(500, pd), free, from([0.4, 0.2]));
    const mean = closed.jacobians.matrices.reduce((sum, J) => sum + Math.log(determinant(J)), 0) / 0.5;
    expectClose(closed.exponents.sum, mean, 1e-10);
    expectClose(
      closed.rates.reduce((sum, rate) => sum + rate, 0),
      mean,
      1e-9,
    );
    // the arm alone, under the same forces, has no friction
    expect(Math.abs(open.exponents.sum)).toBeLessThan(0.5);
    // near rest the divergence is that of friction: -kd trace of the inverse of [[2, 1], [1, 1]]
    const last = Math.log(determinant(closed.jacobians.matrices[499])) / 1e-3;
    expect(Math.abs(last / (-kd * 3) - 1)).toBeLessThan(0.1);
  });
});

/** Of a matrix [4, 4], by elimination without exchanges: the steps' Jacobians are near 1. */
function determinant(J: Float64Array): number {
  const a = J.slice();
  let product = 1;
  for (let k = 0; k < 4; k++) {
    product *= a[5 * k];
    for (let i = k + 1; i < 4; i++)
      for (let j = 3; j >= k; j--) a[4 * i + j] -= (a[4 * i + k] / a[5 * k]) * a[4 * k + j];
  }
  return product;
}
