/** @file Which link of a robot goes somewhere where nothing says it. */
import { describe, expect, it } from 'vitest';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { assetModel } from '../../support/robots.ts';
import { sceneFor } from '../../support/scenes.ts';

describe('the link of an arm', () => {
  const inertial = '<inertial><mass value="1"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial>';
  const linkOf = (joints: readonly string[]): string => {
    const links = new Set(joints.flatMap((joint) => joint.split(' ').slice(1, 3)));
    const text = joints
      .map((joint, i) => {
        const [type, parent, child, name = `j${i}`, mimic] = joint.split(' ');
        const follows = mimic ? `<mimic joint="${mimic}"/>` : '';
        return `<joint name="${name}" type="${type}"><parent link="${parent}"/><child link="${child}"/><origin xyz="0.1 0 0.1"/><axis xyz="0 1 0"/><limit lower="-1" upper="1" effort="100" velocity="1"/>${follows}</joint>`;
      })
      .join('');
    const { model } = loadRobot(
      `<robot name="r">${[...links].map((link) => `<link name="${link}">${inertial}</link>`).join('')}${text}</robot>`,
    );
    return /link "([^"]*)"/.exec(sceneFor(model).notes[0])![1];
  };
  const arm = ['revolute base a', 'revolute a b', 'revolute b c'];
  const finger = (name: string, more = ''): string => `prismatic hand ${name} ${name}_slide ${more}`.trim();

  it.each<[string, readonly string[], string]>([
    ['its last', arm, 'c'],
    ['the last of the longest chain', [...arm, 'revolute base x', 'revolute x y'], 'c'],
    [
      'of chains of one length the later one',
      ['revolute base a', 'revolute a b', 'revolute base x', 'revolute x y'],
      'y',
    ],
    ['a frame that is fixed to its last body', [...arm, 'fixed c tip'], 'tip'],
    [
      'the frame of a tool rather than what looks on',
      [...arm, 'fixed c tool0', 'fixed c flange', 'fixed c camera'],
      'tool0',
    ],
    [
      'the frame of a hand rather than its fingers',
      [...arm, 'fixed c hand', 'fixed hand tcp', finger('left'), finger('right', 'left_slide')],
      'tcp',
    ],
    ['the hand where fingers come first', [...arm, 'fixed c hand', finger('left'), finger('right')], 'hand'],
    ['the arm where its one finger is named so', [...arm, 'fixed c hand', finger('jaw')], 'hand'],
    [
      'the hand of long fingers of a longer arm',
      [...arm, 'fixed c hand', 'revolute hand p', 'revolute p q', 'revolute hand r', 'revolute r s'],
      'hand',
    ],
    ['a finger where there is nothing but a hand', ['prismatic base left', 'prismatic base right'], 'right'],
  ])('is %s', (_, joints, expected) => {
    expect(linkOf(joints)).toBe(expected);
  });

  it('is the one that is asked for, which a joint has to move', () => {
    const model = assetModel('panda');
    expect(sceneFor(model, 'panda_link4').notes[0]).toBe('link "panda_link4": at the end of 4 joints');
    expect(() => sceneFor(model, 'panda_lnik4')).toThrow('link: found "panda_lnik4"; expected a link of robot "panda"; fix: did you mean "panda_link4"?'); // prettier-ignore
    expect(() => sceneFor(model, 'panda_link0')).toThrow(/which stands still; expected a link that joints move; fix: use one of panda_link1/); // prettier-ignore
  });
});
