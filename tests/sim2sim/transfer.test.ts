/** @file Controllers in another physics: the loop is the rollout's, and what is carried, planned and lost is so in both. */
import { forgetful } from '../../controllers/drive.ts';
import { describe, expect, it } from 'vitest';
import type { Controller } from '../../controllers/controller.ts';
import { pd } from '../../controllers/pd.ts';
import { torqueSpline } from '../../controllers/torque-spline.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { population, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { rollout, type RolloutSettings } from '../../src/rollout/rollout.ts';
import { adjointPhysics } from '../../src/sim2sim/adjoint-physics.ts';
import type { SecondPhysics } from '../../src/sim2sim/second-physics.ts';
import { runTrial } from '../../src/sim2sim/transfer.ts';
import { type Trial, trialOf } from '../../src/sim2sim/trial.ts';
import { assetModel } from '../support/robots.ts';
import { farthest } from '../support/second-physics.ts';

const model = assetModel('planar-2link');
const dt = 0.01;
const steps = 30;
const still = zeros([model.nv]);

/** Remembers the sum of its errors, and sees time and goals. */
const integral: Controller<{ gain: PopulationTensor }, { sum: PopulationTensor }> = {
  name: 'integral',
  parameters: () => ({ gain: tensor(3) }),
  memory: () => ({ sum: still }),
  act: ({ gain }, { sum }, { q, time, goals }) => {
    const next = add(sum, sub(goals.posture.posture, q));
    return { tau: add(mul(gain, next), mul(time, sub(goals.posture.posture, q))), memory: { sum: next } };
  },
};

/** Decides where to be, from where it was at the beginning; a spring of its drive pulls there at every step of physics. */
const sprung: Controller<{ gain: PopulationTensor }, { first: PopulationTensor }> = {
  name: 'sprung',
  parameters: () => ({ gain: tensor(0.5) }),
  begin: (_, { q }) => ({ first: q }),
  act: ({ gain }, memory, { q, goals }) => ({
    tau: add(memory.first, mul(gain, sub(goals.posture.posture, q))),
    memory,
  }),
  drive: {
    size: model.nq,
    force: forgetful((command, { q, v, time }) => sub(mul(add(20, time), sub(command, q)), mul(2, v))),
  },
};

const controllers: Readonly<Record<string, Controller>> = {
  pd: pd({ kp: 30, kd: 3, reference: [0.3, -0.2] }) as unknown as Controller,
  'torque-spline': torqueSpline({ knots: 4, gravityCompensation: true }) as unknown as Controller,
  integral: integral as unknown as Controller,
  sprung: sprung as unknown as Controller,
};

/** Besides that each step is decided for: periods, and commands that come late, later for some. */
const timings: Readonly<Record<string, Partial<RolloutSettings>>> = {
  'every step': {},
  'every third': { hold: 3 },
  'every third, late': { hold: 3, mostDelay: 0.05 },
};

const settingsOf = (controller: Controller, robot: RobotModel = model): RolloutSettings => ({
  model: robot,
  controller,
  task: { terms: [], measures: {} },
  integrator: 'semi-implicit-euler',
  dt,
  steps,
});

const initial = {
  q: population([
    [0.1, 0.2],
    [0.5, -0.4],
    [1, 1],
  ]),
  v: still,
};
const goals = {
  posture: {
    posture: population([
      [0.3, 0],
      [0, 0.5],
      [-0.2, 0.1],
    ]),
  },
};

const ours = (members = 3): SecondPhysics => adjointPhysics(model, { dt, members, integrator: 'semi-implicit-euler' });

const trial = (controller: Controller): Trial =>
  trialOf(settingsOf(controller), controller.parameters(model, [0.1, 0.2]), { initial, goals, weights: {} });

describe('a trial in our own physics', () => {
  it.each(Object.keys(controllers).flatMap((name) => Object.keys(timings).map((timing) => [name, timing])))(
    'is the rollout: %s, %s',
    (name, timing) => {
      const controller = controllers[name];
      const settings = { ...settingsOf(controller), ...timings[timing] };
      const late = settings.mostDelay ? { delay: population([0, 0.013, 0.05]) } : {};
      const scenario = { initial, goals, weights: {}, ...late };
      const parameters = controller.parameters(model, [0.1, 0.2]);
      const found = runTrial(ours(), trialOf(settings, parameters, scenario));
      const expected = rollout(settings, parameters, scenario);
      const skip = model.nq * 3;
      expect(farthest([...found.states.q.data.slice(skip)], [...expected.states.q.data])).toBeLessThan(1e-12);
      expect(farthest([...found.states.v.data.slice(skip)], [...expected.states.v.data])).toBeLessThan(1e-11);
      expect(farthest([...found.tau.data], [...expected.tau.data])).toBeLessThan(1e-10);
      expect([...found.states.q.data.slice(0, skip)]).toEqual([...initial.q.data]);
      expect(found.states.q.shape).toEqual([steps + 1, model.nq]);
      expect(found.lost).toEqual([]);
    },
  );

  it('begins anew each time that it is run', () => {
    const again = trial(controllers.integral);
    const [first, second] = [runTrial(ours(), again), runTrial(ours(), again)];
    expect(second.states.q.data).toEqual(first.states.q.data);
  });

  it('limits forces to what the drives give', () => {
    const weak = {
      ...model,
      joints: model.joints.map((joint) => ({ ...joint, limits: { ...joint.limits, effort: 0.5 } })),
    };
    const { controller, parameters } = {
      controller: controllers.pd,
      parameters: controllers.pd.parameters(model, [0, 0]),
    };
    const { tau } = runTrial(
      ours(),
      trialOf(settingsOf(controller, weak), parameters, { initial, goals, weights: {} }),
    );
    expect(Math.max(...tau.data.map(Math.abs))).toBe(0.5);
  });
});

describe('a trial in any physics', () => {
  /** One that counts what it is asked for, and loses its second member in step 3. */
  function losing(): SecondPhysics & { readonly calls: string[] } {
    const inner = ours();
    const calls: string[] = [];
    let count = 0;
    return {
      ...inner,
      calls,
      reset: (q, v) => {
        calls.push('reset');
        inner.reset(q, v);
      },
      step: (tau) => {
        calls.push('step');
        inner.step(tau);
        if (count++ >= 3) inner.q[1] = NaN;
      },
    };
  }

  it('goes on without members that are lost, and says which and when', () => {
    const physics = losing();
    const found = runTrial(physics, trial(controllers.pd));
    expect(found.lost).toEqual([{ member: 1, step: 3 }]);
    expect(physics.calls).toEqual(['reset', ...new Array<string>(steps).fill('step')]);
    const whole = runTrial(ours(), trial(controllers.pd));
    for (const member of [0, 2]) expect(found.states.q.toArray(member)).toEqual(whole.states.q.toArray(member));
    expect(found.states.q.toArray(1).every(Number.isFinite)).toBe(false);
  });

  it('is refused where it does not fit', () => {
    expect(() => runTrial(ours(2), trial(controllers.pd))).toThrow('initial.q: found 3 members');
    expect(() => runTrial({} as SecondPhysics, trial(controllers.pd))).toThrow('physics.name');
    expect(() => runTrial(ours(), {} as Trial)).toThrow('trial.model');
    const other = adjointPhysics(assetModel('pendulum'), { dt, members: 3, integrator: 'rk4' });
    expect(() => runTrial(other, trial(controllers.pd))).toThrow('physics: found one of 1 coordinates');
    const coarse = adjointPhysics(model, { dt: 2 * dt, members: 3, integrator: 'rk4' });
    expect(() => runTrial(coarse, trial(controllers.pd))).toThrow('physics: found steps of 0.02 s');
    const noise = { tau: zeros([steps, model.nv]) };
    const { pd: controller } = controllers;
    const shaken = { initial, goals, weights: {}, noise };
    expect(() => trialOf(settingsOf(controller), controller.parameters(model, [0, 0]), shaken)).toThrow(
      'scenario.noise',
    );
    expect(() => ours().step(new Float64Array(2))).toThrow('tau: found 2 numbers');
    expect(() => adjointPhysics(model, { dt, integrator: 'rk4', substeps: 0 })).toThrow('substeps: found 0');
  });
});
