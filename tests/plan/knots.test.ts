import { describe, expect, it } from 'vitest';
import { grad } from '../../src/core/derivative/functions.ts';
import { stack } from '../../src/core/ops/indexing.ts';
import { population, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { KnotProgram } from '../../src/plan/knots.ts';
import type { PlanningSettings } from '../../src/plan/planning.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { normKinds } from '../../src/task/norms/kinds.ts';
import { quadratic } from '../../src/task/norms/quadratic.ts';
import { residualKinds } from '../../src/task/residuals/kinds.ts';
import type { Term } from '../../src/task/task.ts';
import {
  afterSteps,
  entriesAfter,
  everyGoal,
  everyTerm,
  farthest,
  jacobianAt,
  matrixOf,
  oneKnot,
  parted,
  productOf,
  sumOf,
  threeBars,
  transposedOf,
  wholeModel,
} from '../support/planning.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { held } from '../support/rollouts.ts';

/** What of a term's residual is squared, and the second derivative of the norm by it: never below 0 entry by entry. */
function curvatureOf({ residual, norm }: Term) {
  const isChord = norm.isOfAngles && residual.oneMinusCos !== undefined;
  const evaluate = isChord ? residual.chord! : residual.evaluate;
  const own = isChord ? quadratic : norm;
  const isAveraged = !isChord && residual.isAveraged === true;
  const slope = grad((x: PopulationTensor) => own.evaluate(x, isAveraged));
  const curvature = (entries: readonly number[]): number[][] => {
    const exact = jacobianAt(slope, entries);
    return own.isByEntry ? exact.map((row) => row.map((x) => Math.max(x, 0))) : exact;
  };
  return { evaluate, curvature };
}

describe.each([
  { name: 'pendulum', integrator: 'rk4', hold: 3 },
  { name: 'planar-2link', integrator: 'semi-implicit-euler', hold: 1 },
  { name: 'planar-2link', integrator: 'semi-implicit-euler', hold: 3 },
  { name: 'planar-2link', integrator: 'rk4', hold: 1 },
  { name: 'bars', integrator: 'semi-implicit-euler', hold: 1 },
  { name: 'panda', integrator: 'semi-implicit-euler', hold: 1 },
])('a knot of the $name, $integrator, $hold steps', ({ name, integrator, hold }) => {
  const random = new Random();
  const model = name === 'bars' ? threeBars() : assetModel(name);
  const { nq, nv } = model;
  const goals = everyGoal(random, model);
  // compiling every pair for a large robot takes long, and norms know nothing of robots
  const isLarge = nv > 2;
  const terms = everyTerm(model, goals, isLarge ? 'by turns' : 'all');
  const settings: PlanningSettings = { model, integrator, dt: 0.01, steps: hold, hold, task: { terms, measures: {} } };
  const at = [...random.list(nq, -1, 1), ...random.list(nv, -1, 1), ...random.list(nv, -2, 2)];
  // a member a term, with its weight alone
  const weights = Object.fromEntries(
    terms.map((term) => [term.name, population(terms.map((other) => (other === term ? 1 : 0)))]),
  );
  const motion = oneKnot(settings, at);
  const initial = parted(tensor(at), model).state;
  const models = new KnotProgram(settings).linearize(
    terms.map(() => motion),
    { initial, goals, weights },
  );
  const ones = Object.fromEntries(terms.map((term) => [term.name, tensor(1)]));
  const costs = (x: PopulationTensor): PopulationTensor => {
    const { state, u } = parted(x, model);
    const rolled = rollout({ ...settings, controller: held }, { tau: u }, { initial: state, goals, weights: ones });
    return stack(terms.map((term) => rolled.terms[term.name]));
  };

  it('is tested with all residuals and norms that there are; some are no match for a small robot, or too much for a large one', () => {
    const names = new Set(terms.map((term) => term.name.split(' x ')[0]));
    const all = residualKinds.all.map(({ type }) => type);
    if (name === 'bars') expect([...names].sort()).toEqual(all.toSorted());
    else expect(names.size).toBeGreaterThanOrEqual(all.length - 1);
    if (!isLarge) expect(terms.length).toBe(names.size * normKinds.all.length);
  });

  it('leads where the simulation does, and so do A and B by the complex step', () => {
    const exact = jacobianAt(afterSteps(settings, hold), at);
    const [{ A, B, next, gaps }] = models;
    const n = 2 * nv;
    const rows = matrixOf(A, n).map((row, i) => [...row, ...B.subarray(i * nv, (i + 1) * nv)]);
    expect(farthest(rows.flat(), exact.flat())).toBeLessThan(1e-12);
    expect(farthest([...next.q, ...next.v], afterSteps(settings, hold)(tensor(at)).toArray())).toBeLessThan(1e-13);
    expect(Math.max(...gaps.map(Math.abs))).toBeLessThan(1e-13);
  });

  it('costs under every residual and norm what the rollout does, with the gradient of the complex step', () => {
    const exact = jacobianAt(costs, at);
    const values = costs(tensor(at)).toArray();
    terms.forEach((term, i) => {
      expect(farthest([...models[i].cost], [values[i]]), term.name).toBeLessThan(1e-12);
      expect(farthest(wholeModel(models[i], 2 * nv).gradient, exact[i]), term.name).toBeLessThan(1e-11);
    });
  });

  const moments = Array.from({ length: hold }, (_, i) => i + 1);
  const known = new Map<unknown, { readonly J: number[][]; readonly entries: number[] }[]>();
  /** Entries of what is squared and their Jacobians by (x, u), after each step. */
  const entriesOf = (evaluate: Term['residual']['evaluate']) => {
    const found =
      known.get(evaluate) ??
      moments.map((steps) => {
        const entries = entriesAfter(settings, evaluate, goals, steps);
        return { J: jacobianAt(entries, at), entries: entries(tensor(at)).toArray() };
      });
    known.set(evaluate, found);
    return found;
  };

  it("has the Gauss-Newton Hessian J'NJ of Jacobians by the complex step", () => {
    terms.forEach((term, i) => {
      const { evaluate, curvature } = curvatureOf(term);
      const parts = entriesOf(evaluate).map(({ J, entries }, s) => {
        const isLast = s === hold - 1;
        const share = (term.when === 'final' ? 0 : 1 / hold) + (isLast && term.when !== 'running' ? 1 : 0);
        const whole = productOf(transposedOf(J), productOf(curvature(entries), J));
        return whole.map((row) => row.map((x) => share * x));
      });
      const found = wholeModel(models[i], 2 * nv).hessian;
      expect(farthest(found.flat(), parts.reduce(sumOf).flat()), term.name).toBeLessThan(1e-10);
    });
  });
});
