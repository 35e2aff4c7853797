/** @file Zeros of either sign, and NaN: a program, which keeps no sign of zeros, has the numbers of the ops. */
import { describe, expect, it } from 'vitest';
import { grad } from '../../../src/core/derivative/functions.ts';
import { sign, sqrt, sub } from '../../../src/core/ops/arithmetic.ts';
import { maximum, minimum, relu } from '../../../src/core/ops/comparison.ts';
import { add, mul, neg } from '../../../src/core/ops/elementwise.ts';
import { expm1, log1p, sigmoid } from '../../../src/core/ops/exponential.ts';
import { pow } from '../../../src/core/ops/power.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { acos, asin, atan, atan2, cos, sin, tan, tanh } from '../../../src/core/ops/trigonometric.ts';
import { type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { differenceOf, runAllWays, type TensorFunction } from '../../support/run-ways.ts';

/** Zeros of x = 0 and x = -0, some of which have another sign in a program than at once. */
const zeros: Readonly<Record<string, (x: PopulationTensor) => PopulationTensor>> = {
  x: (x) => x,
  '-x': neg,
  '0 - x': (x) => sub(0, x),
  'x + 0': (x) => add(x, 0),
  'x + -0': (x) => add(x, -0),
  '0 x': (x) => mul(0, x),
  '-3 (0 x)': (x) => mul(-3, mul(0, x)),
  'x (-x)': (x) => mul(x, neg(x)),
  '-x - x': (x) => sub(neg(x), x),
};

const unary = { sign, sqrt, relu, expm1, log1p, sigmoid, acos, asin, atan, cos, sin, tan, tanh };
const binary = { atan2, pow, maximum, minimum };
const others = [-2, -1, -0, 0, 0.5, 3, -Infinity, Infinity];

describe('every way to compute', () => {
  it.each(Object.entries(zeros))('has the same values of functions of zeros: %s', (_, make) => {
    const f: TensorFunction = (x) => [
      ...Object.values(unary).map((op) => op(make(x))),
      ...Object.values(binary).flatMap((op) =>
        others.flatMap((y) => [op(make(x), y), op(y, make(x)), op(make(x), make(x))]),
      ),
    ];
    const positive = f(tensor(0));
    for (const value of [0, -0])
      for (const [way, found] of runAllWays(f, [tensor(value)]))
        expect(differenceOf(found, positive, 0), `${way} of ${Object.is(value, -0) ? '-0' : '0'}`).toBeNull();
  });

  it('has NaN as the sign of NaN, and no derivative of any sign', () => {
    const x = tensor([NaN, 2, -3, 0, -0, Infinity, -Infinity]);
    for (const [way, [found]] of runAllWays((y) => [add(sign(y), 0)], [x]))
      expect(
        found.toArray().map((y) => y + 0),
        way,
      ).toEqual([NaN, 1, -1, 0, 0, 1, -1]);
    const slopes: TensorFunction = (y) => [grad((z: PopulationTensor) => sum(sign(z)))(y)];
    for (const [way, [found]] of runAllWays(slopes, [x])) expect(found.toArray(), way).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});
