import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad, hvp, jvp, vjp } from '../../../src/core/derivative/functions.ts';
import { trace } from '../../../src/core/graph.ts';
import { div } from '../../../src/core/ops/arithmetic.ts';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { cholesky } from '../../../src/core/ops/factorization.ts';
import { at, concat, transpose } from '../../../src/core/ops/indexing.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { triangularFactor } from '../../../src/core/ops/triangular-factor.ts';
import { solveTriangular } from '../../../src/core/ops/triangular-solve.ts';
import { eye, PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { complexStepJacobian, complexTangent } from '../../support/complex-step.ts';
import { Random } from '../../support/random.ts';

const draw = (random: Random, rows: number, columns: number, population = 1): PopulationTensor =>
  new PopulationTensor(
    { shape: [rows, columns], population },
    Float64Array.from(random.list(rows * columns * population)),
  );

const squareOf = (x: PopulationTensor): PopulationTensor => matmul(x, transpose(x));

function expectNear(found: readonly number[], expected: readonly number[], tolerance: number): void {
  const scale = Math.max(...expected.map(Math.abs));
  found.forEach((x, i) => expect(Math.abs(x - expected[i]) / scale, `entry ${i}`).toBeLessThan(tolerance));
}

/** Shapes from one number to the pre-array of a Panda's filter with sensors of 21 channels. */
const shapes = [
  [1, 1],
  [1, 3],
  [2, 4],
  [5, 5],
  [4, 9],
  [14, 28],
  [21, 42],
] as const;

describe("the triangular factor of A A'", () => {
  it.each(shapes)('of shape [%i, %i] is lower triangular, has no negative pivot and the right product', (n, m) => {
    const a = draw(new Random(), n, m, 3);
    const L = triangularFactor(a);
    for (const member of [0, 1, 2]) {
      const rows = L.toArray(member);
      for (let i = 0; i < n; i++) {
        expect(rows[i * n + i]).toBeGreaterThan(0);
        for (let j = i + 1; j < n; j++) expect(rows[i * n + j]).toBe(0);
      }
      expectNear(squareOf(L).toArray(member), squareOf(a).toArray(member), 1e-14);
    }
  });

  it.each(shapes.slice(0, 5))("of shape [%i, %i] is differentiated as Cholesky's factor of A A' is", (n, m) => {
    const a = draw(new Random(), n, m);
    const exact = complexStepJacobian((x) => cholesky(squareOf(x)), a);
    const random = new Random(7);
    for (let trial = 0; trial < 4; trial++) {
      const [direction, bar] = [draw(random, n, m), draw(random, n, n)];
      const { tangent } = jvp(triangularFactor, a, direction);
      expectNear(
        tangent.toArray(),
        exact.map((row) => row.reduce((total, x, i) => total + x * direction.data[i], 0)),
        1e-9,
      );
      const found = vjp(triangularFactor, a).pullback(bar).toArray();
      expectNear(
        found,
        found.map((_, i) => exact.reduce((total, row, k) => total + row[i] * bar.data[k], 0)),
        1e-9,
      );
    }
  });

  it.each([
    [14, 28],
    [21, 42],
  ])('of shape [%i, %i] has first and second derivatives of the complex step', (n, m) => {
    const random = new Random();
    const [a, direction, bar] = [draw(random, n, m), draw(random, n, m), draw(random, n, n)];
    const f = (x: PopulationTensor): PopulationTensor => sum(mul(bar, triangularFactor(x)));
    const [slope] = complexTangent(trace(f, a), [a], (_, e) => direction.data[e])[0][0];
    const gradient = grad(f)(a);
    expectNear([sum(mul(gradient, direction)).item()], [slope], 1e-9);
    expectNear([sum(mul(bar, jvp(triangularFactor, a, direction).tangent)).item()], [slope], 1e-9);
    const second = complexTangent(trace(grad(f), a), [a], (_, e) => direction.data[e])[0][0];
    expectNear(hvp(f)(a, direction).toArray(), second, 1e-9);
  });

  it("errs by the rounding of each row, however small it is beside others: A A' is not formed", () => {
    // the second row is 1e-9 off the first, which a product would round away
    const L = triangularFactor([
      [1, 1, 0],
      [1, 1, 1e-9],
    ]).toArray();
    expect(L[3] / 1e-9).toBeCloseTo(1, 6);
    const small = triangularFactor([
      [3e-12, 4e-12],
      [1e9, 0],
    ]).toArray();
    expectNear([small[0] / 5e-12, small[2] / 6e8, small[3] / 8e8], [1, 1, 1], 1e-15);
  });

  it('of a factor is that factor, bit for bit', () => {
    const L = triangularFactor(draw(new Random(), 6, 9));
    expect(triangularFactor(L).toArray()).toEqual(L.toArray());
    const beside = concat([concat([eye(2), zeros([2, 6])], 1), concat([zeros([6, 2]), L], 1)]);
    expect(triangularFactor(beside).toArray()).toEqual(beside.toArray());
  });

  it('in a loop has the same bits compiled and at once, derivatives too', () => {
    const random = new Random();
    const [F, G] = [draw(random, 4, 4), draw(random, 4, 2)];
    const start = draw(random, 4, 4, 3);
    const walk = (f: PopulationTensor, first: PopulationTensor): PopulationTensor =>
      scan(
        (L: PopulationTensor) => ({ carry: triangularFactor(concat([matmul(f, L), G], 1)), output: [] }),
        triangularFactor(first),
        [],
        { length: 6 },
      ).carry;
    const both = (f: PopulationTensor, first: PopulationTensor) => {
      const { value, pullback } = vjp(walk, f, first);
      return [value, pullback(mul(value, value))] as const;
    };
    const [found, expected] = [compile(both, [F, start])(F, start), both(F, start)];
    found.forEach((x, i) =>
      expect(Array.from(x.data, (y) => y + 0)).toEqual(Array.from(expected[i].data, (y) => y + 0)),
    );
  });
});

describe('where rows depend on others', () => {
  const derivativesOf = (a: PopulationTensor): number[] => {
    const bar = draw(new Random(), a.shape[0], a.shape[0]);
    const f = (x: PopulationTensor): PopulationTensor => sum(mul(bar, triangularFactor(x)));
    return [
      ...grad(f)(a).toArray(),
      ...jvp(triangularFactor, a, mul(a, a)).tangent.toArray(),
      ...hvp(f)(a, mul(a, a)).toArray(),
    ];
  };

  it('a row of 0 gives a row and a column of 0, and leaves the rest and its derivatives as they are without it', () => {
    const [first, last] = [
      [1, 2, -1],
      [0.5, -2, 3],
    ];
    const [with0, without] = [tensor([first, [0, 0, 0], last]), tensor([first, last])];
    const [a, b] = [triangularFactor(with0).toArray(), triangularFactor(without).toArray()];
    expect(a).toEqual([b[0], 0, 0, 0, 0, 0, b[2], 0, b[3]]);
    const pivots = (L: PopulationTensor, i: number): PopulationTensor => at(triangularFactor(L), i, i);
    const [g, h] = [
      grad((x: PopulationTensor) => pivots(x, 2))(with0),
      grad((x: PopulationTensor) => pivots(x, 1))(without),
    ];
    expect(g.toArray()).toEqual([...h.toArray().slice(0, 3), 0, 0, 0, ...h.toArray().slice(3)]);
    expect(derivativesOf(with0).every(Number.isFinite)).toBe(true);
  });

  it('its pivot and what would stand below it count as constant; its entries before the pivot move', () => {
    const a = tensor([
      [3, 4],
      [0, 0],
    ]);
    const slopes = (i: number, j: number): number[] =>
      grad((x: PopulationTensor) => at(triangularFactor(x), i, j))(a).toArray();
    expect(slopes(1, 1)).toEqual([0, 0, 0, 0]);
    expectNear(slopes(1, 0), [0, 0, 0.6, 0.8], 1e-15);
  });

  it('a multiple of a row, more rows than columns, and a matrix of 0 have pivots of exactly 0 and finite derivatives', () => {
    const random = new Random();
    const row = draw(random, 1, 5);
    const multiples = concat([row, mul(1 / 3, row), draw(random, 1, 5), mul(-7, row)]);
    const tall = draw(random, 6, 2);
    for (const [a, rank] of [
      [multiples, [1, 0, 1, 0]],
      [tall, [1, 1, 0, 0, 0, 0]],
      [mul(0, tall), [0, 0, 0, 0, 0, 0]],
    ] as const) {
      const L = triangularFactor(a);
      expect(rank.map((_, i) => Math.sign(at(L, i, i).item()))).toEqual(rank);
      expectNear([...squareOf(L).toArray(), 1], [...squareOf(a).toArray(), 1], 1e-14);
      expect(derivativesOf(a).every((x) => Math.abs(x) < 1e3)).toBe(true);
    }
  });

  it('moves that keep the dependence have their exact derivative: noise of one source in two rows', () => {
    // A = [h g; g], so L = [h g, 0; g, 0]
    const factor = (g: PopulationTensor): PopulationTensor => triangularFactor(mul(g, tensor([[0.01], [1]])));
    const { tangent } = jvp(factor, tensor([[0.7]]), tensor([[1]]));
    expectNear(tangent.toArray(), [0.01, 0, 1, 0], 1e-15);
  });
});

describe('triangular systems', () => {
  const L = tensor([
    [2, 9, 9],
    [1, 3, 9],
    [-1, 0.5, 4],
  ]);
  it('are solved without a look above the diagonal, and so are their transposes', () => {
    const lower = mul(
      L,
      tensor([
        [1, 0, 0],
        [1, 1, 0],
        [1, 1, 1],
      ]),
    );
    const b = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expectNear(matmul(lower, solveTriangular(L, b)).toArray(), b.toArray(), 1e-15);
    expectNear(matmul(transpose(lower), solveTriangular(L, b, { transposed: true })).toArray(), b.toArray(), 1e-15);
    expectNear(matmul(lower, solveTriangular(L, [1, 2, 3])).toArray(), [1, 2, 3], 1e-15);
    expect(solveTriangular(L, tensor(new Float64Array(0), [3, 0])).shape).toEqual([3, 0]);
  });

  it('with a pivot 0 have no finite solution; shapes that do not fit are refused', () => {
    expect(solveTriangular([[0]], [1]).item()).toBe(div(1, 0).item());
    expect(() => solveTriangular(tensor([1, 2]), [1])).toThrow(/not a square matrix/);
    expect(() => solveTriangular(L, [1, 2])).toThrow(/does not fit.*\[3\] or \[3, k\]/);
    expect(() => triangularFactor([1, 2])).toThrow(/not a matrix/);
  });
});
