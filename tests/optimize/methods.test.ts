import { describe, expect, it } from 'vitest';
import { NonFiniteError } from '../../src/errors.ts';
import { norm } from '../../src/core/member-norms.ts';
import { adam } from '../../src/optimize/adam.ts';
import { clipByGlobalNorm } from '../../src/optimize/clipping.ts';
import { gradientDescent } from '../../src/optimize/gradient-descent.ts';
import { lbfgs } from '../../src/optimize/lbfgs.ts';
import { momentum } from '../../src/optimize/momentum.ts';
import { nesterov } from '../../src/optimize/nesterov.ts';
import { rmsprop } from '../../src/optimize/rmsprop.ts';
import { scheduleFactor } from '../../src/optimize/schedule.ts';
import { Random } from '../support/random.ts';
import { pathOf, quadratic, rosenbrock, type Score } from '../support/toy-objective.ts';

describe('first-order methods follow their closed forms on a quadratic', () => {
  it('gradient descent multiplies each coordinate by 1 - rate * curvature', async () => {
    const path = await pathOf(gradientDescent({ learningRate: 0.1 }), quadratic([1, 4]), [2, -3], 20);
    path.forEach((x, k) => {
      expect(x[0]).toBeCloseTo(2 * 0.9 ** k, 13);
      expect(x[1]).toBeCloseTo(-3 * 0.6 ** k, 13);
    });
  });

  it('momentum follows the two-term recurrence', async () => {
    const path = await pathOf(momentum({ learningRate: 0.05, momentum: 0.8 }), quadratic([3]), [1], 30);
    for (let k = 1; k + 1 < path.length; k++)
      expect(path[k + 1][0]).toBeCloseTo(path[k][0] + 0.8 * (path[k][0] - path[k - 1][0]) - 0.05 * 3 * path[k][0], 13);
  });

  it('Nesterov follows the two-term recurrence', async () => {
    const path = await pathOf(nesterov({ learningRate: 0.05, momentum: 0.8 }), quadratic([3]), [1], 30);
    for (let k = 1; k + 1 < path.length; k++)
      expect(path[k + 1][0]).toBeCloseTo((1 - 0.05 * 3) * (1.8 * path[k][0] - 0.8 * path[k - 1][0]), 13);
  });

  it.each([
    ['descent', (learningRate: number) => gradientDescent({ learningRate }), 2],
    ['heavy ball', (learningRate: number) => momentum({ learningRate, momentum: 0.9 }), 3.8],
    ['Nesterov', (learningRate: number) => nesterov({ learningRate, momentum: 0.9 }), 3.8 / 2.8],
  ])('%s is stable up to its edge and not beyond', async (_, rule, edge) => {
    const end = async (rate: number): Promise<number> =>
      Math.abs((await pathOf(rule(rate), quadratic([1]), [1], 4000)).at(-1)![0]);
    expect(await end(edge * 0.99)).toBeLessThan(1e-6);
    expect(await end(edge * 1.01)).toBeGreaterThan(1e6);
  });

  it('Adam moves every coordinate by the learning rate in its first step, RMSProp by rate / sqrt(1 - decay)', async () => {
    const [, x] = await pathOf(adam({ learningRate: 0.01 }), quadratic([1, 1e6]), [2, -3], 1);
    expect(x[0]).toBeCloseTo(2 - 0.01, 9);
    expect(x[1]).toBeCloseTo(-3 + 0.01, 9);
    const [, y] = await pathOf(rmsprop({ learningRate: 0.01, decay: 0.9 }), quadratic([1, 1e6]), [2, -3], 1);
    expect(y[0]).toBeCloseTo(2 - 0.01 / Math.sqrt(0.1), 8);
  });

  it('Adam and RMSProp reach the minimum', async () => {
    for (const method of [adam({ learningRate: 0.05 }), rmsprop({ learningRate: 0.002 })])
      expect(norm((await pathOf(method, quadratic([1, 10, 100]), [1, 1, 1], 3000)).at(-1)!)).toBeLessThan(2e-3);
  });
});

describe('L-BFGS', () => {
  it('with a history as long as the dimension solves a quadratic of condition 1e4 to 1e-10', async () => {
    const curvatures = Array.from({ length: 20 }, (_, i) => 10 ** ((4 * i) / 19));
    const path = await pathOf(
      lbfgs({ history: 30 }),
      quadratic(curvatures),
      curvatures.map(() => 1),
      200,
    );
    const steps = path.findIndex((x) => norm(x) < 1e-10);
    expect(steps).toBeGreaterThan(0);
  });

  it('beats the best fixed step of gradient descent by far with a history of 10', async () => {
    const curvatures = Array.from({ length: 20 }, (_, i) => 10 ** ((4 * i) / 19));
    const objective = quadratic(curvatures);
    const start = curvatures.map(() => 1);
    const descent = (await pathOf(gradientDescent({ learningRate: 2 / (1 + 1e4) }), objective, start, 200)).at(-1)!;
    const quasiNewton = (await pathOf(lbfgs(), objective, start, 200)).at(-1)!;
    expect(objective(quasiNewton).loss).toBeLessThan(1e-3 * objective(descent).loss);
  });

  it("finds Rosenbrock's minimum to 1e-10 from (-1.2, 1)", async () => {
    const end = (await pathOf(lbfgs(), rosenbrock, [-1.2, 1], 100)).at(-1)!;
    expect(Math.hypot(end[0] - 1, end[1] - 1)).toBeLessThan(1e-10);
  });

  it('backs off where the objective is not finite', async () => {
    const wall: Score = (x) => {
      if (x[0] > 3)
        throw new NonFiniteError({ operation: 'exp', pass: 'forward', member: 0, operands: [x[0]], value: Infinity });
      return {
        loss: -x[0] + 0.05 * x[0] ** 2 + Math.exp(4 * (x[0] - 2.5)),
        gradient: Float64Array.of(-1 + 0.1 * x[0] + 4 * Math.exp(4 * (x[0] - 2.5))),
      };
    };
    const end = (await pathOf(lbfgs(), wall, [-40], 60)).at(-1)!;
    expect(Math.abs(wall(end).gradient[0])).toBeLessThan(1e-8);
  });

  it('says that it can go no further at a minimum', () => {
    const method = lbfgs();
    const result = method.step({
      parameters: Float64Array.of(0),
      current: quadratic([1])(Float64Array.of(0)),
      state: method.start(1),
      objective: quadratic([1]),
    });
    expect(result.finished).toBe('the gradient is zero');
  });
});

describe('clipping by the global norm', () => {
  it('gives norm min(c, |g|) in the same direction, to 1e-14', () => {
    const random = new Random();
    for (let i = 0; i < 1000; i++) {
      const gradient = Float64Array.from(random.list(7, -10, 10));
      const limit = random.uniform(0.1, 40);
      const clipped = clipByGlobalNorm(gradient, limit);
      expect(Math.abs(norm(clipped.gradient) - Math.min(limit, norm(gradient)))).toBeLessThan(1e-14 * 40);
      const cosine =
        clipped.gradient.reduce((sum, g, k) => sum + g * gradient[k], 0) / norm(gradient) / norm(clipped.gradient);
      expect(Math.abs(cosine - 1)).toBeLessThan(1e-14);
    }
  });

  it('changes no bit where it is not active, and survives huge gradients', () => {
    const gradient = Float64Array.of(1e200, -1e200);
    expect(clipByGlobalNorm(gradient).gradient).toBe(gradient);
    expect(norm(clipByGlobalNorm(gradient, 1).gradient)).toBeCloseTo(1, 14);
  });
});

it('schedules start at 1 and end where they say', () => {
  expect(scheduleFactor({ type: 'constant' }, 99)).toBe(1);
  expect(scheduleFactor({ type: 'exponential', decay: 0.5, every: 10 }, 20)).toBeCloseTo(0.25, 14);
  expect(scheduleFactor({ type: 'cosine', iterations: 100, final: 0.1 }, 0)).toBe(1);
  expect(scheduleFactor({ type: 'cosine', iterations: 100, final: 0.1 }, 50)).toBeCloseTo(0.55, 14);
  expect(scheduleFactor({ type: 'cosine', iterations: 100, final: 0.1 }, 1000)).toBeCloseTo(0.1, 14);
});
