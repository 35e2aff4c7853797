/** @file The backward pass with limits: iterated, it solves the dense program of the whole horizon; and what it promises holds within limits. */
import { solveQP } from 'quadprog';
import { describe, expect, it } from 'vitest';
import { BackwardPass, type BackwardPassInput } from '../../src/plan/backward-pass.ts';
import type { Policy } from '../../src/plan/planning.ts';
import { expectClose } from '../support/check.ts';
import {
  inner,
  type LinearKnot,
  modelsAbout,
  randomProblem,
  rolledOut,
  wholeHorizon,
} from '../support/linear-quadratic.ts';
import { Random } from '../support/random.ts';

const random = new Random();

const clamped = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);

/** Forces within [-limit, limit] that cost least, by the dual method of Goldfarb and Idnani on all forces in a row. */
function leastByDenseProgram(problem: readonly LinearKnot[], start: readonly number[], limit: number): number[] {
  const { H, g } = wholeHorizon(problem, start);
  const fromOne = <T>(list: readonly T[]): T[] => [undefined as T, ...list];
  const size = g.length;
  const sides = H.map((_, i) =>
    fromOne(Array.from({ length: 2 * size }, (__, j) => (j % size === i ? (j < size ? 1 : -1) : 0))),
  );
  const { solution, message } = solveQP(
    fromOne(H.map((row) => fromOne(row))),
    fromOne(g.map((x) => -x)),
    fromOne(sides),
    fromOne(new Array<number>(2 * size).fill(-limit)),
  );
  expect(message).toBe('');
  return solution.slice(1);
}

interface Limited {
  readonly problem: readonly LinearKnot[];
  readonly pass: BackwardPass;
  readonly limit: number;
}

function policyAbout({ problem, pass, limit }: Limited, states: number[][], forces: number[][]): Policy {
  const models = modelsAbout(problem, states, forces);
  const bounds = (side: number): Float64Array => Float64Array.from(forces.flat(), (u) => side * limit - u);
  const result = pass.run(models, { lower: bounds(-1), upper: bounds(1), mu: [0] });
  if (!result.isSound) throw new Error(result.problem);
  return result.policy;
}

/** Forces of the policy with a part a of its change, within limits. */
function followed(
  { problem, limit }: Limited,
  policy: Policy,
  states: number[][],
  forces: number[][],
  a: number,
): number[][] {
  const [n, m] = [states[0].length, forces[0].length];
  const moved: number[][] = [];
  for (let t = 0; t < problem.length; t++) {
    const dx = rolledOut(problem.slice(0, t), states[0], moved).states[t].map((x, i) => x - states[t][i]);
    moved.push(
      forces[t].map((u, i) => {
        const row = t * m + i;
        return clamped(
          u + a * policy.k[row] + inner([...policy.K.subarray(row * n, (row + 1) * n)], dx),
          -limit,
          limit,
        );
      }),
    );
  }
  return moved;
}

/** Iterations until nothing is won, each with the longest step that wins. */
function solvedByIterations(
  limited: Limited,
  start: readonly number[],
  guess: number[][],
): { forces: number[][]; policy: Policy } {
  let forces = guess;
  for (let iteration = 0; iteration < 100; iteration++) {
    const { states, cost } = rolledOut(limited.problem, start, forces);
    const policy = policyAbout(limited, states, forces);
    if (policy.k.every((x) => Math.abs(x) < 1e-11)) return { forces, policy };
    const tries = [1, 0.5, 0.25, 0.1, 0.03, 0.01].map((a) => followed(limited, policy, states, forces, a));
    const better = tries.find((next) => rolledOut(limited.problem, start, next).cost < cost);
    if (!better) return { forces, policy };
    forces = better;
  }
  throw new Error('not solved');
}

describe('the backward pass with limits', () => {
  it.each([
    { knots: 10, n: 4, m: 2, limit: 0.4 },
    { knots: 8, n: 3, m: 4, limit: 0.3 },
    { knots: 25, n: 2, m: 1, limit: 0.5 },
    { knots: 7, n: 6, m: 7, limit: 0.2 },
  ])('iterated finds what a dense program of all forces finds: %o', ({ knots, n, m, limit }) => {
    const problem = randomProblem(random, knots, n, m);
    const pass = new BackwardPass({ knots, n, m, isLimited: true });
    const start = random.list(n);
    const best = leastByDenseProgram(problem, start, limit);
    const held = best.map((u) => Math.abs(u) > limit - 1e-10);
    expect(held).toContain(true);
    expect(held).toContain(false);
    for (const guess of [0, limit]) {
      const about = Array.from({ length: knots }, () => new Array<number>(m).fill(guess));
      const { forces, policy } = solvedByIterations({ problem, pass, limit }, start, about);
      expectClose(forces.flat(), best, 1e-8);
      expect(policy.stationarity).toBeLessThan(1e-7);
      forces.flat().forEach((u, i) => {
        const gains = policy.K.subarray(i * n, (i + 1) * n);
        if (Math.abs(u) === limit) expect([...gains]).toEqual(new Array(n).fill(0));
        else expect(gains.every((gain) => gain !== 0)).toBe(true);
      });
    }
  });

  const [knots, n, m] = [10, 4, 3];
  const problem = randomProblem(random, knots, n, m);
  const states = Array.from({ length: knots + 1 }, () => random.list(n));
  const models = modelsAbout(
    problem,
    states,
    Array.from({ length: knots }, () => random.list(m)),
  );
  const { gaps } = models;
  const within = (limit: number): Pick<BackwardPassInput, 'lower' | 'upper'> => ({
    lower: new Float64Array(knots * m).fill(-limit),
    upper: new Float64Array(knots * m).fill(limit),
  });

  it('is that without limits to the bit where none is met, whatever was solved before', () => {
    const free = new BackwardPass({ knots, n, m, isLimited: false }).run(models, { gaps, mu: [0.1] });
    const pass = new BackwardPass({ knots, n, m, isLimited: true });
    expect(pass.run(models, { gaps, mu: [0.1], ...within(1000) })).toEqual(free);
    const met = pass.run(models, { gaps, mu: [0.1], ...within(0.1) });
    expect(met).not.toEqual(free);
    // the sweep with limits is now tried first
    expect(pass.run(models, { gaps, mu: [0.1], ...within(1000) })).toEqual(free);
    expect(pass.run(models, { gaps, mu: [0.1], ...within(0.1) })).toEqual(met);
    expect(pass.run(models, { gaps, mu: [0.1] })).toEqual(free);
  });

  it('is the same to the bit where forces are at limits that they leave, whatever was solved before', () => {
    const free = new BackwardPass({ knots, n, m, isLimited: false }).run(models, { gaps, mu: [0.1] });
    if (!free.isSound) throw new Error(free.problem);
    const lower = free.policy.k.map((k) => (k > 0 ? 0 : -1000));
    const upper = free.policy.k.map((k) => (k > 0 ? 1000 : 0));
    const pass = new BackwardPass({ knots, n, m, isLimited: true });
    const fresh = pass.run(models, { gaps, mu: [0.1], lower, upper });
    pass.run(models, { gaps, mu: [0.1], ...within(0.1) });
    expect(pass.run(models, { gaps, mu: [0.1], lower, upper })).toEqual(fresh);
    if (!fresh.isSound) throw new Error(fresh.problem);
    expectClose([...fresh.policy.k], [...free.policy.k], 1e-12);
  });

  it('keeps each force within its own bounds, and one without room where it is', () => {
    const { lower, upper } = within(0.5);
    const one = {
      lower: lower!.map((x, i) => (i % m === 0 ? x : -Infinity)),
      upper: upper!.map((x, i) => (i % m === 1 ? 0 : x)),
    };
    const pass = new BackwardPass({ knots, n, m, isLimited: true });
    const result = pass.run(models, { gaps, mu: [0], lower: one.lower, upper: one.upper });
    if (!result.isSound) throw new Error(result.problem);
    result.policy.k.forEach((k, i) => {
      expect(k).toBeGreaterThanOrEqual(one.lower[i]);
      expect(k).toBeLessThanOrEqual(one.upper[i]);
    });
    const still = pass.run(models, {
      gaps,
      mu: [0],
      lower: new Float64Array(knots * m),
      upper: new Float64Array(knots * m),
    });
    if (!still.isSound) throw new Error(still.problem);
    expect(still.policy.k).toEqual(new Float64Array(knots * m));
    expect(still.policy.K).toEqual(new Float64Array(knots * m * n));
    expect(still.policy.stationarity).toBe(0);
  });
});
