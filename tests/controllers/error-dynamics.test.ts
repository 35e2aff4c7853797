/** @file Linear error dynamics: computed torque makes each joint a spring and a damper of its own, operational space the link. */
import { describe, expect, it } from 'vitest';
import { computedTorque } from '../../controllers/computed-torque.ts';
import type { Controller } from '../../controllers/controller.ts';
import { operationalSpace } from '../../controllers/operational-space.ts';
import { population, tensor, zeros } from '../../src/core/population-tensor.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { quadratic } from '../../src/task/norms/quadratic.ts';
import { jointVelocity } from '../../src/task/residuals/joint-velocity.ts';
import { expectClose } from '../support/check.ts';
import { idealRobot } from '../support/controllers.ts';
import { Random } from '../support/random.ts';

const random = new Random();
const [kp, kd] = [40, 9];

/** Error after a time t from e at rest: the damped oscillation of e'' + kd e' + kp e = 0. */
function errorAfter(t: number, e: number): number {
  const [decay, w] = [kd / 2, Math.sqrt(kp - (kd * kd) / 4)];
  return Math.exp(-decay * t) * e * (Math.cos(w * t) + (decay / w) * Math.sin(w * t));
}

/** Configurations of all steps, [steps][nq], from rest. */
function configurations(
  model: RobotModel,
  controller: Controller,
  start: readonly number[],
  position: readonly number[],
  dt: number,
  steps: number,
): number[][] {
  const term = { name: 'rest', residual: jointVelocity(model), norm: quadratic, weight: 1, when: 'final' } as const;
  const settings = {
    model,
    controller,
    task: { terms: [term], measures: {} },
    integrator: 'semi-implicit-euler',
    dt,
    steps,
  };
  const { states } = rollout(settings, controller.parameters(model, start), {
    initial: { q: tensor([...start]), v: zeros([model.nv]) },
    goals: { point: { position: tensor([...position]) } },
    weights: { rest: tensor(1) },
  });
  const q = states.q.toArray();
  return Array.from({ length: steps }, (_, i) => q.slice(i * model.nq, (i + 1) * model.nq));
}

describe.each(['panda', 'ur5e', 'planar-2link'])('computed torque of %s', (name) => {
  const model = idealRobot(name);
  const start = random.list(model.nq, -1, 1);
  const reference = random.list(model.nq, -1, 1);
  const controller = computedTorque({ kp, kd, reference }) as unknown as Controller;
  const errorsOf = (dt: number, steps: number) =>
    configurations(model, controller, start, [0, 0, 0], dt, steps).map((q) => q.map((x, i) => reference[i] - x));

  it('is the recurrence of the integrator, joint by joint, to rounding', () => {
    const [dt, steps] = [0.005, 200];
    let [e, v] = [start.map((x, i) => reference[i] - x), start.map(() => 0)];
    const expected = Array.from({ length: steps }, () => {
      v = v.map((rate, i) => rate + dt * (-kp * e[i] - kd * rate));
      return (e = e.map((error, i) => error + dt * v[i]));
    });
    expectClose(errorsOf(dt, steps).flat(), expected.flat(), 1e-10);
  });

  it('comes to the exact solution as steps shorten: half the step, half the error', () => {
    const worst = [0.002, 0.001].map((dt) => {
      const errors = errorsOf(dt, 1 / dt);
      const off = errors.flatMap((list, step) =>
        list.map((error, i) => Math.abs(error - errorAfter((step + 1) * dt, reference[i] - start[i]))),
      );
      return Math.max(...off);
    });
    expect(worst[0]).toBeLessThan(0.02);
    expect(worst[0] / worst[1]).toBeCloseTo(2, 1);
  });
});

describe.each([
  ['panda', 'panda_hand_tcp'],
  ['ur5e', 'tool0'],
] as const)('operational space of %s', (name, link) => {
  const model = idealRobot(name);
  const start = name === 'panda' ? [0, -0.8, 0, -2.3, 0, 1.6, 0.8] : [0, -1.2, 1.4, -1.2, -1.5, 0];
  const at = linkPose(model, tensor(start), link).translation.toArray();
  const goal = at.map((x, i) => x + [0.1, -0.2, 0.15][i]);
  const given = { link, to: 'point', kp, kd, singularity: 1e-4 };

  it('moves the link on the exact solution as steps shorten, whatever the posture asks for', () => {
    const reference = start.map((x) => x + random.uniform(-0.3, 0.3));
    const controller = operationalSpace({ ...given, reference }) as unknown as Controller;
    const worst = [0.002, 0.001].map((dt) => {
      const q = configurations(model, controller, start, goal, dt, 0.8 / dt);
      const places = linkPose(model, population(q), link).translation;
      const off = q.flatMap((_, step) =>
        goal.map((x, i) => Math.abs(x - places.toArray(step)[i] - errorAfter((step + 1) * dt, x - at[i]))),
      );
      return Math.max(...off);
    });
    expect(worst[0]).toBeLessThan(0.005);
    expect(worst[0] / worst[1]).toBeCloseTo(2, 0);
  });
});
