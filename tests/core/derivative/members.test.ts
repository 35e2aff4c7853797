/** @file Which members a derivative has: those of its value, whatever mode computes it. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad, hessian, jacobian, jvp, vjp } from '../../../src/core/derivative/functions.ts';
import { square, sub } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { stack } from '../../../src/core/ops/indexing.ts';
import { populationMean, sum } from '../../../src/core/ops/reduction.ts';
import { populationSum } from '../../../src/core/ops/structural.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { ones, population, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { ArgumentError } from '../../../src/errors.ts';

const a = population([
  [1, 2],
  [3, 4],
  [5, 6],
]);
const members = (x: PopulationTensor): number[][] => Array.from({ length: x.population }, (_, p) => x.toArray(p));

describe('a Jacobian has members where x or y has', () => {
  const shared = tensor([1, 1]);
  /** The same Jacobian as a wide one (rows by reverse sweeps) and as a tall one (columns by forward sweeps). */
  const wide = (y: PopulationTensor) => sum(mul(a, square(y)));
  const tall = (y: PopulationTensor) => stack([wide(y), wide(y), wide(y)]);

  it('by a shared argument: every member its own', () => {
    const row = [2, 4];
    expect(members(jacobian(wide)(shared))).toEqual([row, [6, 8], [10, 12]]);
    expect(members(jacobian(tall)(shared))[0]).toEqual([...row, ...row, ...row]);
    expect(members(jacobian((y: PopulationTensor) => mul(a, y))(shared))[2]).toEqual([5, 0, 0, 6]);
  });

  it('of a shared result: the derivative by each member', () => {
    const z = population([1, 2, 3]);
    expect(members(jacobian((y: PopulationTensor) => populationSum(square(y)))(z))).toEqual([[2], [4], [6]]);
    const two = (y: PopulationTensor) => stack([populationSum(y), populationMean(square(y))]);
    expect(members(jacobian(two)(z))[1]).toEqual([1, expect.closeTo(4 / 3, 15)]);
    expect(members(jacobian((y: PopulationTensor) => populationSum(mul(a, y)))(a))[1]).toEqual(
      [3, 0, 0, 4].map((v) => 2 * v - v),
    );
  });

  it('by a shared argument of members that depend on one another', () => {
    const f = (y: PopulationTensor) => sum(mul(a, mul(y, populationMean(mul(a, y)))));
    // y_p = sum_i a_pi y_i mean_i y_i, at y = 1: entry i is 2 a_pi mean_i, with means 3 and 4
    expect(members(jacobian(f)(shared))).toEqual([
      [6, 16],
      [18, 32],
      [30, 48],
    ]);
    expect(members(jacobian((y: PopulationTensor) => stack([f(y), f(y), f(y)]))(shared))[1]).toEqual([
      18, 32, 18, 32, 18, 32,
    ]);
  });

  it('in loops, and compiled', () => {
    const loop = (y: PopulationTensor) =>
      scan((c: PopulationTensor) => ({ carry: sin(mul(c, y)), output: [] }), a, [], { length: 2 }).carry;
    const byRows = jacobian((y: PopulationTensor) => sum(loop(y)))(shared);
    const byColumns = jacobian((y: PopulationTensor) => stack([sum(loop(y)), sum(loop(y)), sum(loop(y))]))(shared);
    expect(byRows.population).toBe(3);
    members(byRows).forEach((row, p) =>
      row.forEach((value, i) => expect(members(byColumns)[p][2 + i]).toBeCloseTo(value, 14)),
    );
    expect(members(compile(jacobian(wide), [shared])(shared))).toEqual(members(jacobian(wide)(shared)));
  });

  it('and none is made where members depend on one another, of an argument with members', () => {
    const coupled = (y: PopulationTensor) => sub(y, populationMean(y));
    expect(() => jacobian(coupled)(a)).toThrow(ArgumentError);
    expect(() => jacobian(coupled)(a)).toThrow(
      /jacobianOf: found a function whose members depend on one another.*jvp and vjp/,
    );
    const inLoop = (y: PopulationTensor) =>
      scan((c: PopulationTensor) => ({ carry: coupled(c), output: [] }), y, [], { length: 2 }).carry;
    expect(() => jacobian(inLoop)(a)).toThrow(ArgumentError);
    expect(() => hessian((y: PopulationTensor) => sum(mul(a, square(populationMean(y)))))(a)).toThrow(ArgumentError);
    expect(members(hessian((y: PopulationTensor) => sum(square(y)))(a))[1]).toEqual([2, 0, 0, 2]);
  });
});

describe('directions and cotangents', () => {
  const three = population([
    [1, 0],
    [0, 1],
    [1, 1],
  ]);
  const f = (y: PopulationTensor) => mul(y, y);

  it('of a shared value are shared: several are neither taken apart nor added up in silence', () => {
    const message = /population of 3; expected population 1, as the value is shared.*spread\(…, 3\)/;
    expect(() => jvp(f, tensor([1, 2]), three)).toThrow(message);
    expect(() => vjp(f, tensor([1, 2])).pullback(three)).toThrow(message);
    expect(() => jvp(({ q }: { q: PopulationTensor }) => f(q), { q: tensor([1, 2]) }, { q: three })).toThrow(
      /jvp: leaf q/,
    );
  });

  it('of a value with members may be one for all', () => {
    expect(members(jvp(f, a, tensor([1, 0])).tangent)).toEqual([
      [2, 0],
      [6, 0],
      [10, 0],
    ]);
    expect(members(vjp(f, a).pullback(ones([2])))).toEqual([
      [2, 4],
      [6, 8],
      [10, 12],
    ]);
    expect(() =>
      jvp(
        f,
        a,
        population([
          [1, 0],
          [0, 1],
        ]),
      ),
    ).toThrow(/population of 2; expected a population of 3/);
  });

  it('a gradient by a shared argument is the sum over the members', () => {
    expect(grad((y: PopulationTensor) => sum(mul(a, add(y, 0))))(tensor([0, 0])).toArray()).toEqual([9, 12]);
  });
});
