import { describe, expect, it } from 'vitest';
import { tensor, zeros } from '../../src/core/population-tensor.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { stiffJoints } from '../../src/simulation/explicit-stability.ts';
import { articulatedPlant } from '../../src/simulation/plant.ts';
import { expectClose } from '../support/check.ts';
import { assetModel } from '../support/robots.ts';

/** Two wheels on one base: what one does is nothing to the other. */
const wheels = (damping: readonly number[], friction: readonly number[]): RobotModel =>
  loadRobot(
    `<robot name="wheels"><link name="base"/>${damping
      .map(
        (d, i) =>
          `<link name="w${i}"><inertial><mass value="1"/><inertia ixx="0.01" iyy="0.01" izz="0.01"/></inertial></link><joint name="axle${i}" type="continuous"><parent link="base"/><child link="w${i}"/><axis xyz="0 0 1"/><dynamics damping="${d}" friction="${friction[i]}"/></joint>`,
      )
      .join('')}</robot>`,
  ).model;

describe('joints too stiff for an explicit step', () => {
  const model = wheels([0.5, 10, 4], [0, 0, 2]);

  it('are those with dt b (M^-1)_ii > 2, the stiffest first, each with the largest step that it bears', () => {
    const found = stiffJoints({ model, integrator: 'rk4', dt: 0.005 }, zeros([3]));
    expect(found.map(({ joint }) => joint)).toEqual(['axle2', 'axle1']);
    expectClose(
      found.map(({ limit }) => limit),
      [(2 * 0.01) / (4 + 2 / model.frictionVelocity), (2 * 0.01) / 10],
      1e-12,
    );
  });

  it('are none where friction is implicit, and none of a stiff robot at the step that is named', () => {
    expect(stiffJoints({ model, integrator: 'semi-implicit-euler', dt: 0.005 }, zeros([3]))).toEqual([]);
    const [{ limit }] = stiffJoints({ model, integrator: 'rk4', dt: 0.005 }, zeros([3]));
    expect(stiffJoints({ model, integrator: 'rk4', dt: limit }, zeros([3]))).toEqual([]);
    expect(stiffJoints({ model: assetModel('panda'), integrator: 'rk4', dt: 0.001 }, zeros([7]))).toEqual([]);
  });

  it('diverge by rk4 above three halves of the limit, and come to rest at the limit, and by semi-implicit Euler at any step', () => {
    const after = (integrator: string, dt: number): number => {
      const { step } = articulatedPlant({ model, integrator, dt });
      let state = { q: zeros([3]), v: tensor([0, 1, 0]) };
      for (let i = 0; i < 200; i++) state = step(state, zeros([3]), robotParameters(model)) as typeof state;
      return Math.abs(state.v.toArray()[1]);
    };
    const limit = (2 * 0.01) / 10;
    expect(after('rk4', 1.5 * limit)).toBeGreaterThan(1e3);
    expect(after('rk4', limit)).toBeLessThan(1e-6);
    expect(after('semi-implicit-euler', 100 * limit)).toBeLessThan(1e-6);
  });

  it('are found with other parameters of the robot', () => {
    const own = robotParameters(model);
    const free = { ...own, joints: own.joints.map((joint) => ({ ...joint, damping: tensor(0), friction: tensor(0) })) };
    expect(stiffJoints({ model, integrator: 'rk4', dt: 0.1 }, zeros([3]), free)).toEqual([]);
  });
});
