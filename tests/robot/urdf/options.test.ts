/** @file What the options of loadRobot do to the model. */
import { describe, expect, it } from 'vitest';
import { tensor } from '../../../src/core/population-tensor.ts';
import { configurationDifference } from '../../../src/robot/joints/configuration-difference.ts';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { spanOf } from '../../../src/robot/span.ts';
import { assetText } from '../../support/robots.ts';
import { inertial, limit, robot } from '../../support/urdf-files.ts';

const follower = (type: string, numbers: string): string =>
  `<link name="x">${inertial}</link><joint name="f" type="${type}"><origin xyz="0 0 1"/><parent link="arm"/><child link="x"/>${limit}<mimic joint="j" ${numbers}/></joint>`;

describe('options of a robot', () => {
  it('armature is that of each joint by its name, and 0 elsewhere', () => {
    const { model, findings } = loadRobot(assetText('planar-2link'), { armature: { elbow: 0.2 } });
    expect(model.joints.map(({ name, armature }) => [name, armature])).toEqual([
      ['shoulder', 0],
      ['elbow', 0.2],
    ]);
    expect(findings).toEqual([]);
  });

  it('a joint that follows another may have a rotor of its own', () => {
    const { model } = loadRobot(robot({ tail: follower('revolute', 'multiplier="2"') }), { armature: { f: 0.1 } });
    expect(model.joints.map(({ armature }) => armature)).toEqual([0, 0.1]);
  });

  it('a rotor at a joint that does not move has no effect, which is said', () => {
    const { model, findings } = loadRobot(robot(), { weld: ['j'], armature: { j: 0.1 } });
    expect(model.joints).toEqual([]);
    expect(findings).toMatchObject([{ code: 'U041', line: 4 }]);
    expect(loadRobot(robot(), { weld: ['j'] }).findings).toEqual([]);
  });

  it('frictionVelocity is the width of smoothed friction', () => {
    expect(loadRobot(robot(), { frictionVelocity: 0.002 }).model.frictionVelocity).toBe(0.002);
    expect(loadRobot(robot()).model.frictionVelocity).toBe(0.01);
  });

  it('ignoreZeroEffort leaves other limits as they are', () => {
    const text = robot({ limit: '<limit lower="-1" upper="1" effort="0" velocity="3"/>' });
    const { model, findings } = loadRobot(text, { ignoreZeroEffort: true });
    expect(model.joints[0].limits).toEqual({ lower: -1, upper: 1, effort: Infinity, velocity: 3 });
    expect(findings).toEqual([]);
  });
});

describe('joints that follow others', () => {
  it('have no entry of their own in the way between configurations', () => {
    const { model } = loadRobot(robot({ tail: follower('prismatic', '') }));
    expect([...configurationDifference(model, tensor([0.2]), tensor([0.5])).data]).toEqual([0.3]);
  });

  it('stretch a chain as far as what they follow lets them', () => {
    const { model } = loadRobot(robot({ tail: follower('prismatic', 'multiplier="0.5" offset="-0.2"') }));
    // 1 m to the joint, and from -0.7 to 0.3 m along it
    expect(spanOf(model, model.links[2])).toBeCloseTo(1.7, 15);
  });
});
