/** @file Flows against matrix exponentials and what they conserve; what binds, refuses and ends them. */
import { describe, expect, it } from 'vitest';
import { ArgumentError, NonFiniteError } from '../../../src/errors.ts';
import { norm } from '../../../src/core/member-norms.ts';
import { followFlow, mostImplicit } from '../../../src/learning/flow/flow.ts';
import { gradientFlow } from '../../../src/learning/flow/gradient-flow.ts';
import { modifiedFlow } from '../../../src/learning/flow/modified-flow.ts';
import { Random } from '../../support/random.ts';
import { quadraticLoss, reflection, toy, withEigenvalues } from '../../support/toy-flows.ts';

const random = new Random();

/** A quadratic with these curvatures along turned axes, and exp(-t A) x. */
function turned(curvatures: readonly number[]) {
  const Q = reflection(random.list(curvatures.length, -1, 1));
  const loss = quadraticLoss(withEigenvalues(Q, curvatures));
  const start = Float64Array.from(random.list(curvatures.length, -1, 1));
  const exactAt = (time: number, rates = curvatures): Float64Array => {
    const along = Q.map((row) => row.reduce((sum, q, k) => sum + q * start[k], 0));
    const later = along.map((a, k) => a * Math.exp(-rates[k] * time));
    return Float64Array.from(Q, (row) => row.reduce((sum, q, k) => sum + q * later[k], 0));
  };
  return { loss, start, exactAt };
}

const distance = (x: Float64Array, y: Float64Array): number => norm(x.map((value, i) => value - y[i]));

describe('the flow of a quadratic is the matrix exponential to 1e-8', () => {
  it.each([
    ['of condition 4', [1, 2, 4]],
    ['of condition 100, with a flat direction', [0, 0.05, 1, 5]],
    ['with a direction that it leaves', [-0.5, 1, 3]],
    ['of condition 1e6', [1, 31, 1e3, 1e6]],
  ])('%s, all along the way', async (_, curvatures) => {
    const { loss, start, exactAt } = turned(curvatures);
    const flow = await followFlow(gradientFlow(loss.gradient, loss.product), start, 2);
    expect(flow.shortfall).toBeNull();
    for (let k = 0; k <= 200; k++) {
      const time = 2 * (k / 200) ** 4;
      expect(distance(flow.at(time), exactAt(time))).toBeLessThan(1e-8);
    }
  });

  it('and the modified flow that of A + eta A^2 / 2: neither the other sign nor half of it', async () => {
    const curvatures = [0.5, 1, 3];
    const { loss, start, exactAt } = turned(curvatures);
    const eta = 0.2;
    const flow = await followFlow(modifiedFlow(loss.gradient, loss.product, eta), start, 2);
    const rates = curvatures.map((curvature) => curvature + (eta / 2) * curvature ** 2);
    for (const time of [0, 0.3, 1, 2]) expect(distance(flow.at(time), exactAt(time, rates))).toBeLessThan(1e-8);
  });
});

describe('a stiff flow', () => {
  const { loss, start } = turned([1, 1e3, 1e6]);
  const system = gradientFlow(loss.gradient, loss.product);

  it('is followed implicitly from where stability binds, in a hundredth of the evaluations, and says so', async () => {
    const flow = await followFlow(system, start, 1);
    expect(flow.implicitFrom).toBeGreaterThan(0);
    expect(flow.method).toMatch(/from 0\.0\d+ on RODAS 4\(3\), implicit, as stability bound the steps$/);
    expect(flow.evaluations + flow.products).toBeLessThan(2e4);
  });

  it('is not followed further than so many evaluations, and says that it is stiff', async () => {
    const flow = await followFlow(system, start, 1, { method: 'explicit', mostEvaluations: 5000 });
    expect(flow.shortfall).toMatch(/^50\d\d evaluations of the field were not enough$/);
    expect(flow.duration).toBeLessThan(0.01);
    expect(flow.method).toContain('stiff: stability bound the steps');
    expect(() => flow.at(1)).toThrow(/^time: found 1; expected from 0 to /);
  });

  it('has the same bits each time', async () => {
    const [one, other] = [await followFlow(system, start, 1), await followFlow(system, start, 1)];
    expect(one.at(0.3)).toEqual(other.at(0.3));
    expect(one.evaluations).toBe(other.evaluations);
  });
});

describe('the flow of (x y - 1)^2 / 2 from (2, 0.3)', () => {
  it.each(['automatic', 'explicit', 'implicit'] as const)(
    'keeps x^2 - y^2 = 3.91 and ends at a sharpness of sqrt(3.91^2 + 4), %s',
    async (method) => {
      const flow = await followFlow(gradientFlow(toy.gradient, toy.product), Float64Array.of(2, 0.3), 40, { method });
      for (let t = 0; t <= 40; t++) {
        const [x, y] = flow.at(t);
        expect(Math.abs(x * x - y * y - 3.91)).toBeLessThan(1e-8);
      }
      const [x, y] = flow.at(40);
      expect(Math.abs(x * x + y * y - Math.sqrt(3.91 ** 2 + 4))).toBeLessThan(1e-8);
      expect(Math.abs(x * x + y * y - 4.391821945)).toBeLessThan(1e-8);
    },
  );
});

describe('steps are as long as the error allows, not as a sharpness measured long ago', () => {
  // the valley's curvature grows like 1 + x^4 on the way
  const gradient = ([x, y]: Float64Array) => ({
    loss: ((1 + x ** 4) * y * y) / 2 - x,
    gradient: Float64Array.of(2 * x ** 3 * y * y - 1, (1 + x ** 4) * y),
  });

  it('in a valley that becomes ten thousand times as steep', async () => {
    const flow = await followFlow(gradientFlow(gradient), Float64Array.of(0, 1), 10, { mostEvaluations: 1e6 });
    const [x, y] = flow.at(10);
    expect(flow.shortfall).toBeNull();
    expect(Math.abs(y)).toBeLessThan(1e-8);
    // once y is 0, x moves with a speed of 1
    expect(Math.abs(x - flow.at(9)[0] - 1)).toBeLessThan(1e-8);
    expect(flow.times.length).toBeGreaterThan(1000);
  });
});

describe('where nothing bends, and where nothing moves', () => {
  it('a step has a length all the same: a slope without curvature is followed in a few steps', async () => {
    const slope = () => ({ loss: 0, gradient: Float64Array.of(1, -2) });
    const flow = await followFlow(gradientFlow(slope), Float64Array.of(0, 0), 1000);
    expect(distance(flow.at(1000), Float64Array.of(-1000, 2000))).toBeLessThan(1e-6);
    expect(flow.evaluations).toBeLessThan(300);
  });

  it('a start at rest stays: one step over all of the time', async () => {
    const flow = await followFlow(gradientFlow(toy.gradient, toy.product), Float64Array.of(0.5, 2), 1e6);
    expect(flow.at(1e6)).toEqual(Float64Array.of(0.5, 2));
    expect(flow.evaluations).toBeLessThan(10);
  });

  it('no time at all is the start', async () => {
    const flow = await followFlow(gradientFlow(toy.gradient), Float64Array.of(2, 0.3), 0);
    expect(flow.at(0)).toEqual(Float64Array.of(2, 0.3));
  });
});

describe('numbers that are not finite', () => {
  // a wall at 1: the loss is not defined beyond
  const walled = (x: Float64Array): Float64Array => x.map((value) => (value < 1 ? 1 - value : NaN));

  it('refuse the step, which is made shorter', async () => {
    const flow = await followFlow({ field: walled }, Float64Array.of(0), 20);
    expect(flow.shortfall).toBeNull();
    expect(Math.abs(flow.at(5)[0] - (1 - Math.exp(-5)))).toBeLessThan(1e-8);
  });

  it('end the flow where there is no step without them', async () => {
    const through = (x: Float64Array): Float64Array => x.map((value) => (value < 1 ? 1 : NaN));
    const flow = await followFlow({ field: through }, Float64Array.of(0), 2);
    expect(flow.shortfall).toBe('no step from here is both finite and within the tolerance');
    expect(flow.duration).toBeCloseTo(1, 8);
    expect(flow.refused).toBeGreaterThan(10);
  });

  it('are those of a NonFiniteError, too; other errors are thrown', async () => {
    const throwing = (error: Error) => ({
      field: (): Float64Array => {
        throw error;
      },
    });
    const born = new NonFiniteError({
      operation: 'div',
      operands: [0, 0],
      value: NaN,
      member: 0,
      pass: 'forward',
    } as never);
    const flow = await followFlow(throwing(born), Float64Array.of(0), 1);
    expect(flow.shortfall).toBe('the field is not finite at the start');
    await expect(followFlow(throwing(new RangeError('mine')), Float64Array.of(0), 1)).rejects.toThrow('mine');
  });
});

it('a flow is cancelled at once, with the reason', async () => {
  const control = new AbortController();
  let asked = 0;
  const slow = async (x: Float64Array): Promise<Float64Array> => {
    if (++asked === 20) control.abort(new Error('enough'));
    await new Promise((resolve) => setTimeout(resolve, 2));
    return x.map((value) => Math.sin(50 * value) + 2);
  };
  const followed = followFlow({ field: slow }, Float64Array.of(0), 100, { signal: control.signal });
  await expect(followed).rejects.toThrow('enough');
  expect(asked).toBeLessThan(60);
});

it('arguments that do not fit are refused', async () => {
  const system = gradientFlow(toy.gradient);
  const start = Float64Array.of(2, 0.3);
  await expect(followFlow(system, start, -1)).rejects.toThrow(/^duration: found -1/);
  await expect(followFlow(system, start, 1, { relative: 0 })).rejects.toThrow(/^relative: /);
  await expect(followFlow(system, start, 1, { absolute: 0 })).rejects.toThrow(/^absolute: /);
  await expect(followFlow(system, start, 1, { method: 'implicit' })).rejects.toThrow(/^method: /);
  await expect(followFlow({ field: () => Float64Array.of(1) }, start, 1)).rejects.toThrow(
    /^result of the field: found 1 numbers; expected 2 numbers/,
  );
  const many = new Float64Array(mostImplicit + 1);
  const wide = { field: (x: Float64Array) => x, product: (_x: Float64Array, v: Float64Array) => v };
  await expect(followFlow(wide, many, 1, { method: 'implicit' })).rejects.toThrow(ArgumentError);
});
