/** @file What is asked about a loss is answered for what stands inside of its loops, too. */
import { describe, expect, it } from 'vitest';
import { grad, jvp } from '../../../src/core/derivative/functions.ts';
import { disconnectedParameters } from '../../../src/core/derivative/connectivity.ts';
import { gradientNorms, observe } from '../../../src/core/derivative/gradient-norms.ts';
import { withAdjoint } from '../../../src/core/derivative/with-adjoint.ts';
import { less } from '../../../src/core/ops/comparison.ts';
import { add, mul, where } from '../../../src/core/ops/elementwise.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { cos, sin } from '../../../src/core/ops/trigonometric.ts';
import { stopGradient } from '../../../src/core/ops/stop-gradient.ts';
import { populationSum } from '../../../src/core/ops/structural.ts';
import { population, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';

const w = tensor(0.5);
const loop = (
  start: PopulationTensor,
  length: number,
  step: (c: PopulationTensor) => PopulationTensor,
  reverse = false,
) => scan((c: PopulationTensor) => ({ carry: step(c), output: [] }), start, [], { length, reverse }).carry;
const close = (values: readonly number[]): number[] => values.map((value) => expect.closeTo(value, 14) as number);

describe('gradient norms of values inside of loops', () => {
  it('are one a step, those of the loop written out', () => {
    const f = (x: PopulationTensor) => sum(loop(tensor([1, 2]), 4, (c) => observe('c', mul(x, c))));
    const norms = gradientNorms(f, w).get('c')!;
    expect(norms.toArray()).toEqual(close([0.125, 0.25, 0.5, 1].map((value) => value * Math.SQRT2)));
    const written = (x: PopulationTensor) => {
      let c = tensor([1, 2]);
      for (let k = 0; k < 4; k++) c = observe(`c${k}`, mul(x, c));
      return sum(c);
    };
    const found = gradientNorms(written, w);
    expect([0, 1, 2, 3].map((k) => found.get(`c${k}`)!.item())).toEqual(norms.toArray());
  });

  it('have members, and an axis for each loop around them', () => {
    const f = (x: PopulationTensor) =>
      sum(loop(population([[1], [2]]), 3, (c) => loop(c, 2, (d) => observe('d', mul(x, d)))));
    const norms = gradientNorms(f, w).get('d')!;
    expect([norms.shape, norms.population]).toEqual([[3, 2], 2]);
    expect(norms.toArray(1)).toEqual(close([0, 1, 2, 3, 4, 5].map((k) => 0.5 ** (5 - k))));
  });

  it('of what members share add up what they contribute', () => {
    const f = (x: PopulationTensor) => {
      const step = (s: { k: PopulationTensor; y: PopulationTensor }) => ({
        carry: { k: observe('k', mul(s.k, x)), y: mul(s.y, s.k) },
        output: [],
      });
      return populationSum(scan(step, { k: tensor(1), y: population([1, 2, 3]) }, [], { length: 3 }).carry.y);
    };
    // the loss is 6 k1 k2, from k0 = 1 with k1 = w, k2 = w k1; the last k is not read
    expect(gradientNorms(f, w).get('k')!.toArray()).toEqual(close([6 * 0.25 + 6 * 0.5 * 0.5, 6 * 0.5, 0]));
  });

  it('are seen through loops that run backwards and through algorithms without a rule', () => {
    const cube = withAdjoint('cube', (x: PopulationTensor) => mul(x, observe('inside', mul(x, x))));
    const f = (x: PopulationTensor) => loop(x, 2, (c) => observe('c', cube(c)), true);
    const norms = gradientNorms(f, tensor(2));
    // c1 = 8, c2 = 512; d c2 / d c1 = 3 64, and the square's cotangent is that of the cube times x
    expect(norms.get('c')!.toArray()).toEqual([1, 192]);
    expect(norms.get('inside')!.toArray()).toEqual([8, 384]);
  });

  it('of one name in places that do not fit are refused', () => {
    const f = (x: PopulationTensor) => loop(observe('c', x), 2, (c) => observe('c', mul(x, c)));
    expect(() => gradientNorms(f, w)).toThrow(/gradientNorms: "c" is observed in several places/);
  });
});

it('a loss that is not one number a member is refused, as by gradients', () => {
  const f = (x: PopulationTensor) => mul(observe('x', x), tensor([1, 2]));
  expect(() => gradientNorms(f, w)).toThrow(/^gradientNorms: the function is not scalar/);
  expect(() => disconnectedParameters(f, w)).toThrow(/^disconnectedParameters: the function is not scalar/);
});

describe('parameters that no path joins to the loss', () => {
  const one = tensor(1);
  type Names = Readonly<Record<string, PopulationTensor>>;
  const parameters = (...names: readonly string[]): Names => Object.fromEntries(names.map((name) => [name, one]));

  it('are found among what a loop carries, reads and takes from outside', () => {
    const f = (x: Names) => {
      const step = (s: Names, item: PopulationTensor) => ({
        carry: {
          used: mul(s.used, x.factor),
          circle: mul(s.circle, x.inCircle),
          stopped: add(stopGradient(s.stopped), s.used),
          compared: where(less(s.compared, x.threshold), s.used, s.used),
        },
        output: mul(item, s.circle),
      });
      const start = { used: x.start, circle: x.circle, stopped: x.stopped, compared: x.compared };
      const { carry } = scan(step, start, mul(x.items, tensor([1, 2, 3])));
      return add(add(carry.used, carry.stopped), carry.compared);
    };
    const names = ['start', 'factor', 'circle', 'inCircle', 'stopped', 'compared', 'threshold', 'items'];
    // of `stopped` and `compared` the start would count in a loop of no steps only
    expect(disconnectedParameters(f, parameters(...names))).toEqual(
      ['circle', 'inCircle', 'threshold', 'items', 'stopped', 'compared'].sort(
        (a, b) => names.indexOf(a) - names.indexOf(b),
      ),
    );
  });

  it('are told by the number of steps, where carries change places', () => {
    const names = ['a', 'b', 'c'];
    const f = (length: number) => (x: Names) =>
      scan((s: Names) => ({ carry: { a: s.b, b: s.c, c: s.a }, output: [] }), { a: x.a, b: x.b, c: x.c }, [], {
        length,
      }).carry.a;
    for (const length of [0, 1, 2, 3, 4, 7, 11, 3000])
      expect(disconnectedParameters(f(length), parameters(...names))).toEqual(names.toSpliced(length % 3, 1));
  });

  it('are not those that reach it through a chain of carries, a nested loop, or an output', () => {
    const f = (x: Names) => {
      const step = (s: Names) => ({ carry: { a: s.b, b: s.c, c: mul(s.c, x.late) }, output: s.c });
      const { carry, outputs } = scan(step, { a: x.first, b: x.second, c: x.third }, [], { length: 2 });
      const nested = loop(carry.a, 2, (c) => loop(c, 2, (d) => mul(d, x.nested)));
      return add(nested, mul(0, sum(outputs)));
    };
    expect(disconnectedParameters(f, parameters('first', 'second', 'third', 'late', 'nested'))).toEqual([
      'first',
      'second',
    ]);
    const short = (x: Names) =>
      scan((s: Names) => ({ carry: { a: s.b, b: s.b }, output: [] }), { a: x.first, b: x.second }, [], { length: 2 })
        .carry.a;
    expect(disconnectedParameters(short, parameters('first', 'second'))).toEqual(['first']);
    expect(disconnectedParameters((x: Names) => sum(mul(zeros([0]), x.none)), parameters('none'))).toEqual([]);
  });
});

it('a step may take derivatives of what is known: the loop is computed at once, as it is written out', () => {
  const k = tensor(0.3);
  const next = (c: PopulationTensor) => jvp((y: PopulationTensor) => where(less(y, c), sin(y), c), k, cos(k)).tangent;
  const found = loop(tensor(0.2), 3, next);
  expect(found.isConcrete).toBe(true);
  expect(found.item()).toBe(next(next(next(tensor(0.2)))).item());
  const byMembers = loop(population([0.2, 0.9]), 2, (c) => add(c, grad((y: PopulationTensor) => mul(y, sin(y)))(k)));
  expect(byMembers.isConcrete).toBe(true);
  expect(
    grad((x: PopulationTensor) => loop(x, 2, (c) => mul(c, grad((y: PopulationTensor) => mul(c, sin(y)))(k))))(
      tensor(0.5),
    ).item(),
  ).toBeCloseTo(0.5 ** 3 * 4 * Math.cos(0.3) ** 3, 14);
});
