/** @file Solvers against what is known by other means: Riccati, a dense program, differences; and where nothing can be known. */
import { solveQP } from 'quadprog';
import { describe, expect, it } from 'vitest';
import { tensor } from '../../src/core/population-tensor.ts';
import { ArgumentError } from '../../src/errors.ts';
import { holdingForces } from '../../src/plan/guess.ts';
import type { Plan } from '../../src/plan/planning.ts';
import { RollOutProgram } from '../../src/plan/roll-out-program.ts';
import { Solver, type SolverOptions, type SolverState } from '../../src/plan/solver.ts';
import { rolledOut, textbookPolicy, wholeHorizon } from '../support/linear-quadratic.ts';
import { pendulumSwing, type PlanProblem, slidingMasses, twoLinkReach } from '../support/plan-problems.ts';

const options: SolverOptions = {
  hasGaps: false,
  regularization: { mu: 0, delta: 1 },
  schedule: { factor: 1.6, least: 1e-6, most: 1e10 },
  lengths: 10,
  tolerance: 1e-9,
  passes: 10,
};

/** Iterates until an end, at most so often. */
function solved({ settings, scenario }: PlanProblem, given: Partial<SolverOptions> = {}, most = 200) {
  const solver = new Solver(settings, { ...options, ...given });
  let state = solver.begin(scenario, { tau: holdingForces(settings, scenario) });
  for (let i = 1; i <= most; i++) {
    const { state: next, end } = solver.iterate(scenario, state);
    state = next;
    if (end) return { solver, state, end, iterations: i };
  }
  throw new Error(`no end in ${most} iterations, at a loss of ${state.loss}`);
}

const closeTo = (actual: ArrayLike<number>, expected: ArrayLike<number>, digits: number): void => {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i], digits);
};

describe('a linear-quadratic problem', () => {
  const problem = slidingMasses();
  const { settings, scenario, linear, start } = problem;

  it('is solved in one iteration: forces and gains are those of Riccati to 1e-9', () => {
    const solver = new Solver(settings, options);
    const begun = solver.begin(scenario, { tau: new Float64Array(40) });
    const { state, report } = solver.iterate(scenario, begun);
    expect(report).toMatchObject({ isAccepted: true, stepLength: 1, mu: 0, passes: 1 });
    const policy = textbookPolicy(linear);
    let x = [...start];
    const forces = policy.map(({ k, K }, t) => {
      const u = k.map((value, i) => value + K[i].reduce((sum, gain, j) => sum + gain * x[j], 0));
      x = rolledOut([linear[t]], x, [u]).states[1];
      return u;
    });
    closeTo(state.motion.tau, forces.flat(), 9);
    closeTo(
      state.K,
      policy.flatMap(({ K }) => K.flat()),
      9,
    );
    // the model is the problem, so that what was promised is what was taken
    expect(report.actual / report.expected).toBeCloseTo(1, 9);
    const next = solver.iterate(scenario, state);
    expect(next.end?.outcome).toBe('converged');
    expect(next.report.stationarity).toBeLessThan(1e-12);
  });

  it('with limits in the way has the forces of a dense program of the whole horizon, to 1e-8', () => {
    const effort = 0.9;
    const limited = slidingMasses({ effort });
    const { state, end } = solved(limited, { tolerance: 1e-15 });
    const { H, g } = wholeHorizon(linear, start);
    const size = g.length;
    const bound = (sign: number): number[][] =>
      Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? sign : 0)));
    const [from1, sides] = [<T>(list: T[], none: T): T[] => [none, ...list], [...bound(1), ...bound(-1)]];
    const columns = Array.from({ length: size }, (_, i) =>
      from1(
        sides.map((row) => row[i]),
        0,
      ),
    );
    const { solution, message } = solveQP(
      from1(
        H.map((row) => from1(row, 0)),
        [],
      ),
      from1(
        g.map((value) => -value),
        0,
      ),
      from1(columns, []),
      from1(new Array<number>(2 * size).fill(-effort), 0),
    );
    expect(message).toBe('');
    closeTo(state.motion.tau, solution.slice(1), 8);
    expect(state.motion.tau.filter((force) => Math.abs(force) === effort).length).toBeGreaterThan(4);
    expect(end).toMatchObject({ outcome: 'converged' });
    expect(end.detail).toMatch(/% of the forces are at their limits/);
  });
});

describe('an arm', () => {
  const problem = twoLinkReach();
  const { settings, scenario } = problem;
  const { solver, state, end, iterations } = solved(problem, { tolerance: 1e-13 });
  const plan = solver.plan(scenario, state);

  it('reaches: it comes to rest at the point, and says that it has converged', () => {
    expect(end.outcome).toBe('converged');
    expect(iterations).toBeLessThan(60);
    expect(plan.terms.arrive).toBeLessThan(1e-4);
  });

  it('has a plan that no small change of its forces betters, within their limits', () => {
    const program = new RollOutProgram(settings);
    const effort = settings.model.joints.map(({ limits }) => limits.effort);
    const scale = 1e-4;
    const changes = Array.from(plan.motion.tau.keys()).flatMap((at) => [
      { at, by: scale },
      { at, by: -scale },
    ]);
    const forces = changes.map(({ at, by }) => plan.motion.tau.with(at, plan.motion.tau[at] + by));
    const { losses } = program.under(forces, scenario);
    changes.forEach(({ at, by }, i) => {
      if (Math.abs(plan.motion.tau[at] + by) > effort[at % 2]) return;
      expect(losses[i]).toBeGreaterThan(plan.loss - 1e-11);
    });
    // that much it changes at all
    expect(Math.max(...losses) - plan.loss).toBeGreaterThan(1e-10);
  });

  it('has gains that are the derivative of the optimal forces by the start: those of plans from starts beside it', () => {
    const slow = twoLinkReach({ steps: 75, hold: 5 });
    const found = solved(slow, { tolerance: 1e-15 });
    const { motion, gains } = found.solver.plan(slow.scenario, found.state);
    const replanned = (by: readonly number[]): Float64Array => {
      const beside = { ...slow.scenario, initial: { ...slow.scenario.initial, v: tensor([...by]) } };
      let state: SolverState = found.solver.begin(beside, { tau: motion.tau });
      for (let i = 0; i < 20; i++) state = found.solver.iterate(beside, state).state;
      return state.motion.tau;
    };
    const step = 1e-4;
    for (const by of [0, 1]) {
      const [more, less] = [step, -step].map((change) => replanned([0, 0].with(by, change)));
      for (const joint of [0, 1]) {
        const slope = (more[joint] - less[joint]) / (2 * step);
        // gains are those of Gauss-Newton: near, as residuals are small
        expect(Math.abs(gains[joint * 4 + 2 + by] / slope - 1)).toBeLessThan(0.03);
      }
    }
  });

  it('sees a goal that has moved at once, whatever it knew of the motion before', () => {
    const moved = { ...scenario, goals: { point: { position: tensor([0.6, 0, 1.3]) } } };
    const known = new Solver(settings, options);
    const begun = known.begin(scenario, { tau: holdingForces(settings, scenario) });
    known.iterate(scenario, begun);
    const { report } = known.iterate(moved, begun);
    expect(report).toEqual(new Solver(settings, options).iterate(moved, begun).report);
    expect(report.slope).not.toBe(known.iterate(scenario, begun).report.slope);
  });

  it('has the same bits each time', () => {
    const again = solved(problem, { tolerance: 1e-13 });
    expect(again.state).toEqual(state);
    expect(again.iterations).toBe(iterations);
  });
});

describe('what a solver has found out before', () => {
  const { settings, scenario } = twoLinkReach();
  const begun = new Solver(settings, options).begin(scenario, { tau: holdingForces(settings, scenario) });
  const doubtful: SolverState = { ...begun, regularization: { mu: 1e3, delta: 1 } };
  const fresh = (state: SolverState) => new Solver(settings, options).iterate(scenario, state);

  it('is what is found out anew: an iteration after a plan has the bits of one without', () => {
    const solver = new Solver(settings, options);
    solver.plan(scenario, begun);
    expect(solver.iterate(scenario, begun)).toEqual(fresh(begun));
    solver.plan(scenario, begun);
    expect(solver.iterate(scenario, doubtful)).toEqual(fresh(doubtful));
  });

  it('is forgotten where the motion is another, though all its models are the same', () => {
    const masses = slidingMasses();
    const solver = new Solver(masses.settings, options);
    const first = solver.begin(masses.scenario, { tau: new Float64Array(40) });
    const other = solver.begin(masses.scenario, { tau: new Float64Array(40).fill(0.1) });
    solver.plan(masses.scenario, first);
    expect(solver.iterate(masses.scenario, other)).toEqual(
      new Solver(masses.settings, options).iterate(masses.scenario, other),
    );
  });
});

it('a pendulum swings up with a motor that cannot lift it', () => {
  const problem = pendulumSwing();
  const { settings, scenario } = problem;
  const solver = new Solver(settings, options);
  const tau = Float64Array.from({ length: 150 }, (_, i) => (i < 30 ? 0.3 : 0));
  let state = solver.begin(scenario, { tau });
  for (let i = 0; i < 150; i++) state = solver.iterate(scenario, state).state;
  const { terms, motion } = solver.plan(scenario, state);
  expect(terms.arrive / 10).toBeLessThan(1e-3 ** 2);
  expect(Math.max(...motion.tau.map(Math.abs))).toBeLessThanOrEqual(3);
});

describe('what is out of the ordinary', () => {
  it('a horizon of one knot is planned', () => {
    const { state, end } = solved(twoLinkReach({ steps: 1 }));
    expect(end.outcome).toBe('converged');
    expect(state.motion.q).toHaveLength(4);
  });

  it('so is one of 2000 knots', () => {
    const { settings, scenario } = slidingMasses({ knots: 2000, effort: 1e9 });
    const solver = new Solver(settings, options);
    const { state, report } = solver.iterate(scenario, solver.begin(scenario, { tau: new Float64Array(4000) }));
    expect(report.isAccepted).toBe(true);
    expect(solver.iterate(scenario, state).end?.outcome).toBe('converged');
  });

  it('steps that are held over a knot are planned', () => {
    const { end } = solved(twoLinkReach({ steps: 75, hold: 5 }));
    expect(end.outcome).toBe('converged');
  });

  it('a guess that is not finite is refused by knot and joint, one of another length by its length', () => {
    const { settings, scenario } = twoLinkReach();
    const solver = new Solver(settings, options);
    const tau = new Float64Array(150);
    expect(() => solver.begin(scenario, { tau: tau.with(7, NaN) })).toThrow(
      /guess\.tau: found NaN of joint "elbow" at knot 3/,
    );
    expect(() => solver.begin(scenario, { tau: tau.subarray(2) })).toThrow(ArgumentError);
    expect(() => solver.begin(scenario, { tau: tau.fill(Infinity) })).toThrow(ArgumentError);
  });

  it('forces beyond the limits of the drives are taken as far as they go', () => {
    const { settings, scenario } = twoLinkReach();
    const state = new Solver(settings, options).begin(scenario, { tau: new Float64Array(150).fill(1e4) });
    expect(Math.max(...state.motion.tau)).toBeLessThan(1e3);
  });

  it('a motion that runs away ends with the knot and the joint where it did, and what helps', () => {
    const { settings, scenario } = twoLinkReach();
    const wild = { ...scenario, initial: { ...scenario.initial, v: tensor([1e200, 0]) } };
    const solver = new Solver(settings, options);
    const state = solver.begin(wild, { tau: new Float64Array(150) });
    const { end, state: after } = solver.iterate(wild, state);
    expect(end).toMatchObject({ outcome: 'diverged' });
    expect(end!.detail).toMatch(/of joint "\w+" is (NaN|-?Infinity) at knot \d+; try: /);
    expect(after).toBe(state);
    expect((solver.plan(wild, state) as Plan).gap).toBe(0);
  });

  it('a robot without a drive is refused', () => {
    const { settings } = slidingMasses({ effort: 0 });
    expect(() => new Solver(settings, options)).toThrow(/joint with a drive/);
  });
});
