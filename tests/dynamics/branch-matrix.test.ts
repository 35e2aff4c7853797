import { expect, it } from 'vitest';
import { solve } from '../../src/core/ops/factorization.ts';
import { matmul } from '../../src/core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { BranchMatrix } from '../../src/dynamics/branch-matrix.ts';
import { countOperations } from '../support/count-operations.ts';
import { Random, testCases } from '../support/random.ts';

const norm = (values: readonly number[]): number => Math.hypot(...values);

/** A random tree, and entries of a diagonally dominant matrix with its sparsity. */
function randomMatrix(random: Random): { readonly parents: number[]; readonly entries: PopulationTensor } {
  const n = random.integer(1, 14);
  const parents = Array.from({ length: n }, (_, i) => random.integer(Math.max(-1, i - 3), i - 1));
  const depth: number[] = [];
  parents.forEach((parent, i) => (depth[i] = parent < 0 ? 1 : depth[parent] + 1));
  const entries = depth.flatMap((count) => [random.uniform(n, 2 * n), ...random.list(count - 1)]);
  return { parents, entries: tensor(entries) };
}

it('solves as a dense factorization does, one or several right sides', () => {
  const random = new Random();
  for (let k = 0; k < testCases(100); k++) {
    const { parents, entries } = randomMatrix(random);
    const matrix = new BranchMatrix(parents, entries);
    const n = parents.length;
    const factors = matrix.factorize();
    for (const shape of [[n], [n, 3]]) {
      const b = tensor(Float64Array.from(random.list(shape.reduce((a, c) => a * c))), shape);
      const x = factors.solve(b).toArray();
      const expected = solve(matrix.dense(), b).toArray();
      expect(norm(x.map((value, i) => value - expected[i])) / norm(expected)).toBeLessThan(1e-14);
    }
    const identity = matmul(matrix.dense(), factors.inverse()).toArray();
    expect(norm(identity.map((value, p) => value - (p % (n + 1) === 0 ? 1 : 0)))).toBeLessThan(1e-13);
    const half = factors
      .divided(0.5)
      .solve(tensor(new Array<number>(n).fill(1)))
      .toArray();
    const whole = factors.solve(tensor(new Array<number>(n).fill(0.5))).toArray();
    expect(norm(half.map((value, i) => value - whole[i])) / norm(whole)).toBeLessThan(1e-14);
  }
});

it('takes one division a row, and for a chain the operations of a dense one: table 6.4 of Featherstone', () => {
  const n = 7;
  const chain = Array.from({ length: n }, (_, i) => i - 1);
  const factorize = (entries: PopulationTensor): readonly PopulationTensor[] => {
    const { rows, reciprocals } = new BranchMatrix(chain, entries).factorize();
    return [...rows.filter(({ size }) => size > 0), ...reciprocals];
  };
  const size = (n * (n + 1)) / 2;
  // one reciprocal a row, n(n-1)/2 products by them, n(n^2-1)/6 products and differences
  const expected = n + (n * (n - 1)) / 2 + (n * (n * n - 1)) / 3;
  expect(countOperations(factorize, tensor(new Array<number>(size).fill(1)))).toBe(expected);
});

it('keeps the zeros: a star of chains costs the sum of its chains', () => {
  const star = [-1, 0, 1, -1, 3, 4];
  const factorize =
    (parents: readonly number[]) =>
    (entries: PopulationTensor): readonly PopulationTensor[] => {
      const { rows, reciprocals } = new BranchMatrix(parents, entries).factorize();
      return [...rows.filter(({ size }) => size > 0), ...reciprocals];
    };
  const ones = (size: number): PopulationTensor => tensor(new Array<number>(size).fill(1));
  expect(countOperations(factorize(star), ones(12))).toBe(2 * countOperations(factorize([-1, 0, 1]), ones(6)));
});
