import { describe, expect, it } from 'vitest';
import { compile, TracedFunction } from '../../src/core/compile.ts';
import { grad, hvp, jvp, vjp } from '../../src/core/derivative/functions.ts';
import { log, exp } from '../../src/core/ops/exponential.ts';
import { square, sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { populationMean, sum } from '../../src/core/ops/reduction.ts';
import { sin } from '../../src/core/ops/trigonometric.ts';
import { population, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { scan } from '../../src/core/scan.ts';
import { ArgumentError, NonFiniteError, ShapeError } from '../../src/errors.ts';

describe('compiled functions compose', () => {
  const f = compile((x: PopulationTensor) => mul(x, sin(x)), [tensor(0)]);
  const plain = (x: PopulationTensor) => mul(x, sin(x));
  const at = tensor(0.7);

  it('within one another', () => {
    const outer = compile((x: PopulationTensor) => add(f(f(x)), 1), [tensor(0)]);
    expect(outer(at).item()).toBe(add(plain(plain(at)), 1).item());
    expect(new TracedFunction((x: PopulationTensor) => f(f(x)), [tensor(0)]).executable.stages).toHaveLength(1);
  });

  it('with derivatives of any order, by any mode, inside and outside', () => {
    expect(grad((x: PopulationTensor) => f(x))(at).item()).toBe(grad(plain)(at).item());
    expect(hvp((x: PopulationTensor) => f(x))(at, tensor(1)).item()).toBe(hvp(plain)(at, tensor(1)).item());
    expect(grad(grad((x: PopulationTensor) => f(x)))(at).item()).toBe(grad(grad(plain))(at).item());
    expect(jvp((x: PopulationTensor) => f(x), at, tensor(2)).tangent.item()).toBe(
      jvp(plain, at, tensor(2)).tangent.item(),
    );
    const slope = compile((x: PopulationTensor) => grad(plain)(x), [tensor(0)]);
    expect(grad((x: PopulationTensor) => slope(x))(at).item()).toBe(grad(grad(plain))(at).item());
    expect(
      compile(
        grad((x: PopulationTensor) => slope(x)),
        [tensor(0)],
      )(at).item(),
    ).toBe(grad(grad(plain))(at).item());
  });

  it('with loops: as a step, around one, and on a carry that gets members on the way', () => {
    const loop = (step: (c: PopulationTensor) => PopulationTensor, start: PopulationTensor) =>
      scan((c: PopulationTensor) => ({ carry: step(c), output: [] }), start, [], { length: 3 }).carry;
    expect(loop((c) => f(c), at).item()).toBe(loop(plain, at).item());
    expect(grad((x: PopulationTensor) => loop((c) => f(c), x))(at).item()).toBe(
      grad((x: PopulationTensor) => loop(plain, x))(at).item(),
    );
    const start = population([0.1, 0.2]);
    const widening = loop((c) => f(add(c, mul(start, 0.1))), tensor(1));
    expect(widening.data).toEqual(loop((c) => plain(add(c, mul(start, 0.1))), tensor(1)).data);
  });

  it('with trees, sums over the population, and what they took from outside', () => {
    let factor = 2;
    const g = compile(
      ({ a, b }: { a: PopulationTensor; b: PopulationTensor }) => ({ c: mul(factor, mul(a, b)), m: populationMean(b) }),
      [{ a: tensor(0), b: zeros([], 3) }],
    );
    factor = 3;
    const b = population([1, 2, 6]);
    const { value, pullback } = vjp((a: PopulationTensor) => g({ a, b }), tensor(2));
    expect([...value.c.data, value.m.item()]).toEqual([4, 8, 24, 3]);
    expect(pullback({ c: population([1, 1, 1]), m: tensor(0) }).item()).toBe(18);
  });

  it('with what they read from outside while it is unknown, though all arguments are numbers', () => {
    const times = (x: PopulationTensor) => compile((y: PopulationTensor) => mul(x, y), [tensor(0)])(2);
    expect(times(at).item()).toBe(1.4);
    expect(compile(times, [tensor(0)])(at).item()).toBe(1.4);
    expect(grad(times)(at).item()).toBe(2);
    expect(grad((x: PopulationTensor) => grad((y: PopulationTensor) => mul(times(y), times(x)))(x))(at).item()).toBe(4);
    expect(jvp(times, at, tensor(1)).tangent.item()).toBe(2);
    const powers = scan((c: PopulationTensor) => ({ carry: times(c), output: [] }), tensor(1), [], { length: 3 });
    expect(powers.carry.item()).toBe(8);
    expect(
      grad((x: PopulationTensor) => new TracedFunction((y: PopulationTensor) => mul(x, y), [at]).call(2))(at).item(),
    ).toBe(2);
    let kept = compile((y: PopulationTensor) => y, [at]);
    grad((x: PopulationTensor) => (kept = compile((y: PopulationTensor) => mul(x, y), [at]))(2))(at);
    expect(kept(10).item()).toBe(7);
  });

  it('and what is not finite is still explained', () => {
    const risky = compile((x: PopulationTensor) => log(x), [tensor(1)]);
    expect(() => compile((x: PopulationTensor) => mul(2, risky(x)), [tensor(1)])(tensor(-1))).toThrow(NonFiniteError);
  });
});

describe('a compiled function called with other types', () => {
  it('is traced again, for any population and shape', () => {
    let traces = 0;
    const f = compile(
      (x: PopulationTensor) => {
        traces++;
        return sum(square(x));
      },
      [zeros([2])],
    );
    expect(f(tensor([3, 4])).item()).toBe(25);
    expect([
      ...f(
        population([
          [1, 2],
          [3, 4],
        ]),
      ).data,
    ]).toEqual([5, 25]);
    expect(f(tensor([[1, 2, 3]])).item()).toBe(14);
    expect(f(tensor([])).item()).toBe(0);
    expect(traces).toBe(4);
    expect([
      ...f(
        population([
          [1, 2],
          [3, 5],
        ]),
      ).data,
    ]).toEqual([5, 34]);
    expect(f(tensor([1, 1])).item()).toBe(2);
    expect(traces).toBe(4);
  });

  it('keeps the traces of late only', () => {
    let traces = 0;
    const f = compile(
      (x: PopulationTensor) => {
        traces++;
        return exp(x);
      },
      [zeros([1])],
    );
    for (let n = 1; n <= 12; n++) expect(f(zeros([n])).toArray()).toHaveLength(n);
    expect(traces).toBe(12);
    f(zeros([12]));
    expect(traces).toBe(12);
    f(zeros([1]));
    expect(traces).toBe(13);
  });

  it('takes numbers and nested lists', () => {
    const f = compile(
      (x: PopulationTensor, y: { readonly z: PopulationTensor }) => sub(sum(x), y.z),
      [zeros([2]), { z: tensor(0) }],
    );
    expect(f([3, 4], { z: tensor(2) }).item()).toBe(5);
    expect(f(3, { z: tensor(2) }).item()).toBe(1);
  });

  it('refuses more and fewer arguments, and what its function refuses', () => {
    const f = compile((x: PopulationTensor, y: PopulationTensor) => mul(x, y), [zeros([2]), zeros([2])]);
    const call = f as (...args: unknown[]) => PopulationTensor;
    expect(() => call(tensor([1, 2]))).toThrow(ArgumentError);
    expect(() => call(tensor([1, 2]), tensor([1, 2]), tensor(5))).toThrow(
      /compiled function: found 3 arguments; expected 2/,
    );
    expect(() => f(zeros([2]), zeros([3]))).toThrow(/^mul: shapes do not broadcast/);
    expect(() => f(zeros([2], 3), zeros([2], 4))).toThrow(ShapeError);
    expect(() => call('x', tensor([1, 2]))).toThrow(/argument 0 is "x"/);
  });
});
