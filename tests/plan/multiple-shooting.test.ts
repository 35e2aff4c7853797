/** @file Multiple shooting from motions whose states do not follow from their forces: gaps close, and what is left is a rollout. */
import { describe, expect, it } from 'vitest';
import { inverseKinematics } from '../../src/dynamics/inverse-kinematics.ts';
import { tensor } from '../../src/core/population-tensor.ts';
import { holdingForces, motionThrough, motionTo } from '../../src/plan/guess.ts';
import { KnotProgram } from '../../src/plan/knots.ts';
import { multipleShooting } from '../../src/plan/multiple-shooting.ts';
import { plan } from '../../src/plan/planner.ts';
import type { Motion } from '../../src/plan/planning.ts';
import { Solver, type SolverOptions } from '../../src/plan/solver.ts';
import { pandaReach, type PlanProblem, slidingMasses, twoLinkReach } from '../support/plan-problems.ts';

const options: SolverOptions = {
  hasGaps: true,
  regularization: { mu: 0, delta: 1 },
  schedule: { factor: 1.6, least: 1e-6, most: 1e10 },
  lengths: 10,
  tolerance: 1e-9,
  passes: 10,
};

const largest = (numbers: Float64Array): number => numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** The states jump to where the masses shall be, at rest, and no force leads there. */
function jumping({ settings, scenario }: PlanProblem, q: readonly number[]): Motion {
  const { nv } = settings.model;
  const knots = settings.steps / (settings.hold ?? 1);
  return {
    q: Float64Array.from({ length: (knots + 1) * nv }, (_, at) => q[at % nv]),
    v: new Float64Array((knots + 1) * nv),
    tau: holdingForces(settings, scenario),
  };
}

describe('a linear-quadratic problem with gaps', () => {
  const problem = slidingMasses();
  const { settings, scenario } = problem;

  it('is solved in one iteration as well, to the forces of single shooting', () => {
    const [open, closed] = [new Solver(settings, options), new Solver(settings, { ...options, hasGaps: false })];
    const begun = open.begin(scenario, jumping(problem, [0.1, 0.5]));
    const { state, report } = open.iterate(scenario, begun);
    const single = closed.iterate(scenario, closed.begin(scenario, { tau: new Float64Array(40) }));
    expect(report).toMatchObject({ isAccepted: true, stepLength: 1, gap: 0 });
    expect(largest(state.motion.tau.map((force, i) => force - single.state.motion.tau[i]))).toBeLessThan(1e-9);
    // slope and curvature include what closing the gaps costs: the promise is kept although the loss rises
    expect(state.loss).toBeGreaterThan(begun.loss);
    expect(report.actual / report.expected).toBeCloseTo(1, 9);
  });
});

describe('an arm of two links, from a way that it cannot go', () => {
  const problem = twoLinkReach();
  const { settings, scenario } = problem;
  const solver = new Solver(settings, options);
  const knots = new KnotProgram(settings);

  it('a step of length a leaves 1 - a of every gap, whether it is computed or reported', () => {
    let state = solver.begin(scenario, jumping(problem, [0.4, 0.8]));
    const gaps = (): Float64Array => knots.linearize([state.motion], scenario)[0].gaps.slice();
    let before = gaps();
    expect(largest(before)).toBeGreaterThan(0.1);
    for (let i = 0; i < 60; i++) {
      const { state: next, report, end } = solver.iterate(scenario, state);
      state = next;
      const after = gaps();
      expect(largest(after.map((gap, at) => gap - (1 - report.stepLength) * before[at]))).toBeLessThan(1e-11);
      expect(report.gap).toBeCloseTo(largest(after), 10);
      before = after;
      if (!end) continue;
      expect(end.outcome).toBe('converged');
      expect(report.gap).toBe(0);
      return;
    }
    throw new Error('it has not converged');
  });

  it('has a plan that is a rollout from the start even where gaps are open still', () => {
    let state = solver.begin(scenario, jumping(problem, [0.4, 0.8]));
    const first = solver.plan(scenario, state);
    expect(largest(knots.linearize([first.motion], scenario)[0].gaps)).toBeLessThan(1e-12);
    expect(first.motion.q.slice(0, 2)).toEqual(Float64Array.of(-0.4, 1.2));
    state = solver.iterate(scenario, state).state;
    expect(solver.plan(scenario, state).gap).toBe(0);
  });

  it('comes to what the forces of its own plan cost when they are rolled out', async () => {
    const found = await plan(settings, scenario, { method: multipleShooting(), guess: jumping(problem, [0.4, 0.8]) });
    expect(found.end.outcome).toBe('converged');
    expect(found.measures.distance).toBeLessThan(0.02);
    const single = await plan(settings, scenario);
    expect(found.loss).toBeLessThan(single.loss * 1.5);
  });
});

describe('ways to start from', () => {
  const { settings, scenario } = pandaReach(1e4);
  const { model } = settings;
  const { position, rotation } = scenario.goals.pose;
  const { q } = inverseKinematics(model, 'panda_hand_tcp', { position, rotation }, { start: scenario.initial.q });

  it('a straight line in the joints with its forces follows from them but for the limits of the drives', () => {
    const motion = motionTo(settings, scenario, q.data);
    const [{ gaps }] = new KnotProgram(settings).linearize([motion], scenario);
    expect(largest(gaps)).toBeLessThan(1e-9);
    expect(motion.q.slice(0, 7)).toEqual(scenario.initial.q.data);
    expect(largest(motion.q.slice(700).map((value, i) => value - q.data[i]))).toBeLessThan(1e-12);
  });

  it('leads the Panda to its goal', async () => {
    const found = await plan(settings, scenario, {
      method: multipleShooting(),
      guess: motionTo(settings, scenario, q.data),
    });
    expect(found.end.outcome).toBe('converged');
    expect(found.measures.distance).toBeLessThan(1e-3);
  });

  it('are refused where they are of another length', () => {
    expect(() => motionTo(settings, scenario, new Float64Array(6))).toThrow(/goal: found 6 numbers; expected 7/);
    expect(() => motionThrough(settings, scenario, new Float64Array(7))).toThrow(/q: found 7 numbers; expected 707/);
    expect(() => tensor(q)).not.toThrow();
  });
});
