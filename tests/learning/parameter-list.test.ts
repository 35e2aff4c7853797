import { describe, expect, it } from 'vitest';
import type { Controller } from '../../controllers/controller.ts';
import { controllerKinds } from '../../controllers/kinds.ts';
import { ParameterLayout } from '../../src/core/parameters.ts';
import { tensor, zeros } from '../../src/core/population-tensor.ts';
import { leavesOf } from '../../src/core/tree.ts';
import { parameterList, parameterValue } from '../../src/learning/parameter-list.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { controllerOf } from '../support/controllers.ts';
import { assetModel } from '../support/robots.ts';
import { problemOf } from '../support/rollouts.ts';
import { Random } from '../support/random.ts';
import { experimentOf } from '../support/scenes.ts';
import { controllerContext } from '../support/policies.ts';

describe('the parameters of a PD', () => {
  const experiment = experimentOf('panda-reach', 0.02);
  const list = parameterList(experiment);

  it('are set points, stiffnesses and dampings of its joints, in their units', () => {
    expect(list).toHaveLength(experiment.layout.size);
    expect(list[0]).toEqual({
      index: 0,
      path: 'reference[0]',
      label: 'set point',
      joint: 'panda_joint1',
      unit: 'rad',
      scale: 'linear',
    });
    expect(list[8]).toMatchObject({
      path: 'logKp[1]',
      label: 'stiffness',
      joint: 'panda_joint2',
      unit: 'N m/rad',
      scale: 'log',
    });
    expect(list[20]).toMatchObject({ label: 'damping', joint: 'panda_joint7', unit: 'N m s/rad' });
    expect(list.map(({ index }) => index)).toEqual(list.map((_, i) => i));
  });

  it('have the values that the scene says', () => {
    const value = (index: number): number => parameterValue(list[index], experiment.initialParameters[index]);
    expect(value(1)).toBe(-0.785398);
    expect(value(7)).toBeCloseTo(120, 10);
    expect(value(20)).toBeCloseTo(0.6, 12);
  });
});

it('knots of a spline are numbered, joint by joint', () => {
  const list = parameterList(experimentOf('two-link-reach', 0.02));
  expect(list.slice(4, 6).map(({ label, joint, unit }) => `${label} of ${joint}, ${unit}`)).toEqual([
    'torque knot 3 of shoulder, N m',
    'torque knot 3 of elbow, N m',
  ]);
});

it('joints that slide have units of their own', () => {
  const joint = (name: string, type: string, parent: string, child: string) =>
    `<joint name="${name}" type="${type}"><parent link="${parent}"/><child link="${child}"/><axis xyz="0 0 1"/><limit lower="0" upper="1" effort="9" velocity="1"/></joint>`;
  const link = (name: string) =>
    `<link name="${name}"><inertial><mass value="1"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial></link>`;
  const { model } = loadRobot(
    `<robot name="r"><link name="a"/>${link('b')}${link('c')}${joint('slide', 'prismatic', 'a', 'b')}${joint('turn', 'revolute', 'b', 'c')}</robot>`,
  );
  const controller = controllerKinds.make({ type: 'pd', kp: 1, kd: 1 } as never, controllerContext(model));
  const layout = new ParameterLayout(controller.parameters(model, [0, 0]));
  const { settings } = problemOf(new Random(), model, { controller });
  expect(parameterList({ layout, settings }).map(({ unit }) => unit)).toEqual([
    'm',
    'rad',
    'N/m',
    'N m/rad',
    'N s/m',
    'N m s/rad',
  ]);
});

it('what a controller says nothing of stands for itself', () => {
  const model = assetModel('planar-2link');
  const controller: Controller = {
    name: 'own',
    parameters: () => ({ feedForward: zeros([3]), bias: tensor(0) }),
    act: (_, memory) => ({ tau: zeros([model.nv]), memory }),
  };
  const layout = new ParameterLayout(controller.parameters(model, [0, 0]));
  const { settings } = problemOf(new Random(), model, { controller });
  expect(parameterList({ layout, settings }).map(({ label, joint, unit }) => [label, joint, unit])).toEqual([
    ['feed forward 1', null, ''],
    ['feed forward 2', null, ''],
    ['feed forward 3', null, ''],
    ['bias', null, ''],
  ]);
});

it.each(controllerKinds.all.map(({ type }) => type))('all parameters of %s are described', (type) => {
  const model = assetModel('ur5e');
  const goals = { point: { position: zeros([3]) } };
  const controller = controllerOf(type, { model, goals });
  const paths = leavesOf(controller.parameters(model, new Array<number>(model.nq).fill(0))).map(({ path }) => path);
  expect(Object.keys(controller.described ?? {}).toSorted()).toEqual(paths.toSorted());
});
