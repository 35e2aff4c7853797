import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { cond, whileLoop } from '../../src/core/control.ts';
import { grad, hvp } from '../../src/core/derivative/functions.ts';
import { sqrt, sub } from '../../src/core/ops/arithmetic.ts';
import { greater, less } from '../../src/core/ops/comparison.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { log } from '../../src/core/ops/exponential.ts';
import { ones, population, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { ArgumentError, ShapeError } from '../../src/errors.ts';

describe('a branch', () => {
  const f = (x: PopulationTensor) =>
    cond(
      greater(x, 0),
      () => ({ value: sqrt(x), which: tensor(1) }),
      () => ({ which: tensor(0), value: mul(x, x) }),
    );

  it('is taken member by member, whatever the other one gives, with derivatives of any order', () => {
    const x = population([4, -3]);
    const { value, which } = f(x);
    expect([[...value.data], [...which.data]]).toEqual([
      [2, 9],
      [1, 0],
    ]);
    const slope = (y: PopulationTensor) => f(y).value;
    expect([...grad(slope)(x).data]).toEqual([0.25, -6]);
    expect([...hvp(slope)(x, ones([])).data]).toEqual([-1 / 32, 2]);
    expect([...compile(grad(slope), [x])(x).data]).toEqual([0.25, -6]);
  });

  it('has two ways of one form, and a condition of one number', () => {
    expect(() =>
      cond(
        1,
        () => ({ a: tensor(1) }),
        () => ({ b: tensor(1) }) as never,
      ),
    ).toThrow(/^cond: b is not asked for/);
    expect(() =>
      cond(
        1,
        () => tensor(1),
        () => tensor([1, 2]),
      ),
    ).toThrow(ShapeError);
    expect(() =>
      cond(
        [1, 0],
        () => tensor(1),
        () => tensor(2),
      ),
    ).toThrow(/the condition is not scalar/);
  });
});

describe('a loop on a condition', () => {
  /** Collatz' sequence until 1. */
  const halvings = (x: PopulationTensor, most: number) =>
    whileLoop(
      ({ n }: { n: PopulationTensor; sum: PopulationTensor }) => greater(n, 1),
      ({ n, sum }) => ({ sum: add(sum, n), n: mul(n, 0.5) }),
      { n: x, sum: mul(0, x) },
      { most },
    );

  it('ends for each member on its own, and says when and whether it did', () => {
    const { state, steps, isDone } = halvings(population([8, 1, 20]), 4);
    expect([[...state.n.data], [...state.sum.data], [...steps.data], [...isDone.data]]).toEqual([
      [1, 1, 1.25],
      [14, 0, 37.5],
      [3, 0, 4],
      [1, 1, 0],
    ]);
    expect(halvings(tensor(8), 0)).toMatchObject({ steps: { population: 1 } });
    expect(halvings(tensor(8), 0).isDone.item()).toBe(0);
  });

  it('has the derivatives of the steps that were made, past what its further steps would give', () => {
    // from 3 down to below 1 by 1, then log would be of what is negative
    const f = (x: PopulationTensor) =>
      whileLoop(
        ({ n }: { n: PopulationTensor; total: PopulationTensor }) => greater(n, 0),
        ({ n, total }) => ({ n: sub(n, 1), total: add(total, log(n)) }),
        { n: x, total: mul(0, x) },
        { most: 6 },
      ).state.total;
    const x = population([3, 2.5, 0.5]);
    const [values, slopes, curvatures] = [3, 2.5, 0.5]
      .map((n) => Array.from({ length: Math.ceil(n) }, (_, k) => n - k))
      .reduce<number[][]>(
        (all, list) => [
          [...all[0], list.reduce((s, n) => s + Math.log(n), 0)],
          [...all[1], list.reduce((s, n) => s + 1 / n, 0)],
          [...all[2], -list.reduce((s, n) => s + 1 / n ** 2, 0)],
        ],
        [[], [], []],
      );
    const close = (found: PopulationTensor, right: number[]) =>
      [...found.data].forEach((value, i) => expect(value).toBeCloseTo(right[i], 13));
    close(f(x), values);
    close(grad(f)(x), slopes);
    close(hvp(f)(x, ones([])), curvatures);
    close(grad((y: PopulationTensor) => grad(f)(y))(x), curvatures);
    close(compile(grad(f), [x])(x), slopes);
  });

  it('refuses what is no bound', () => {
    for (const most of [-1, 1.5, NaN, Infinity]) expect(() => halvings(tensor(8), most)).toThrow(ArgumentError);
    expect(() =>
      whileLoop(
        (s: PopulationTensor) => less(s, [1, 2]),
        (s) => s,
        tensor(0),
        { most: 2 },
      ),
    ).toThrow(/the condition is not scalar/);
  });
});
