/** @file The damping of heavy ball, discrete and continuous, against its roots and its iterates. */
import { describe, expect, it } from 'vitest';
import { dampingOf, momentumFlow, momentumFlowStart } from '../../../src/learning/flow/momentum-flow.ts';
import { followFlow } from '../../../src/learning/flow/flow.ts';
import { momentum } from '../../../src/optimize/momentum.ts';
import { expectClose } from '../../support/check.ts';
import { quadraticLoss } from '../../support/toy-flows.ts';
import { pathOf, quadratic } from '../../support/toy-objective.ts';

const b = 0.64;
const at = (step: number) => dampingOf(step, { learningRate: 1, momentum: b });

describe('regimes of heavy ball', () => {
  it.each([
    [0.02, 'overdamped'],
    [0.04, 'critically damped'],
    [0.05, 'underdamped'],
    [3.2, 'underdamped'],
    [3.27, 'alternating'],
    [3.29, 'unstable'],
    [4, 'unstable'],
    [0, 'not bound'],
    [-1, 'not bound'],
  ])('eta lambda = %d with b = 0.64 is %s', (step, regime) => {
    expect(at(step).regime).toBe(regime);
  });

  it('complex roots converge at sqrt(b), not at 2 sqrt(b); critical ones at 1 - sqrt(eta lambda)', () => {
    for (const step of [0.05, 1, 3]) expectClose(at(step).rate, 0.8, 1e-15);
    expectClose(at(0.04).rate, 1 - Math.sqrt(0.04), 1e-12);
  });

  it('rates are those of the iterates', async () => {
    for (const step of [0.01, 0.03, 3.25, 3.4, -0.1]) {
      const path = await pathOf(momentum({ learningRate: 1, momentum: b }), quadratic([step]), [1], 600);
      expectClose(Math.abs(path[600][0] / path[599][0]), at(step).rate, 1e-6);
    }
    // a complex pair: by the mean of a long way
    const path = await pathOf(momentum({ learningRate: 1, momentum: b }), quadratic([1]), [1], 600);
    expect(Math.log(Math.hypot(path[600][0], path[599][0])) / 600).toBeCloseTo(Math.log(0.8), 2);
  });
});

describe('the flow of second order', () => {
  const [learningRate, kept] = [0.001, 0.9];
  const settings = { learningRate, momentum: kept };
  const mass = (learningRate * 1.9) / (2 * 0.1 ** 2);

  it.each([0.5, 1 / (4 * mass), 9, 400])('on a curvature of %d is its closed form', async (curvature) => {
    const loss = quadraticLoss([[curvature]]);
    const start = await momentumFlowStart(loss.gradient, settings, Float64Array.of(1));
    const flow = await followFlow(momentumFlow(loss.gradient, settings, loss.product), start, 1);
    const speed = (-(1 - kept) / (1 + kept)) * curvature;
    expectClose(start, [1, speed], 1e-14);
    const decay = 1 / (2 * mass);
    const square = decay ** 2 - curvature / mass;
    const { dampingRatio } = dampingOf(curvature, settings);
    expectClose(dampingRatio, decay / Math.sqrt(curvature / mass), 1e-12);
    for (const t of [0.1, 0.5, 1]) {
      const root = Math.sqrt(Math.abs(square));
      const [even, odd] =
        Math.abs(square) < 1e-9
          ? [1, t]
          : square < 0
            ? [Math.cos(root * t), Math.sin(root * t) / root]
            : [Math.cosh(root * t), Math.sinh(root * t) / root];
      const exact = Math.exp(-decay * t) * (even + (speed + decay) * odd);
      expect(Math.abs(flow.at(t)[0] - exact)).toBeLessThan(1e-7);
    }
  });

  it('is critically damped where heavy ball is, as the momentum comes to 1', () => {
    for (const [near, tolerance] of [
      [0.9, 1e-3],
      [0.99, 1e-5],
    ]) {
      const critical = (1 - Math.sqrt(near)) ** 2;
      const { regime, dampingRatio } = dampingOf(critical, { learningRate: 1, momentum: near });
      expect(regime).toBe('critically damped');
      expect(Math.abs(dampingRatio - 1)).toBeLessThan(tolerance);
    }
  });

  it('refuses a momentum of 1', () => {
    expect(() => dampingOf(1, { learningRate: 1, momentum: 1 })).toThrow(/^settings.momentum: found 1/);
  });
});
