/** @file The form's folder of the robot: what is shown, and what each row says. */
import { describe, expect, it } from 'vitest';
import { loadRobot, type LoadOptions } from '../../../../src/robot/urdf/load.ts';
import { withRobot } from '../../../../src/scene/robot.ts';
import type { RobotSettings } from '../../../../src/robot/robot-fields.ts';
import { jointNames } from '../../../../src/viewer/sections/arm/fit-joints.ts';
import { robotFolder } from '../../../../src/viewer/sections/arm/robot-folder.ts';
import { assetText } from '../../../support/robots.ts';
import { bundledScene } from './converse.ts';
import { labels } from './form.ts';

const twoLink = bundledScene('two-link-reach');

function shown(text: string, options: LoadOptions = {}, before: LoadOptions | null = null) {
  const { model, findings } = loadRobot(text, options);
  const said: Partial<RobotSettings>[] = [];
  const scene = withRobot(twoLink, options as Partial<RobotSettings>);
  const opened = before && { scene: withRobot(twoLink, before as Partial<RobotSettings>) };
  const weldable = [...jointNames(model), ...(options.weld ?? [])];
  const folder = robotFolder({ scene, model, findings, weldable, opened }, (other) => said.push(other));
  const [welds, armatures] = folder.folders!;
  return { folder, welds, armatures, said };
}

const plain = assetText('planar-2link').replaceAll(/ friction="[^"]*"/g, '');
const limp = plain.replace(/effort="[^"]*"/, 'effort="0"');

describe('the folder of the robot', () => {
  it('has a flag where it would change something, and where it is set', () => {
    expect(labels(shown(plain).folder.rows)).toEqual([]);
    expect(labels(shown(limp).folder.rows)).toEqual(['Ignore limits of 0']);
    const { folder, said } = shown(limp, { ignoreZeroEffort: true });
    expect(folder.rows).toMatchObject([{ label: 'Ignore limits of 0', value: true }]);
    folder.rows[0].change(false);
    expect(said).toEqual([{ ignoreZeroEffort: false }]);
  });

  it('has the width of friction where there is friction', () => {
    const { folder, said } = shown(plain.replaceAll('<dynamics ', '<dynamics friction="0.1" '));
    expect(labels(folder.rows)).toEqual(['Friction width (rad/s)']);
    folder.rows[0].change(0.2);
    expect(said).toEqual([{ frictionVelocity: 0.2 }]);
  });

  it('welds joints and lets them move', () => {
    const { welds, armatures, said } = shown(plain, { weld: ['elbow'] });
    expect(welds.rows.map(({ label, value }) => [label, value])).toEqual([
      ['shoulder', false],
      ['elbow', true],
    ]);
    expect(labels(armatures.rows)).toEqual(['shoulder']);
    welds.rows[0].change(true);
    welds.rows[1].change(false);
    expect(said).toEqual([{ weld: ['elbow', 'shoulder'] }, { weld: [] }]);
  });

  it('leads every row back to what the scene said when it was opened', () => {
    const rough = limp.replaceAll('<dynamics ', '<dynamics friction="0.1" ');
    const now: LoadOptions = { weld: ['elbow'], armature: { shoulder: 0.2 }, ignoreZeroEffort: true };
    const { folder, welds, armatures, said } = shown(rough, { ...now, frictionVelocity: 0.3 }, { weld: ['shoulder'] });
    for (const row of [...folder.rows, ...welds.rows, ...armatures.rows]) row.reset!();
    expect(said).toEqual([
      { ignoreZeroEffort: false },
      { frictionVelocity: undefined },
      { weld: ['elbow', 'shoulder'] },
      { weld: [] },
      { armature: {} },
    ]);
    const same = shown(rough, now, now);
    for (const row of [...same.folder.rows, ...same.welds.rows, ...same.armatures.rows])
      expect(row.reset).toBeUndefined();
    const { armatures: other, said: back } = shown(plain, { armature: { elbow: 1 } }, { armature: { elbow: 0.5 } });
    other.rows[1].reset!();
    expect(back).toEqual([{ armature: { elbow: 0.5 } }]);
  });

  it('has the armature of each joint that follows none, and keeps those of the others', () => {
    const { armatures, said } = shown(plain, { armature: { elbow: 0.1 } });
    expect(armatures.rows.map(({ label, value }) => [label, value])).toEqual([
      ['shoulder', 0],
      ['elbow', 0.1],
    ]);
    armatures.rows[0].change(0.2);
    expect(said).toEqual([{ armature: { elbow: 0.1, shoulder: 0.2 } }]);
    const following = plain.replace(
      '</joint>\n  <joint name="tip',
      '<mimic joint="shoulder"/></joint>\n  <joint name="tip',
    );
    expect(following).not.toBe(plain);
    expect(labels(shown(following).armatures.rows)).toEqual(['shoulder']);
    expect(labels(shown(following).welds.rows)).toEqual(['shoulder']);
  });
});
