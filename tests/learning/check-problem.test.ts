import { describe, expect, it } from 'vitest';
import { withAdjoint } from '../../src/core/derivative/with-adjoint.ts';
import { mul } from '../../src/core/ops/elementwise.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import { checkProblem } from '../../src/learning/check-problem.ts';
import { stepJacobian } from '../../src/simulation/step-jacobian.ts';
import { expectClose } from '../support/check.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { problemOf } from '../support/rollouts.ts';

const model = assetModel('planar-2link');

describe('the check of a problem', () => {
  const problem = problemOf(new Random(), model, { steps: 4 });

  it('finds a right gradient right, entry by entry', () => {
    const calls: (readonly [number, number])[] = [];
    const report = checkProblem(problem, problem.start, (...progress) => calls.push(progress));
    expect(report.worst.relativeError).toBeLessThan(1e-7);
    expect(report.dotProductError).toBeLessThan(1e-12);
    expect(report.steps).toBe(4);
    expect(calls).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(report.entries.map(({ name }) => name)).toEqual(['tau[0]', 'tau[1]']);
  });

  it('starts from the problem’s own parameters where none are given', () => {
    expect(checkProblem(problem).worst).toEqual(checkProblem(problem, problem.start).worst);
  });

  it('finds a wrong one wrong', () => {
    // an adjoint that is off by a hundredth
    const wrong = withAdjoint('spoilt', (x: PopulationTensor) => mul(2, x), {
      vjp: (_x, _y, bar: PopulationTensor) => mul(2.02, bar),
    });
    const spoilt: typeof problem = {
      ...problem,
      rollout: (parameters, scenario) => {
        const found = problem.rollout(parameters, scenario);
        return { ...found, loss: wrong(found.loss) };
      },
    };
    expect(checkProblem(spoilt).worst.relativeError).toBeGreaterThan(1e-3);
  });

  it('says how much a moved start grows: the norm of the product of the steps’ Jacobians', () => {
    const { settings, scenario, start, steps } = problem;
    let { initial: state } = scenario;
    let whole: number[] = Array.from({ length: 16 }, (_, k) => (k % 5 === 0 ? 1 : 0));
    for (let i = 0; i < steps; i++) {
      const { A, next } = stepJacobian(settings, state, start.tau);
      const a = A.toArray();
      whole = whole.map((_, k) =>
        [0, 1, 2, 3].reduce((t, m) => t + a[4 * Math.floor(k / 4) + m] * whole[4 * m + (k % 4)], 0),
      );
      state = next;
    }
    expectClose(checkProblem(problem).stateGrowth, Math.hypot(...whole), 1e-10);
  });
});
