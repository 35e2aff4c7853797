import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad, jvp } from '../../../src/core/derivative/functions.ts';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { cholesky, solve, solveCholesky } from '../../../src/core/ops/factorization.ts';
import { at } from '../../../src/core/ops/indexing.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { eye, population, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { AdjointError, ArgumentError } from '../../../src/errors.ts';

const asymmetric = tensor([
  [4, 1, 0],
  [1, 5, 2],
  [0, 1, 6],
]);
const symmetric = tensor([
  [4, 1, 0],
  [1, 5, 2],
  [0, 2, 6],
]);
const ofMatrix: readonly (readonly [string, (a: PopulationTensor) => PopulationTensor])[] = [
  ['cholesky', cholesky],
  ['solve', (a) => solve(a, [1, 2, 3])],
  ['solve of columns', (a) => solve(a, eye(3))],
  ['the last of the unknowns', (a) => at(solve(a, [1, 2, 3]), 2)],
  ['the first of the unknowns', (a) => at(solve(a, [1, 2, 3]), 0)],
];

describe('a matrix that is not symmetric is refused, not replaced by its symmetric part', () => {
  it.each(ofMatrix)('%s', (_, f) => {
    const message = /the matrix is not symmetric: entries \[1, 2\] and \[2, 1\] of member 0: found 2 and 1; .*fix: /;
    expect(() => f(asymmetric)).toThrow(message);
    expect(() => f(asymmetric)).toThrow(ArgumentError);
    expect(() => compile(f, [zeros([3, 3])])(asymmetric)).toThrow(message);
    expect(
      compile(f, [zeros([3, 3])], { checkFinite: false })(asymmetric)
        .toArray()
        .some(Number.isNaN),
    ).toBe(true);
    expect(() => grad((a: PopulationTensor) => sum(f(a)))(asymmetric)).toThrow(message);
    expect(() => jvp(f, asymmetric, eye(3))).toThrow(message);
    const slope = compile((a: PopulationTensor) => grad((x: PopulationTensor) => sum(f(x)))(a), [zeros([3, 3])]);
    expect(() => slope(asymmetric)).toThrow(AdjointError);
  });

  it('also where its structure is partly known: constant zeros hide nothing', () => {
    const blocks = (x: PopulationTensor) =>
      mul(x, [
        [1, 0, 0],
        [0, 1, 1],
        [0, 1, 1],
      ]);
    const first = compile((x: PopulationTensor) => at(solve(blocks(x), [1, 2, 3]), 0), [zeros([3, 3])]);
    const second = compile((x: PopulationTensor) => at(solve(blocks(x), [1, 2, 3]), 1), [zeros([3, 3])]);
    expect(() => first(asymmetric)).toThrow(AdjointError);
    expect(() => second(asymmetric)).toThrow(AdjointError);
    expect(first(symmetric).item()).toBe(0.25);
  });

  it('in a loop, and on the interpreter', () => {
    const run = (a: PopulationTensor) =>
      scan((x: PopulationTensor) => ({ carry: solve(a, x), output: x }), tensor([1, 2, 3]), [], { length: 3 }).carry;
    expect(() => run(asymmetric)).toThrow(/not symmetric/);
    expect(() => compile(run, [zeros([3, 3])])(asymmetric)).toThrow(AdjointError);
    expect(() => compile(run, [zeros([3, 3])])(symmetric)).not.toThrow();
  });

  it('names the member, and leaves the others their numbers', () => {
    const both = population(
      [symmetric, asymmetric].map((a) => [0, 1, 2].map((i) => a.toArray().slice(3 * i, 3 * i + 3))),
    );
    expect(() => solve(both, [1, 2, 3])).toThrow(/of member 1: found 2 and 1/);
    const x = compile((a: PopulationTensor) => solve(a, [1, 2, 3]), [both], { checkFinite: false })(both);
    expect(x.toArray(0)).toEqual(solve(symmetric, [1, 2, 3]).toArray());
    expect(x.toArray(1)).toEqual([NaN, NaN, NaN]);
  });
});

it('names the pair that differs most', () => {
  const a = [
    [4, 1, 0.1],
    [1.1, 4, 0],
    [0.5, 0.05, 4],
  ];
  expect(() => cholesky(a)).toThrow(/entries \[0, 2\] and \[2, 0\] of member 0: found 0.1 and 0.5/);
});

describe('rounding is no asymmetry', () => {
  const off = (difference: number, scale: number) => [
    [4 * scale * scale, scale],
    [scale * (1 + difference), 4],
  ];
  it.each([1e-150, 1, 1e150])('at entries of scale %d', (scale) => {
    // twice the tolerance is 4e-9: the diagonal's geometric mean is four times the entry
    expect(() => cholesky(off(3e-9, scale))).not.toThrow();
    expect(() => cholesky(off(-3e-9, scale))).not.toThrow();
    expect(() => cholesky(off(6e-9, scale))).toThrow(/not symmetric/);
    expect(() => cholesky(off(-6e-9, scale))).toThrow(/not symmetric/);
  });
});

it('what is not finite is refused by its pivot, not as asymmetric', () => {
  expect(() => cholesky([[1, NaN], [NaN, 1]])).toThrow(/pivot 1 of member 0.*found NaN/); // prettier-ignore
});

describe('solveCholesky', () => {
  it('refuses a factor with something above its diagonal', () => {
    const message = /^solveCholesky: the factor is not lower triangular: entries \[1, 2\] and \[2, 1\].*found 2 and 2/;
    expect(() => solveCholesky(symmetric, [1, 2, 3])).toThrow(/not lower triangular/);
    expect(() => solveCholesky([[4, 0, 0], [1, 5, 2], [0, 2, 6]], [1, 2, 3])).toThrow(message); // prettier-ignore
    const solved = compile((L: PopulationTensor) => solveCholesky(L, [1, 2, 3]), [zeros([3, 3])]);
    expect(() => solved(symmetric)).toThrow(/not lower triangular/);
    expect(solved(cholesky(symmetric)).toArray()).toEqual(solve(symmetric, [1, 2, 3]).toArray());
  });
});

it('no equations have no unknowns, and no right sides no solutions', () => {
  expect(solve(zeros([0, 0]), zeros([0])).shape).toEqual([0]);
  expect(solve(zeros([0, 0]), zeros([0, 2])).shape).toEqual([0, 2]);
  expect(solve(symmetric, zeros([3, 0])).shape).toEqual([3, 0]);
  expect(cholesky(zeros([0, 0])).shape).toEqual([0, 0]);
  expect(solveCholesky(zeros([0, 0]), zeros([0])).shape).toEqual([0]);
});

it('what counts as rounding is that of the numbers that are computed with', () => {
  const nearly = (part: number) =>
    tensor([
      [4, 1 + part],
      [1, 5],
    ]);
  const compiled = (precision: 'float64' | 'float32') =>
    compile((a: PopulationTensor) => solve(a, [1, 2]), [zeros([2, 2])], { precision });
  expect(compiled('float32')(nearly(1e-6)).toArray()[0]).toBeCloseTo(3 / 19, 6);
  expect(() => compiled('float32')(nearly(1e-3))).toThrow(AdjointError);
  expect(() => compiled('float64')(nearly(1e-6))).toThrow(/not symmetric/);
  expect(compiled('float64')(nearly(1e-12)).toArray()[0]).toBeCloseTo(3 / 19, 11);
});
