/** @file What a branch leaves out, or a clamp cuts off, has a derivative of exactly 0, of any order, by any order of modes. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad, hvp, jacobian, jvp } from '../../../src/core/derivative/functions.ts';
import { withAdjoint } from '../../../src/core/derivative/with-adjoint.ts';
import { abs, div, sqrt, square, sub } from '../../../src/core/ops/arithmetic.ts';
import { clamp, greater, less, maximum, minimum, relu } from '../../../src/core/ops/comparison.ts';
import { add, mul, where } from '../../../src/core/ops/elementwise.ts';
import { exp, log, log1p } from '../../../src/core/ops/exponential.ts';
import { solve } from '../../../src/core/ops/factorization.ts';
import { cross, matmul, norm } from '../../../src/core/ops/linear-algebra.ts';
import { pow } from '../../../src/core/ops/power.ts';
import { logsumexp, sum } from '../../../src/core/ops/reduction.ts';
import { acos, asin, atan2, sin } from '../../../src/core/ops/trigonometric.ts';
import { population, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { forwardDynamics } from '../../../src/dynamics/forward-dynamics.ts';
import { inverseDynamics } from '../../../src/dynamics/inverse-dynamics.ts';
import { modes, type Scalar, tangent } from '../../support/derivative-modes.ts';
import { assetModel } from '../../support/robots.ts';

/** f, where, and its first, second and third derivative there. */
type Case = readonly [name: string, f: Scalar, x: number, first: number, second: number, third: number];

const branch = withAdjoint('a root with a rule', (x: PopulationTensor) => sqrt(x), {
  vjp: (_, y, bar) => div(bar, mul(2, y)),
  jvp: (_, y, dx) => div(dx, mul(2, y)),
});
const traced = withAdjoint('a root without a rule', (x: PopulationTensor) => sqrt(x));
const clamping = withAdjoint('clamping', (x: PopulationTensor) => clamp(x, 1, 2));
const cutting = withAdjoint('cutting', (x: PopulationTensor) => relu(x));
const looped: Scalar = (x) =>
  scan((c: PopulationTensor) => ({ carry: sqrt(c), output: [] }), x, [], { length: 2 }).carry;

const untaken: readonly Case[] = [
  ['sqrt at 0', (x) => where(greater(x, 0), sqrt(x), 0), 0, 0, 0, 0],
  ['log at -1', (x) => where(greater(x, 0), log(x), square(x)), -1, -2, 2, 0],
  ['1/x at 0', (x) => where(greater(abs(x), 0), div(1, x), mul(x, square(x))), 0, 0, 0, 6],
  [
    'sin x/x with its series',
    (x) => where(greater(abs(x), 1e-6), div(sin(x), x), sub(1, div(square(x), 6))),
    0,
    0,
    -1 / 3,
    0,
  ],
  ['asin beyond 1', (x) => where(less(x, 1), asin(x), square(x)), 2, 4, 2, 0],
  ['exp that overflows', (x) => where(less(x, 1), exp(x), x), 1000, 1, 0, 0],
  ['a power of a negative number', (x) => where(greater(x, 0), pow(x, 0.5), square(x)), -2, -4, 2, 0],
  ['in a loop', (x) => where(greater(x, 0), looped(x), square(x)), 0, 0, 2, 0],
  [
    'within the steps of a loop',
    (x) =>
      scan((c: PopulationTensor) => ({ carry: where(greater(c, 5), sqrt(sub(c, 5)), square(c)), output: [] }), x, [], {
        length: 2,
      }).carry,
    1,
    4,
    12,
    24,
  ],
  [
    'a step behind, in a loop',
    (x) =>
      scan(
        (c: { a: PopulationTensor; b: PopulationTensor }) => ({
          carry: { a: sqrt(sub(c.a, 1)), b: where(less(x, 100), mul(c.b, x), c.a) },
          output: [],
        }),
        { a: x, b: x },
        [],
        { length: 2 },
      ).carry.b,
    0.5,
    0.75,
    3,
    6,
  ],
  ['a rule', (x) => where(greater(x, 0), branch(x), square(x)), 0, 0, 2, 0],
  ['a rule of a NaN', (x) => where(greater(x, 0), branch(x), square(x)), -1, -2, 2, 0],
  ['an algorithm without a rule', (x) => where(greater(x, 0), traced(x), square(x)), 0, 0, 2, 0],
  [
    'products of matrices',
    (x) =>
      where(
        0,
        sum(
          matmul(
            div(
              tensor([
                [1, 2],
                [3, 4],
              ]),
              mul(0, x),
            ),
            tensor([1, 1]),
          ),
        ),
        square(x),
      ),
    3,
    6,
    2,
    0,
  ],
  [
    'a cross product',
    (x) => where(0, sum(cross(div(tensor([1, 2, 3]), mul(0, x)), mul(x, tensor([1, 0, 0])))), square(x)),
    3,
    6,
    2,
    0,
  ],
  ['a cotangent that is 0 for once', (x) => where(1, square(sin(x)), sqrt(x)), 0, 0, 2, 0],
  ['a rule whose cotangent is 0 for once', (x) => where(1, square(branch(add(x, 1))), sqrt(x)), 0, 1, 0, 0],
  ['a norm', (x) => where(0, norm(div(tensor([1, 2, 3]), mul(0, x))), square(x)), 3, 6, 2, 0],
];

const cutOff: readonly Case[] = [
  ['acos of a clamp', (x) => acos(clamp(x, -1, 1)), 2, 0, 0, 0],
  ['asin of a minimum', (x) => asin(minimum(x, 1)), 5, 0, 0, 0],
  ['sqrt of relu', (x) => sqrt(relu(x)), -1, 0, 0, 0],
  ['sqrt of twice relu', (x) => sqrt(mul(2, relu(x))), -1, 0, 0, 0],
  ['an algorithm that clamps sqrt', (x) => clamping(sqrt(x)), 0, 0, 0, 0],
  ['sqrt of an algorithm that cuts off', (x) => sqrt(cutting(x)), -1, 0, 0, 0],
  ['log1p of a maximum', (x) => log1p(maximum(x, -1)), -3, 0, 0, 0],
  ['a quotient by a clamp', (x) => div(1, clamp(x, 0, 1)), -1, 0, 0, 0],
  ['a power of relu', (x) => pow(relu(x), 0.5), -1, 0, 0, 0],
  ['a clamp of sqrt', (x) => clamp(sqrt(x), 1, 2), 0, 0, 0, 0],
  ['a clamp of log', (x) => clamp(log(x), -5, 5), 0, 0, 0, 0],
  ['a clamp of 1/x', (x) => clamp(div(1, x), -5, 5), 0, 0, 0, 0],
  ['a rule of relu', (x) => branch(relu(x)), -1, 0, 0, 0],
  ['a clamp of a rule', (x) => clamp(branch(x), 1, 2), 0, 0, 0, 0],
  [
    'relu in a loop, sqrt in its next step',
    (x) =>
      scan(
        (c: { a: PopulationTensor; b: PopulationTensor; c: PopulationTensor }) => ({
          carry: { a: sqrt(c.b), b: mul(relu(sub(c.c, 5)), 2), c: c.c },
          output: [],
        }),
        { a: x, b: x, c: x },
        [],
        { length: 3 },
      ).carry.a,
    1,
    0,
    0,
    0,
  ],
];

const atEdges: readonly Case[] = [
  ['x^0 at 0', (x) => pow(x, 0), 0, 0, 0, 0],
  ['x^1 at 0', (x) => pow(x, 1), 0, 1, 0, 0],
  ['x^2 at 0', (x) => pow(x, 2), 0, 0, 2, 0],
  ['x^3 at 0', (x) => pow(x, 3), 0, 0, 0, 6],
  ['x^y by y, where y is 0', (y) => pow(2, y), 0, Math.LN2, Math.LN2 ** 2, Math.LN2 ** 3],
  ['x^(2 x) at 1, where the logarithm is 0', (x) => pow(x, mul(2, x)), 1, 2, 6, 18],
  ['0^y at 2', (y) => pow(0, y), 2, 0, 0, 0],
  ['atan2 at the origin', (y) => atan2(y, 0), 0, 0, 0, 0],
  ['|x| times x at 0', (x) => mul(abs(x), x), 0, 0, 0, 0],
];

const close = (found: number, right: number): boolean =>
  Math.abs(found - right) <= 1e-12 * Math.max(1, Math.abs(right));

describe.each([
  ['a branch not taken', untaken],
  ['what is cut off', cutOff],
  ['an edge', atEdges],
] as const)('%s', (_, cases) => {
  it.each(cases)('%s', (_name, f, x, ...right) => {
    for (const [mode, derivative] of Object.entries(modes)) {
      const g = derivative(f);
      const expected = right[mode.length - 1];
      const found = [g(tensor(x)).item(), compile(g, [tensor(0)])(tensor(x)).item()];
      found.forEach((value, i) =>
        expect(close(value, expected), `${mode}${i ? ', compiled' : ''}: ${value}, right ${expected}`).toBe(true),
      );
    }
  });
});

describe('guards', () => {
  it('mask member by member, and element by element', () => {
    const f = (x: PopulationTensor) => sum(where(greater(x, 0), sqrt(x), mul(3, x)));
    const x = population([
      [4, -1],
      [0, 9],
    ]);
    expect([...grad(f)(x).data]).toEqual([0.25, 3, 3, 1 / 6]);
    const second = hvp(f)(x, tensor([1, 1]));
    expect([...second.data].map((value) => value + 0)).toEqual([-1 / 32, 0, 0, expect.closeTo(-1 / 108, 15)]);
    expect([...grad((y: PopulationTensor) => sum(grad(f)(y)))(x).data].map((value) => value + 0)).toEqual(
      [...second.data].map((value) => value + 0),
    );
  });

  it('hold for the dynamics of a robot in a state that is not finite', () => {
    const model = assetModel('planar-2link');
    const none = zeros([2]);
    const bad = (x: PopulationTensor) => div(x, 0);
    for (const dynamics of [
      (x: PopulationTensor) => forwardDynamics(model, bad(x), none, none),
      (x: PopulationTensor) => forwardDynamics(model, none, bad(x), x),
      (x: PopulationTensor) => inverseDynamics(model, bad(x), none, x),
    ]) {
      const f = (x: PopulationTensor) => sum(where(less(x, 100), square(x), dynamics(x)));
      const x = tensor([0.1, 0.2]);
      expect(grad(f)(x).toArray()).toEqual([0.2, 0.4]);
      expect(jvp(f, x, tensor([1, 1])).tangent.item()).toBeCloseTo(0.6, 14);
      expect(hvp(f)(x, tensor([1, 0])).toArray()).toEqual([2, 0]);
      expect(grad((y: PopulationTensor) => sum(mul(grad(f)(y), tensor([1, 0]))))(x).toArray()).toEqual([2, 0]);
      expect(compile(grad(f), [x])(x).toArray()).toEqual([0.2, 0.4]);
    }
  });

  it('hold for a system of equations without a solution', () => {
    const f = (x: PopulationTensor) =>
      where(
        less(x, 5),
        square(x),
        sum(
          solve(
            mul(
              sub(x, x),
              tensor([
                [2, 1],
                [1, 3],
              ]),
            ),
            tensor([1, 1]),
          ),
        ),
      );
    expect(compile(grad(f), [tensor(0)])(tensor(3)).item()).toBe(6);
    expect(compile(grad(grad(f)), [tensor(0)])(tensor(3)).item()).toBe(2);
  });

  it('do not hide what is taken: an infinite slope stays one, a NaN stays NaN', () => {
    expect(grad((x: PopulationTensor) => where(1, sqrt(x), x))(tensor(0)).item()).toBe(Infinity);
    expect(tangent((x) => sqrt(relu(x)))(tensor(4)).item()).toBe(0.25);
    // overflow is no pole: whoever clamps it shall see that it has diverged
    expect(grad((x: PopulationTensor) => minimum(exp(x), 3))(tensor(1000)).item()).toBe(NaN);
    expect(grad((x: PopulationTensor) => where(less(x, 1), sqrt(x), x))(tensor(-1)).item()).toBe(NaN);
    expect(
      jacobian((x: PopulationTensor) => acos(clamp(x, -1, 1)))(tensor([2, 0.5]))
        .toArray()
        .map((value) => value + 0),
    ).toEqual([0, 0, 0, -1 / Math.sqrt(0.75)]);
  });

  it('do not take a cotangent for masked that is 0 for once: mixed derivatives of x^y where y is 0', () => {
    const byX = (y: PopulationTensor) => grad((x: PopulationTensor) => pow(x, y))(tensor(4));
    expect(grad(byX)(tensor(0)).item()).toBe(0.25);
    const product = (x: PopulationTensor) => where(1, square(sub(branch(x), 2)), sqrt(sub(x, 9)));
    expect(hvp(product)(tensor(4), tensor(1)).item()).toBe(1 / 8);
    expect(grad(grad(product))(tensor(4)).item()).toBe(1 / 8);
  });

  it('give the logarithm of no sum at all a slope of 0', () => {
    const nothing = tensor([-Infinity, -Infinity]);
    expect(grad((x: PopulationTensor) => logsumexp(x))(nothing).toArray()).toEqual([0, 0]);
    expect(
      compile(
        grad((x: PopulationTensor) => add(logsumexp(x), sum(x))),
        [nothing],
      )(nothing).toArray(),
    ).toEqual([1, 1]);
  });
});
