/** @file What is masked to 0 stays so where values and slopes are finite, but what the slope is made of moves without bounds. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { type AdjointRule, withAdjoint } from '../../../src/core/derivative/with-adjoint.ts';
import { sqrt, square, sub } from '../../../src/core/ops/arithmetic.ts';
import { clamp, greater } from '../../../src/core/ops/comparison.ts';
import { add, choose, mul, where } from '../../../src/core/ops/elementwise.ts';
import { stack } from '../../../src/core/ops/indexing.ts';
import { cross, matmul, outer } from '../../../src/core/ops/linear-algebra.ts';
import { pow } from '../../../src/core/ops/power.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { asin, sin } from '../../../src/core/ops/trigonometric.ts';
import { ones, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { forwardDynamics } from '../../../src/dynamics/forward-dynamics.ts';
import { inverseDynamics } from '../../../src/dynamics/inverse-dynamics.ts';
import { modes, type Scalar, tangent } from '../../support/derivative-modes.ts';
import { assetModel } from '../../support/robots.ts';

const rule: AdjointRule<{ a: PopulationTensor; b: PopulationTensor }, PopulationTensor> = {
  vjp: ({ a, b }, _, bar) => ({ a: mul(bar, b), b: mul(bar, a) }),
  jvp: ({ a, b }, _, moved) => add(mul(moved.a, b), mul(a, moved.b)),
};
const ruled = withAdjoint('a product with a rule', ({ a, b }) => mul(a, b), rule);
const regular = withAdjoint('a product with a regular rule', ({ a, b }) => mul(a, b), { ...rule, isRegular: true });
const planar = assetModel('planar-2link');
const roots = (x: PopulationTensor) => stack([x, sqrt(x), mul(2, sqrt(x))]);
const joints = (x: PopulationTensor) => stack([asin(sub(1, x)), x]);

/** Finite at 0, as are all factors of its slope, which yet move without bounds there. */
const steep: Readonly<Record<string, Scalar>> = {
  'a product': (x) => mul(x, sqrt(x)),
  'a product of another partial': (x) => mul(sin(x), sqrt(x)),
  'a product with a power': (x) => mul(x, pow(x, 0.5)),
  'a product with asin at 1': (x) => mul(x, asin(sub(1, x))),
  'products of matrices': (x) => sum(matmul(outer(roots(x), roots(x)), roots(x))),
  'products of matrices that stand still': (x) =>
    add(sum(matmul(add(x, ones([2, 3])), roots(x))), sum(matmul(roots(x), add(x, ones([3, 2]))))),
  'cross products with what stands still': (x) =>
    sum(add(cross(roots(x), add(x, tensor([1, 3, 6]))), mul(2, cross(add(x, tensor([1, 4, 2])), roots(x))))),
  'cross products of cross products': (x) => sum(cross(cross(add(x, tensor([1, 4, 2])), roots(x)), roots(x))),
  'a cross product': (x) => sum(cross(roots(x), mul(x, tensor([1, 2, 3])))),
  'a cross product, the other way round': (x) => sum(cross(mul(x, tensor([1, 2, 3])), roots(x))),
  'a rule': (x) => ruled({ a: x, b: sqrt(x) }),
  'a rule of what is steep in its second derivative only': (x) => ruled({ a: x, b: pow(x, 1.5) }),
  'a regular rule of asin at 1': (x) => regular({ a: x, b: asin(sub(1, x)) }),
  'the dynamics of a robot': (x) => mul(1e-3, sum(forwardDynamics(planar, joints(x), joints(x), joints(x)))),
  'inverse dynamics': (x) => mul(1e-3, sum(inverseDynamics(planar, joints(x), joints(x), joints(x)))),
  'a loop': (x) => scan((c: PopulationTensor) => ({ carry: mul(c, sqrt(x)), output: [] }), x, [], { length: 3 }).carry,
};
describe.each([
  ['a branch not taken', (x: PopulationTensor, y: PopulationTensor) => where(greater(x, 0), y, square(x))],
  ['a choice not taken', (x: PopulationTensor, y: PopulationTensor) => choose(greater(x, 0), y, square(x))],
  ['what is cut off', (x: PopulationTensor, y: PopulationTensor) => add(square(x), sub(clamp(y, 5, 6), 5))],
] as const)('a steep slope in %s', (_, masking) => {
  it.each(Object.entries(steep))('%s', (_name, f) => {
    const masked: Scalar = (x) => masking(x, f(x));
    for (const [mode, derivative] of Object.entries(modes)) {
      const g = derivative(masked);
      const expected = mode.length === 2 ? 2 : 0;
      const found = [g(tensor(0)).item(), compile(g, [tensor(1)], { checkFinite: false })(tensor(0)).item()];
      expect(found, mode).toEqual([expected + 0, expected + 0].map((value) => expect.closeTo(value, 12)));
    }
  });
});

it('A cotangent of a rule that is 0 for once is not taken for masked', () => {
  const taken: Scalar = (x) => where(1, mul(x, ruled({ a: add(x, 1), b: sqrt(x) })), x);
  expect(tangent(grad(taken))(tensor(0)).item()).toBeNaN();
});
