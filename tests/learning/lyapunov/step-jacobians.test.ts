/** @file Step Jacobians of closed loops: their products are the derivatives of the whole rollout, and costates go back by them. */
import { describe, expect, it } from 'vitest';
import type { Controller } from '../../../controllers/controller.ts';
import { pd } from '../../../controllers/pd.ts';
import { jvp } from '../../../src/core/derivative/functions.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { at, concat } from '../../../src/core/ops/indexing.ts';
import { type PopulationTensor, population, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { rolloutExponents } from '../../../src/learning/lyapunov/rollout-exponents.ts';
import { paced } from '../../../src/learning/lyapunov/in-steps.ts';
import { singularValuesInSteps } from '../../../src/learning/lyapunov/products.ts';
import { times } from '../../../src/learning/lyapunov/square.ts';
import { closedLoopJacobians, openLoopJacobians } from '../../../src/learning/lyapunov/step-jacobians.ts';
import { Pace } from '../../../src/learning/pace.ts';
import type { RobotModel } from '../../../src/robot/model.ts';
import { costates } from '../../../src/rollout/costates.ts';
import { rollout } from '../../../src/rollout/rollout.ts';
import { type Scenario, stillness } from '../../../src/rollout/scenario.ts';
import type { RolloutSettings } from '../../../src/rollout/settings.ts';
import { stepJacobian } from '../../../src/simulation/step-jacobian.ts';
import { expectClose } from '../../support/check.ts';
import { Random } from '../../support/random.ts';
import { assetModel } from '../../support/robots.ts';
import { held, problemOf, taskOf } from '../../support/rollouts.ts';

const random = new Random();

/** Velocities are remembered, slowly: a filter, whose force is against what it remembers. */
const filtering: Controller = {
  ...held,
  name: 'filtering',
  parameters: ({ nv }: RobotModel) => ({ tau: zeros([nv]) }),
  memory: ({ nv }: RobotModel) => ({ seen: zeros([nv]) }),
  act: ({ tau }: { tau: PopulationTensor }, { seen }: { seen: PopulationTensor }, { v }: { v: PopulationTensor }) => ({
    tau: add(tau, mul(-2, seen)),
    memory: { seen: add(mul(0.7, seen), mul(0.3, v)) },
  }),
} as unknown as Controller;

type Case = { readonly settings: RolloutSettings; readonly parameters: never; readonly scenario: Scenario };

function caseOf(model: RobotModel, given: Partial<RolloutSettings>): Case {
  const { settings, scenario } = problemOf(random, model, { steps: 12, integrator: 'rk4', ...given });
  const parameters = settings.controller.parameters(model, new Array<number>(model.nq).fill(0)) as never;
  return { settings, parameters, scenario };
}

/** d(q, v at the end)/d(q, v after so many steps), by one tangent of the whole rollout a column. */
function ofWholeRollout({ settings, parameters, scenario }: Case, step: number): number[] {
  const { model, steps } = settings;
  const n = model.nv;
  const still = stillness(model, steps);
  const end = (noise: { q: PopulationTensor; v: PopulationTensor }): PopulationTensor => {
    const { states } = rollout(settings, parameters, { ...scenario, noise: { ...scenario.noise, ...noise } });
    return concat([at(states.q, steps - 1), at(states.v, steps - 1)]);
  };
  const matrix = new Array<number>(4 * n * n);
  for (let j = 0; j < 2 * n; j++) {
    const by = [0, 1].map((part) => {
      const data = new Float64Array(steps * n);
      if (Math.floor(j / n) === part) data[(step - 1) * n + (j % n)] = 1;
      return tensor(data, [steps, n]);
    });
    const { tangent } = jvp(end, { q: still.q, v: still.v }, { q: by[0], v: by[1] });
    tangent.toArray().forEach((entry, i) => (matrix[i * 2 * n + j] = entry));
  }
  return matrix;
}

/** Rows and columns of the state in a product of Jacobians. */
const ofState = (product: Float64Array, size: number, n: number): number[] =>
  Array.from({ length: 4 * n * n }, (_, k) => product[Math.floor(k / (2 * n)) * size + (k % (2 * n))]);

describe('the product of closed-loop Jacobians is the derivative of the whole rollout', () => {
  const model = assetModel('planar-2link');
  const own = pd({ kp: 20, kd: 2 }) as unknown as Controller;
  const cases: readonly (readonly [string, () => Case, number])[] = [
    [
      'under PD control, semi-implicit Euler',
      () => caseOf(model, { controller: own, integrator: 'semi-implicit-euler' }),
      4,
    ],
    ['under PD control, RK4', () => caseOf(model, { controller: own }), 4],
    ['of a controller that remembers', () => caseOf(model, { controller: filtering }), 6],
    ['that decides every third step', () => caseOf(model, { controller: filtering, hold: 3 }), 6],
    [
      'whose commands come late',
      () => {
        const drawn = caseOf(model, { controller: filtering, mostDelay: 0.025 });
        return { ...drawn, scenario: { ...drawn.scenario, delay: tensor(0.017) } };
      },
      // q, v, what is remembered, and four commands
      14,
    ],
    [
      'with pushes and disturbances',
      () => {
        const drawn = caseOf(model, { controller: own });
        const tau = tensor(random.list(24, -1, 1), [12, 2]);
        return { ...drawn, scenario: { ...drawn.scenario, noise: { tau } } };
      },
      4,
    ],
  ];

  it.each(cases)('%s', async (_, make, expected) => {
    const drawn = make();
    const { model: arm, hold = 1, dt } = drawn.settings;
    const { matrices, size, time, slots } = await closedLoopJacobians(
      drawn.settings,
      drawn.parameters,
      drawn.scenario,
      new Pace(),
    );
    expect(size).toBe(expected);
    expectClose(time, hold * dt, 1e-15);
    expect(matrices).toHaveLength(drawn.settings.steps / hold);
    expect(slots.slice(0, 2).map(({ path }) => path)).toEqual(['q', 'v']);
    const product = matrices.slice(1).reduce((all, J, k) => (k === 0 ? J : times(J, all, size)), matrices[1]);
    expectClose(ofState(product, size, arm.nv), ofWholeRollout(drawn, hold), 1e-10);
  });

  it('and of the arm alone the plant’s Jacobian A, under the forces that were given', async () => {
    const drawn = caseOf(model, { controller: own, integrator: 'semi-implicit-euler' });
    const { matrices, size } = await openLoopJacobians(drawn.settings, drawn.parameters, drawn.scenario, new Pace());
    expect(size).toBe(4);
    const { states, tau } = rollout(drawn.settings, drawn.parameters, drawn.scenario);
    const row = (x: PopulationTensor, t: number): PopulationTensor => tensor(at(x, t).toArray());
    for (let t = 1; t < 12; t++) {
      const before = { q: row(states.q, t - 1), v: row(states.v, t - 1) };
      expectClose(matrices[t], stepJacobian(drawn.settings, before, row(tau, t)).A.toArray(), 1e-12);
    }
  });
});

describe('costates go back by the closed loop', () => {
  it.each(['pendulum', 'planar-2link', 'panda'] as const)('of %s: lambda_t = J’ lambda_(t+1) + l_x', async (name) => {
    const model = assetModel(name);
    const n = model.nv;
    // costs of the configuration alone, running and at the end; forces cost nothing
    const home = taskOf(model).terms.filter(({ name: term }) => term === 'home');
    const controller = pd({ kp: 20, kd: 2 }) as unknown as Controller;
    const drawn = caseOf(model, { controller, task: { terms: home, measures: {} }, steps: 6 });
    const { settings, parameters, scenario } = drawn;
    const { steps } = settings;
    const problem = {
      ...settings,
      start: parameters,
      scenario,
      rollout: (p: never, other: Scenario) => rollout(settings, p, other),
    };
    const { matrices } = await closedLoopJacobians(settings, parameters, scenario, new Pace());
    const found = costates(problem, parameters);
    const { states } = rollout(settings, parameters, scenario);
    const rowOf = (t: number): number[] => [...at(found.q, t).toArray(), ...at(found.v, t).toArray()];
    const goal = scenario.goals['posture']['posture'].toArray();
    for (let t = 0; t + 1 < steps; t++) {
      const q = at(states.q, t).toArray();
      // 3 times the mean square, over the steps; turning joints by the shortest way
      const own = q.map((x, i) => (3 * 2 * Math.atan2(Math.sin(x - goal[i]), Math.cos(x - goal[i]))) / n / steps);
      const later = rowOf(t + 1);
      const back = Array.from({ length: 2 * n }, (_, j) =>
        later.reduce((sum, lambda, i) => sum + matrices[t + 1][i * 2 * n + j] * lambda, j < n ? own[j] : 0),
      );
      expectClose(rowOf(t), back, 1e-9);
    }
  });
});

describe('exponents of a rollout', () => {
  const model = assetModel('planar-2link');

  it('are of closed and open loop, per second; what a controller forgets is -Infinity, which is said', async () => {
    // remembers only the last velocity: a direction is lost at every step
    const forgetful = {
      ...filtering,
      act: (
        { tau }: { tau: PopulationTensor },
        { seen }: { seen: PopulationTensor },
        { v }: { v: PopulationTensor },
      ) => ({
        tau: add(tau, mul(-0.2, seen)),
        memory: { seen: v },
      }),
    } as unknown as Controller;
    const { settings, parameters, scenario } = caseOf(model, { controller: forgetful, steps: 200 });
    const { closed, open } = await rolloutExponents(settings, parameters, scenario);
    expect(open.exponents.values).toHaveLength(4);
    expect(open.exponents.warning).toBeNull();
    expect(closed.exponents.values).toHaveLength(6);
    expect(closed.growth.logs).toHaveLength(201);
    expectClose(
      open.rates.reduce((sum, rate) => sum + rate, 0),
      open.exponents.sum,
      1e-9,
    );
    // v- is a function of the state before, which the step's state is, too: all are kept where the force depends on seen
    expect(closed.exponents.values.every(Number.isFinite)).toBe(true);
    const blind = {
      ...forgetful,
      act: ({ tau }: { tau: PopulationTensor }, _: unknown, { v }: { v: PopulationTensor }) => ({
        tau,
        memory: { seen: v },
      }),
    };
    const lost = await rolloutExponents(
      { ...settings, controller: blind as unknown as Controller },
      parameters,
      scenario,
    );
    expect(lost.closed.exponents.values.filter((value) => value === -Infinity)).toHaveLength(2);
    expect(lost.closed.exponents.warning).toMatch(/^2 of 6 exponents are -Infinity: 200 of 200 steps are singular/);
    // what is left are those of the arm alone
    expectClose(lost.closed.exponents.values.slice(0, 4), lost.open.exponents.values, 0.5);
  });

  it('are cancelled at once', async () => {
    const { settings, parameters, scenario } = caseOf(model, {});
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(rolloutExponents(settings, parameters, scenario, { signal })).rejects.toThrow('enough');
  });

  it('are cancelled in the midst of the products, too', async () => {
    const control = new AbortController();
    const steps = new Array<Float64Array>(200_000).fill(Float64Array.of(1, 0.1, 0, 1));
    const found = paced(singularValuesInSteps(steps, 2), new Pace(control.signal));
    setTimeout(() => control.abort(new Error('enough')), 20);
    await expect(found).rejects.toThrow('enough');
  });

  it('are of one rollout', async () => {
    const { settings, parameters, scenario } = caseOf(model, {});
    const initial = { ...scenario.initial, v: population([[0, 0], [1, 1]]) }; // prettier-ignore
    await expect(rolloutExponents(settings, parameters, { ...scenario, initial })).rejects.toThrow(
      /^scenario: found several members/,
    );
  });
});
