/** @file What findings offer to programs: the settings that their remedies name, each of which does what it says. */
import { describe, expect, it } from 'vitest';
import { type RobotFinding, RobotFormatError, type RobotOffer } from '../../src/errors.ts';
import { loadRobot, type LoadOptions } from '../../src/robot/urdf/load.ts';

const inertial = '<inertial><mass value="1"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial>';
const wrong = inertial.replace('izz="1"', 'izz="9"');
const point = '<inertial><mass value="1"/><inertia ixx="0" ixy="0" ixz="0" iyy="0" iyz="0" izz="0"/></inertial>';
const half = '<inertial><mass value="1"/></inertial>';

/** A chain of two joints that turn about z, of links with these contents. */
const chain = (first: string, second: string, more = '', type = 'continuous'): string => `<robot name="chain">
  <link name="base"/><link name="upper">${first}</link><link name="lower">${second}</link>
  <joint name="shoulder" type="continuous"><parent link="base"/><child link="upper"/><axis xyz="0 0 1"/></joint>
  <joint name="elbow" type="${type}"><parent link="upper"/><child link="lower"/><origin xyz="0.3 0 0"/><axis xyz="0 0 1"/>${more}</joint>
</robot>`;

function findingsOf(robot: string, options: LoadOptions = {}): readonly RobotFinding[] {
  try {
    return loadRobot(robot, options).findings;
  } catch (error) {
    if (error instanceof RobotFormatError) return error.findings;
    throw error;
  }
}

const limit = (effort: number): string => `<limit lower="-1" upper="1" effort="${effort}" velocity="1"/>`;

const cases: readonly (readonly [what: string, robot: string, offers: readonly RobotOffer[]])[] = [
  ['an impossible inertia', chain(inertial, wrong), [{ repair: true }]],
  ['a mass without inertia', chain(inertial, half), [{ estimateInertia: true }]],
  ['no inertia at all', chain('', ''), [{ estimateInertia: true }]],
  [
    'a joint that nothing resists',
    chain(inertial, point),
    [{ armature: { elbow: 0.001 } }, { weld: ['elbow'] }, { repair: true }, { estimateInertia: true }],
  ],
  ['a joint of several coordinates', chain(inertial, inertial, '', 'planar'), [{ weld: ['elbow'] }]],
  ['a joint of no known type', chain(inertial, inertial, '', 'revolut'), [{ weld: ['elbow'] }]],
  ['a joint that follows itself', chain(inertial, inertial, '<mimic joint="elbow"/>'), [{ weld: ['elbow'] }]],
  ['an effort limit of 0', chain(inertial, inertial, limit(0), 'revolute'), [{ ignoreZeroEffort: true }]],
];

const same = (a: RobotFinding) => (b: RobotFinding) => a.code === b.code && a.element === b.element;

describe('offers of findings', () => {
  it.each(cases)('of %s are those that the remedy names, and each of them answers it', (_, robot, offers) => {
    const offering = findingsOf(robot).filter((finding) => finding.offers);
    expect(offering).toHaveLength(1);
    const [finding] = offering;
    expect(finding.offers).toEqual(offers);
    for (const offer of offers) {
      const { model, findings } = loadRobot(robot, offer);
      expect(model.hasInertia).toBe(true);
      expect(findings.filter((later) => later.offers)).toEqual([]);
      expect(findings.filter(({ severity }) => severity === 'error').find(same(finding))).toBeUndefined();
    }
    const named = [...new Set(finding.remedy!.match(/--[a-z-]+/g))];
    expect(named).toHaveLength(offers.length);
  });

  it('of too many links are as many as there are', () => {
    const robot = chain(inertial, inertial);
    const [{ offers }] = findingsOf(robot, { maxLinks: 2 });
    expect(offers).toEqual([{ maxLinks: 3 }]);
    expect(loadRobot(robot, { maxLinks: 2, ...offers![0] }).model.nv).toBe(2);
  });

  it('are absent where only the file can be changed', () => {
    const [finding] = findingsOf(chain(inertial, inertial.replace('value="1"', 'value="-1"')));
    expect(finding.severity).toBe('error');
    expect(finding).not.toHaveProperty('offers');
  });
});
