/** @file Quadratics within boxes against MuJoCo's own solver, the conditions of a least, and how it moves. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import { population, tensor } from '../../src/core/population-tensor.ts';
import { boxQP, type BoxQP } from '../../src/plan/box-qp.ts';
import { expectClose } from '../support/check.ts';
import { inner, type Matrix, multiplied, solved, transposed } from '../support/linear-quadratic.ts';
import { mujoco } from '../support/mujoco.ts';
import { Random, testCases } from '../support/random.ts';

const random = new Random();

interface Problem {
  readonly H: Matrix;
  readonly g: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** Of all sorts: well and barely positive, coupled or not, without bounds on some or on all sides, at a bound, with next to no room. */
function drawnProblem(m: number, kind: number): Problem {
  const root = Array.from({ length: m }, () => random.list(m));
  const least = kind % 3 === 0 ? 1e-9 : 0.05;
  const H = multiplied(root, transposed(root)).map((row, i) =>
    row.map((x, j) => (kind % 7 === 6 && i !== j ? 0 : x + (i === j ? least : 0))),
  );
  const room = (): number => [random.uniform(0.1, 1), 1e-6, 0, Infinity, 100][random.integer(0, 4)];
  const sides = Array.from({ length: m }, () => [room(), room()]);
  return {
    H,
    g: random.list(m, -3, 3),
    lower: sides.map(([below]) => -below),
    // MuJoCo refuses bounds without room between them
    upper: sides.map(([below, above]) => (below === 0 && above === 0 ? 0.5 : above)),
  };
}

interface Solution {
  readonly x: number[];
  readonly free: number[];
  readonly isPositive: number;
  readonly isLeast: number;
}

function solutionsOf(problems: readonly Problem[], most = 40): Solution[] {
  const members = (of: (problem: Problem) => Matrix | readonly number[]): PopulationTensor =>
    population(problems.map((problem) => of(problem)));
  const qp: BoxQP = {
    H: members(({ H }) => H),
    g: members(({ g }) => g),
    lower: members(({ lower }) => lower),
    upper: members(({ upper }) => upper),
  };
  const solve = compile(
    (given: BoxQP) => {
      const { x, free, isPositive, isLeast } = boxQP(given, most);
      return { x, free, isPositive, isLeast };
    },
    [qp],
    { checkFinite: false },
  );
  const { x, free, isPositive, isLeast } = solve(qp);
  return problems.map((_, i) => ({
    x: x.toArray(i),
    free: free.toArray(i),
    isPositive: isPositive.item(i),
    isLeast: isLeast.item(i),
  }));
}

/** MuJoCo's solution; it wants finite bounds. */
async function mujocosSolution({ H, g, lower, upper }: Problem): Promise<number[]> {
  const mj = await mujoco();
  const m = g.length;
  const [x, R, index] = [new mj.DoubleBuffer(m), new mj.DoubleBuffer(m * (m + 7)), new mj.IntBuffer(m)];
  const far = 1e10;
  const free = mj.mju_boxQP(
    x,
    R,
    index,
    H.flat(),
    [...g],
    lower.map((a) => Math.max(a, -far)),
    upper.map((a) => Math.min(a, far)),
  );
  expect(free).toBeGreaterThanOrEqual(0);
  const solution = Array.from(x.GetView() as Float64Array);
  for (const buffer of [x, R, index]) buffer.delete();
  return solution;
}

const valueOf = ({ H, g }: Problem, x: readonly number[]): number =>
  inner(g, x) +
  inner(
    x,
    H.map((row) => inner(row, x)),
  ) /
    2;

/** The gradient is 0 where x is free, and presses against the bound that holds it. */
function expectLeast({ H, g, lower, upper }: Problem, { x, free }: Solution): void {
  x.forEach((value, i) => {
    const terms = H[i].map((h, j) => h * x[j]);
    const size = Math.abs(g[i]) + terms.reduce((sum, term) => sum + Math.abs(term), 0);
    const gradient = (g[i] + terms.reduce((sum, term) => sum + term, 0)) / size;
    expect(value >= lower[i] && value <= upper[i]).toBe(true);
    if (free[i] === 1) expect(Math.abs(gradient)).toBeLessThan(1e-9);
    else {
      expect(value === lower[i] || value === upper[i]).toBe(true);
      if (value > lower[i]) expect(gradient).toBeLessThan(1e-12);
      if (value < upper[i]) expect(gradient).toBeGreaterThan(-1e-12);
    }
  });
}

describe('a quadratic within a box', () => {
  it.each([1, 2, 3, 7, 12])(
    'of %i has the least that MuJoCo finds, at which the conditions of a least hold',
    async (m) => {
      const problems = Array.from({ length: testCases(120) }, (_, kind) => drawnProblem(m, kind));
      for (const [i, solution] of solutionsOf(problems).entries()) {
        expect(solution).toMatchObject({ isPositive: 1, isLeast: 1 });
        expectLeast(problems[i], solution);
        const theirs = await mujocosSolution(problems[i]);
        const size = 1 + Math.max(...theirs.map(Math.abs));
        // where the quadratic is all but flat, points far from each other are as good to MuJoCo
        expect(valueOf(problems[i], solution.x)).toBeLessThanOrEqual(valueOf(problems[i], theirs) + 1e-9 * size);
        if (i % 3 > 0) expectClose(solution.x, theirs, 1e-6 * size);
      }
    },
  );

  it('takes few steps: five suffice where seven are coupled and most are held, but for one in twenty', () => {
    const problems = Array.from({ length: testCases(200) }, (_, kind) => drawnProblem(7, 3 * kind + 1));
    const left = solutionsOf(problems, 5).filter(({ isLeast }) => isLeast === 0).length;
    expect(left).toBeLessThanOrEqual(problems.length / 20);
    expect(solutionsOf(problems, 0).filter(({ isLeast }) => isLeast === 0).length).toBeGreaterThan(problems.length / 2);
  });

  it('is found by no step where no bound is met, and by one where each stands for itself', () => {
    const H = [
      [4, 0, 0],
      [0, 1, 0],
      [0, 0, 16],
    ];
    const far = { H, g: [4, -3, 32], lower: [-10, -10, -10], upper: [10, 10, 10] };
    expect(solutionsOf([far], 0)[0]).toEqual({ x: [-1, 3, -2], free: [1, 1, 1], isPositive: 1, isLeast: 1 });
    const near = { ...far, lower: [-10, -10, -1], upper: [10, 2, 10] };
    expect(solutionsOf([near], 0)[0].isLeast).toBe(0);
    expect(solutionsOf([near], 1)[0]).toEqual({ x: [-1, 2, -1], free: [1, 0, 0], isPositive: 1, isLeast: 1 });
  });

  it('moves with g as the free block says: what is held does not answer', () => {
    const problems = Array.from({ length: testCases(40) }, (_, kind) => ({
      ...drawnProblem(4, 3 * kind + 1),
      lower: [-0.3, -0.4, -0.2, -0.5],
      upper: [0.3, 0.2, 0.4, 0.1],
    }));
    const h = 1e-6;
    const held = solutionsOf(problems).map(({ free }) => free.filter((x) => x === 0).length);
    expect(held.filter((count) => count > 0 && count < 4).length).toBeGreaterThan(problems.length / 10);
    for (let j = 0; j < 4; j++) {
      const at = (sign: number) =>
        solutionsOf(problems.map((p) => ({ ...p, g: p.g.map((x, i) => (i === j ? x + sign * h : x)) })));
      const [above, below] = [at(1), at(-1)];
      solutionsOf(problems).forEach(({ free }, p) => {
        const block = problems[p].H.map((row, a) => row.map((x, b) => (free[a] * free[b] === 1 ? x : a === b ? 1 : 0)));
        const answer = solved(
          block,
          free.map((x, a) => [a === j ? -x : 0]),
        ).flat();
        expectClose(
          above[p].x.map((x, a) => (x - below[p].x[a]) / (2 * h)),
          answer,
          1e-6,
        );
      });
    }
  });

  it('says where a free block is not positive, and is not troubled by what is no number beside it', () => {
    const bounds = { lower: [-1, -1], upper: [1, 1] };
    const sound = {
      H: [
        [2, 1],
        [1, 2],
      ],
      g: [1, 1],
      ...bounds,
    };
    const problems: Problem[] = [
      sound,
      {
        ...sound,
        H: [
          [1, 2],
          [2, 1],
        ],
      },
      {
        ...sound,
        H: [
          [1, 1],
          [1, 1],
        ],
      },
      {
        ...sound,
        H: [
          [NaN, 0],
          [0, 1],
        ],
      },
      {
        ...sound,
        H: [
          [Infinity, 0],
          [0, 1],
        ],
      },
      {
        ...sound,
        H: [
          [0, 0],
          [0, 1],
        ],
      },
      // the force without room answers to nothing
      {
        ...sound,
        H: [
          [-5, 0],
          [0, 4],
        ],
        lower: [0, -1],
        upper: [0, 1],
      },
    ];
    const solutions = solutionsOf(problems);
    expect(solutions.map(({ isPositive }) => isPositive)).toEqual([1, 0, 0, 0, 0, 0, 1]);
    expect(solutions[6]).toEqual({ x: [0, -0.25], free: [0, 1], isPositive: 1, isLeast: 1 });
    expectClose(solutions[0].x, [-1 / 3, -1 / 3], 1e-14);
  });

  it('calls a matrix of rank one not positive, whatever is left of its pivots by rounding', () => {
    const problems = Array.from({ length: testCases(50) }, () => {
      const v = random.list(2);
      const H = v.map((x) => v.map((y) => x * y));
      return { H, g: random.list(2), lower: [-9, -9], upper: [9, 9] };
    });
    expect(new Set(solutionsOf(problems).map(({ isPositive }) => isPositive))).toEqual(new Set([0]));
  });

  it('ends where a bound is met and presses on nothing', () => {
    const problems = Array.from({ length: testCases(100) }, (_, kind) => {
      const problem = drawnProblem(6, 3 * kind + 1);
      const least = random.list(6);
      // the least without bounds lies on them, but for rounding
      const g = problem.H.map((row) => -inner(row, least));
      return {
        ...problem,
        g,
        lower: least.map((x, i) => (i < 3 ? x : x - 1)),
        upper: least.map((x, i) => (i < 3 ? x + 1 : x)),
      };
    });
    solutionsOf(problems).forEach((solution, i) => {
      expect(solution.isLeast).toBe(1);
      expectLeast(problems[i], solution);
    });
  });

  it('computes the same whether traced or not', () => {
    const problem = drawnProblem(3, 1);
    const qp = {
      H: tensor(problem.H),
      g: tensor(problem.g),
      lower: tensor(problem.lower),
      upper: tensor(problem.upper),
    };
    expect(boxQP(qp, 40).x.toArray()).toEqual(solutionsOf([problem])[0].x);
  });
});
