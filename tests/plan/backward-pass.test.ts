/** @file The backward pass against a textbook's recursion in plain numbers, the dense program of the whole horizon, and what it promises. */
import { describe, expect, it } from 'vitest';
import { BackwardPass, type BackwardPassInput } from '../../src/plan/backward-pass.ts';
import type { KnotModels, Policy } from '../../src/plan/planning.ts';
import { expectClose } from '../support/check.ts';
import {
  costOf,
  inner,
  led,
  type LinearKnot,
  type Matrix,
  modelsAbout,
  randomProblem,
  rolledOut,
  solved,
  textbookPolicy,
  wholeHorizon,
} from '../support/linear-quadratic.ts';
import { Random } from '../support/random.ts';

const random = new Random();
const rowsOf = (data: Float64Array, columns: number): number[][] =>
  Array.from({ length: data.length / columns }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);
const drawn = (rows: number, columns: number, scale = 1): number[][] =>
  Array.from({ length: rows }, () => random.list(columns, -scale, scale));

interface Sizes {
  readonly knots: number;
  readonly n: number;
  readonly m: number;
}

function found(pass: BackwardPass, models: KnotModels, input: BackwardPassInput): Policy {
  const result = pass.run(models, input);
  if (!result.isSound) throw new Error(result.problem);
  return result.policy;
}

/** Motion at part a of the policy's step: gaps shrink by 1 - a. */
function stepped(problem: readonly LinearKnot[], states: Matrix, forces: Matrix, policy: Policy, a: number) {
  const [n, m] = [states[0].length, forces[0].length];
  const [k, K] = [rowsOf(policy.k, m), rowsOf(policy.K, n)];
  let x = [...states[0]];
  let cost = 0;
  const moved = [x];
  const us = problem.map((knot, t) => {
    const dx = x.map((value, i) => value - states[t][i]);
    const u = forces[t].map((value, i) => value + a * k[t][i] + inner(K[t * m + i], dx));
    const gap = led(knot, states[t], forces[t]).map((value, i) => value - states[t + 1][i]);
    const next = led(knot, x, u).map((value, i) => value - (1 - a) * gap[i]);
    cost += costOf(knot, x, u, next);
    x = next;
    moved.push(x);
    return u;
  });
  return { cost, states: moved, forces: us };
}

/** Slope and curvature are those of the cost along the step. */
function expectPromiseKept(problem: readonly LinearKnot[], states: Matrix, forces: Matrix, policy: Policy): void {
  const costAt = (a: number): number => stepped(problem, states, forces, policy, a).cost;
  for (const a of [0.3, 1])
    expectClose(costAt(a) - costAt(0), a * policy.slope + ((a * a) / 2) * policy.curvature, 1e-9);
}

describe('the backward pass', () => {
  const sizes: Sizes[] = [
    { knots: 1, n: 2, m: 1 },
    { knots: 12, n: 4, m: 1 },
    { knots: 8, n: 3, m: 4 },
    { knots: 10, n: 6, m: 3 },
  ];

  it.each(sizes)('is the Riccati recursion of a textbook, with cross terms and gaps: %o', ({ knots, n, m }) => {
    const problem = randomProblem(random, knots, n, m);
    const [states, forces] = [drawn(knots + 1, n), drawn(knots, m)];
    const models = modelsAbout(problem, states, forces);
    const { gaps } = models;
    const policy = found(new BackwardPass({ knots, n, m, isLimited: false }), models, { gaps, mu: [0] });
    const [k, K] = [rowsOf(policy.k, m), rowsOf(policy.K, n)];
    textbookPolicy(problem).forEach((textbook, t) => {
      expectClose(K.slice(t * m, (t + 1) * m).flat(), textbook.K.flat(), 1e-9);
      const offset = k[t].map((value, i) => value + forces[t][i] - inner(K[t * m + i], states[t]));
      expectClose(offset, textbook.k, 1e-9);
    });
  });

  it('solves a linear-quadratic problem in one iteration, from states that hang together and from ones that do not', () => {
    const [knots, n, m] = [9, 4, 2];
    const problem = randomProblem(random, knots, n, m);
    const pass = new BackwardPass({ knots, n, m, isLimited: false });
    const states = drawn(knots + 1, n);
    const { H, g } = wholeHorizon(problem, states[0]);
    const best = solved(
      H,
      g.map((value) => [-value]),
    ).flat();
    const forces = drawn(knots, m);
    for (const about of [states, rolledOut(problem, states[0], forces).states]) {
      const models = modelsAbout(problem, about, forces);
      const policy = found(pass, models, { gaps: models.gaps, mu: [0] });
      const next = stepped(problem, about, forces, policy, 1);
      expectClose(next.forces.flat(), best, 1e-9);
      const after = modelsAbout(problem, next.states, next.forces);
      const last = found(pass, after, { gaps: after.gaps, mu: [0] });
      expect(last.stationarity).toBeLessThan(1e-10);
      expect(policy.stationarity).toBeGreaterThan(0.1);
    }
  });

  it.each(['forces', 'states'] as const)(
    'promises what a step of any length brings, with regularized %s and gaps',
    (regularization) => {
      const [knots, n, m] = [7, 4, 2];
      const problem = randomProblem(random, knots, n, m);
      const pass = new BackwardPass({ knots, n, m, isLimited: true, regularization });
      const [states, forces] = [drawn(knots + 1, n), drawn(knots, m)];
      const models = modelsAbout(problem, states, forces);
      const { gaps } = models;
      const bound = new Float64Array(knots * m).fill(0.3);
      for (const mu of [0, 0.5, 20]) {
        expectPromiseKept(problem, states, forces, found(pass, models, { gaps, mu: [mu] }));
        const limited = found(pass, models, { gaps, mu: [mu], lower: bound.map((x) => -x), upper: bound });
        expect(limited.k.some((value) => Math.abs(value) === 0.3)).toBe(true);
        expectPromiseKept(problem, states, forces, limited);
      }
    },
  );

  it('regularizes forces or states before gains are made', () => {
    const [n, m, mu] = [3, 2, 0.7];
    const [knot] = randomProblem(random, 1, n, m);
    const models = modelsAbout([knot], drawn(2, n), drawn(1, m));
    const column = (j: number): number[] => knot.B.map((row) => row[j]);
    const W = (weight: number): Matrix =>
      knot.arrival.xx.map((row, i) => row.map((x, j) => x + (i === j ? weight : 0)));
    const product = (x: readonly number[], V: Matrix, y: readonly number[]): number =>
      inner(
        x,
        V.map((row) => inner(row, y)),
      );
    for (const regularization of ['forces', 'states'] as const) {
      const pass = new BackwardPass({ knots: 1, n, m, isLimited: false, regularization });
      const policy = found(pass, models, { mu: [mu] });
      const V = W(regularization === 'states' ? mu : 0);
      const Quu = knot.uu.map((row, i) =>
        row.map((x, j) => x + product(column(i), V, column(j)) + (i === j && regularization === 'forces' ? mu : 0)),
      );
      const Qux = knot.ux.map((row, i) =>
        row.map(
          (x, j) =>
            x +
            product(
              column(i),
              V,
              knot.A.map((r) => r[j]),
            ),
        ),
      );
      const Qu = [...models.departure.u].map((x, i) => x + inner(column(i), [...models.arrival.x]));
      expectClose(
        [...policy.K],
        solved(Quu, Qux)
          .flat()
          .map((x) => -x),
        1e-10,
      );
      expectClose(
        [...policy.k],
        solved(
          Quu,
          Qu.map((x) => [-x]),
        ).flat(),
        1e-10,
      );
    }
  });
});

describe('soundness of the backward pass', () => {
  const [knots, n, m] = [6, 3, 2];
  const problem = randomProblem(random, knots, n, m);
  const models = modelsAbout(problem, drawn(knots + 1, n), drawn(knots, m));
  const withForceCost = (shift: number): KnotModels => {
    const uu = models.departure.uu.map((x, i) => (i % (m * m) === 0 || i % (m * m) === 3 ? x + shift : x));
    return { ...models, departure: { ...models.departure, uu } };
  };
  const pass = new BackwardPass({ knots, n, m, isLimited: true, candidates: 3 });

  it('takes the first mu whose factors are positive, whatever the others are', () => {
    const shifted = withForceCost(-1000);
    expect(pass.run(shifted, { mu: [0, 1] })).toEqual({ isSound: false, problem: 'not positive' });
    const result = pass.run(shifted, { mu: [0, 2000, 3000] });
    expect(result).toMatchObject({ isSound: true, mu: 2000 });
    expect(result).toEqual(pass.run(shifted, { mu: [2000] }));
  });

  it('calls what is no number not positive', () => {
    const B = models.B.with(3 * n * m, NaN);
    expect(pass.run({ ...models, B }, { mu: [1, 10] })).toEqual({ isSound: false, problem: 'not positive' });
    expect(pass.run(withForceCost(Infinity), { mu: [1] })).toEqual({ isSound: false, problem: 'not positive' });
  });

  it('refuses what is no regularization, and limits that it was not made for', () => {
    expect(() => pass.run(models, { mu: [] })).toThrow(/number of mu/);
    expect(() => pass.run(models, { mu: [1, 2, 3, 4] })).toThrow(/number of mu/);
    expect(() => pass.run(models, { mu: [-1] })).toThrow(/mu/);
    const free = new BackwardPass({ knots, n, m, isLimited: false });
    expect(() => free.run(models, { mu: [0], lower: new Float64Array(knots * m) })).toThrow(/isLimited/);
  });
});

describe('a step of semi-implicit Euler', () => {
  const [knots, half, m, period] = [8, 3, 2, 0.05];
  const n = 2 * half;
  const problem = randomProblem(random, knots, n, m).map((knot) => {
    const below = (X: Matrix): Matrix => X.slice(half);
    const above = (X: Matrix, unit: number): Matrix =>
      below(X).map((row, i) => row.map((x, j) => (i === j ? unit : 0) + period * x));
    return { ...knot, A: [...above(knot.A, 1), ...below(knot.A)], B: [...above(knot.B, 0), ...below(knot.B)] };
  });
  const models = modelsAbout(problem, drawn(knots + 1, n), drawn(knots, m));
  const { gaps } = models;

  it.each(['forces', 'states'] as const)(
    'has the policy of any other, from half of the products: regularized %s',
    (regularization) => {
      const settings = { knots, n, m, isLimited: false, regularization };
      const plain = found(new BackwardPass(settings), models, { gaps, mu: [0.3] });
      const quick = found(new BackwardPass({ ...settings, period }), models, { gaps, mu: [0.3] });
      expect([...quick.K]).not.toEqual([...plain.K]);
      for (const part of ['k', 'K'] as const) expectClose([...quick[part]], [...plain[part]], 1e-11);
      for (const part of ['slope', 'curvature', 'stationarity'] as const) expectClose(quick[part], plain[part], 1e-11);
    },
  );

  it('is recognised by its Jacobians, so that other models are right all the same', () => {
    const pass = new BackwardPass({ knots, n, m, isLimited: false, period });
    const plain = new BackwardPass({ knots, n, m, isLimited: false });
    const others: KnotModels[] = [
      { ...models, A: models.A.with(1, models.A[1] + 1e-6) },
      { ...models, B: models.B.with((knots - 1) * n * m, 0.4) },
    ];
    for (const other of others) expect(pass.run(other, { mu: [0] })).toEqual(plain.run(other, { mu: [0] }));
  });
});
