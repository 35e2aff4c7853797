/** @file Where links can be: no pose of the joints within their limits lies outside, and what lies outside is told by how much. */
import { describe, expect, it } from 'vitest';
import { tensor } from '../../src/core/population-tensor.ts';
import { findLink, linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { independentJoints } from '../../src/robot/independent-joints.ts';
import { angleFrom, chainTo, distanceFrom } from '../../src/robot/link-range.ts';
import type { Matrix3, RobotModel, Vector3 } from '../../src/robot/model.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { Random, testCases } from '../support/random.ts';
import { randomMimicRobot, randomRobot } from '../support/robots.ts';

const inertial = '<inertial><mass value="1"/><inertia ixx="0.1" iyy="0.1" izz="0.1"/></inertial>';

/** A chain of joints, each `type xyz axis [lower upper]`, the last of which carries "tip". */
function chain(...joints: readonly string[]): RobotModel {
  const links = joints.map((_, i) => `<link name="l${i + 1}">${inertial}</link>`).join('');
  const parts = joints.map((text, i) => {
    const [type, xyz, axis, lower = '-3', upper = '3'] = text.split(' | ');
    const limit =
      type === 'continuous' || type === 'fixed'
        ? ''
        : `<limit lower="${lower}" upper="${upper}" effort="9" velocity="9"/>`;
    return `<joint name="j${i}" type="${type}"><origin xyz="${xyz}"/><parent link="l${i}"/><child link="l${i + 1}"/><axis xyz="${axis}"/>${limit}</joint>`;
  });
  return loadRobot(`<robot name="chain"><link name="l0"/>${links}${parts.join('')}</robot>`).model;
}

const gapOf = (model: RobotModel, link: string, point: Vector3): number =>
  distanceFrom(chainTo(model, findLink(model, link)), point).gap;

/** A configuration within the limits; far beyond where there are none. */
const within = (model: RobotModel, random: Random): number[] =>
  independentJoints(model).map(({ limits: { lower, upper } }) =>
    random.uniform(Math.max(lower, -20), Math.min(upper, 20)),
  );

describe('where a link can be', () => {
  it.each([
    ['random arms', randomRobot],
    ['random arms with joints that follow others', randomMimicRobot],
  ])('holds every place and turn that the joints of %s allow', (_, draw) => {
    const random = new Random();
    for (let robot = 0; robot < testCases(40); robot++) {
      const { model } = loadRobot(draw(random));
      for (let pose = 0; pose < 5; pose++) {
        const q = tensor(within(model, random));
        for (const link of model.links) {
          const { translation, rotation } = linkPose(model, q, link.name);
          const own = chainTo(model, link);
          const scale = 1 + Math.hypot(...translation.toArray());
          expect(distanceFrom(own, translation.toArray() as unknown as Vector3).gap).toBeLessThan(1e-9 * scale);
          expect(angleFrom(own, rotation.toArray() as unknown as Matrix3)).toBeLessThan(1e-7);
        }
      }
    }
  });

  const spatial = chain(
    'continuous | 0 0 0.3 | 0 0 1',
    'continuous | 0 0 0 | 0 1 0',
    'continuous | 0.4 0 0 | 0 1 0',
    'fixed | 0.1 0 0 | 1 0 0',
  );
  const planar = chain('continuous | 0 0 0.2 | 0 0 1', 'continuous | 0.5 0 0.1 | 0 0 -1', 'fixed | 0.2 0 0 | 1 0 0');
  const scara = chain(
    'continuous | 0 0 0 | 0 0 1',
    'continuous | 0.5 0 0 | 0 0 1',
    'prismatic | 0.3 0 0 | 0 0 1 | -0.4 | -0.1',
  );
  const gantry = chain('prismatic | 0 0 1 | 1 0 0 | 0 | 2', 'prismatic | 0 0 0 | 0 1 0 | -1 | 1');
  const crane = chain(
    'prismatic | 0 0 0 | 0 0 1 | 0 | 1',
    'continuous | 0 0 0 | 0 1 0',
    'prismatic | 0 0 0 | 1 0 0 | 0.2 | 0.6',
  );
  const cases: readonly (readonly [string, RobotModel, string, Vector3, number])[] = [
    ['beyond a stretched arm, from its first turning joint', spatial, 'l4', [0.9, 0, 0.3], 0.4],
    ['nearer than a long link and a short one can come', spatial, 'l4', [0, 0.1, 0.3], 0.2],
    ['on the stretched arm', spatial, 'l4', [0, 0, 0.8], 0],
    ['off the plane of parallel axes', planar, 'l3', [0.5, 0.2, 0.5], 0.2],
    ['in that plane', planar, 'l3', [0.5, 0.2, 0.3], 0],
    ['in that plane, too far', planar, 'l3', [0, -1, 0.3], 0.3],
    ['too high for a slide along the axes', scara, 'l3', [0.6, 0, 0.2], 0.3],
    ['where that slide goes', scara, 'l3', [0.6, 0, -0.25], 0],
    ['beside what slides cover', gantry, 'l2', [2.3, 1.4, 1], 0.5],
    ['where slides go', gantry, 'l2', [0.4, 0.9, 1], 0],
    ['beyond a slide on a turning joint on a slide', crane, 'l3', [0, 0, 1.9], 0.3],
    ['within what they cover', crane, 'l3', [0.3, 0, 0.9], 0],
    ['elsewhere than a link that nothing moves', spatial, 'l0', [0.3, 0, 0.4], 0.5],
  ];
  it.each(cases)('tells how far a point is outside: %s', (_, model, link, point, gap) => {
    expect(gapOf(model, link, point)).toBeCloseTo(gap, 12);
  });

  it('says the length of the arm only where a point is beyond it, and nothing of a slide without limits', () => {
    const own = (model: RobotModel, link: string) => chainTo(model, findLink(model, link));
    expect(distanceFrom(own(spatial, 'l4'), [0.9, 0, 0.3]).span).toBeCloseTo(0.5, 12);
    expect(distanceFrom(own(planar, 'l3'), [0.5, 0.2, 0.5])).not.toHaveProperty('span');
    expect(distanceFrom(own(spatial, 'l0'), [1, 0, 0])).not.toHaveProperty('span');
    const endless = chain('prismatic | 0 0 0 | 1 0 0 | -1e300 | 1e300', 'continuous | 0 0 0 | 0 0 1');
    expect(gapOf(endless, 'l2', [1e6, 0, 0])).toBe(0);
  });

  it('turns about parallel axes only as they do, not at all without one, and freely with two directions', () => {
    const about = (model: RobotModel, link: string, rotation: Matrix3): number =>
      angleFrom(chainTo(model, findLink(model, link)), rotation);
    const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
    const aboutX: Matrix3 = [1, 0, 0, 0, c, -s, 0, s, c];
    const aboutZ: Matrix3 = [c, -s, 0, s, c, 0, 0, 0, 1];
    expect(about(planar, 'l3', aboutZ)).toBeLessThan(1e-12);
    expect(about(planar, 'l3', aboutX)).toBeCloseTo(0.3, 12);
    expect(about(gantry, 'l2', aboutZ)).toBeCloseTo(0.3, 12);
    expect(about(spatial, 'l4', aboutX)).toBe(0);
  });
});
