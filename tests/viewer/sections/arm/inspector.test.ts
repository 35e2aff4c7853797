/** @file What the inspector says of what is learned, of the target and of the robot. */
import { describe, expect, it } from 'vitest';
import { parameterList } from '../../../../src/learning/parameter-list.ts';
import { loadRobot } from '../../../../src/robot/urdf/load.ts';
import { assemble } from '../../../../src/scene/assemble.ts';
import type { Loaded } from '../../../../src/viewer/sections/arm/calls.ts';
import { learnedGroups, learnedSummary } from '../../../../src/viewer/sections/arm/inspector/learned.ts';
import { robotFacts } from '../../../../src/viewer/sections/arm/inspector/robot-facts.ts';
import { meshesOf, robotTree } from '../../../../src/viewer/sections/arm/inspector/robot-tree.ts';
import { jointLabels } from '../../../../src/viewer/sections/arm/joint-labels.ts';
import { gapTo, withinReach } from '../../../../src/viewer/sections/arm/reach-of-target.ts';
import { reachNote } from '../../../../src/viewer/sections/arm/target-folder.ts';
import { assetModel, assetText } from '../../../support/robots.ts';
import { bundledScene } from './converse.ts';
import { formOf, set } from './form.ts';

const panda = bundledScene('panda-reach');
const model = assetModel('panda');
const hand = 'panda_hand_tcp';

describe('what is learned', () => {
  const entries = parameterList(assemble(panda, assetText('panda')));
  const start = new Float64Array(21);
  const now = start.map((_, i) => (i === 0 ? 0.5 : i === 1 ? -0.25 : i === 7 ? Math.log(2) : 0));
  const gradient = start.map((_, i) => (i === 0 ? -2 : i === 8 ? 4 : 0));
  const labels = jointLabels(model);

  it('is said in a line', () => {
    expect(learnedSummary(entries)).toBe('21 numbers: 7 set points, 7 stiffnesses, 7 dampings');
    expect(learnedSummary(entries.slice(0, 1))).toBe('1 number: 1 set point');
  });

  it('is now minus start with its unit, bars by the largest of the same sort', () => {
    const groups = learnedGroups(entries, { now, start, gradient }, 'parameter', labels);
    expect(groups.map(({ title, rows }) => [title, rows.length])).toEqual([
      ['set point', 7],
      ['stiffness', 7],
      ['damping', 7],
    ]);
    const [points, stiffness] = groups.map(({ rows }) => rows);
    expect(points[0]).toMatchObject({ joint: 'panda_joint1', label: 'joint 1', value: '28.6°', change: '+28.6°' });
    expect(points.slice(0, 3).map(({ changeShare }) => changeShare)).toEqual([1, -0.5, 0]);
    expect(points[1].change).toBe('−14.3°');
    expect(points[2].change).toBe('0');
    // of a logarithm the number itself
    expect(stiffness[0]).toMatchObject({ value: '2.000 N m/rad', change: '+1.000 N m/rad', changeShare: 1 });
    expect([points[0].pushShare, stiffness[1].pushShare]).toEqual([1, -1]);
  });

  it('is grouped by joints, too, and every number stands once', () => {
    const groups = learnedGroups(entries, { now, start, gradient }, 'joint', labels);
    expect(groups.map(({ title }) => title)).toEqual(Array.from({ length: 7 }, (_, i) => `joint ${i + 1}`));
    expect(groups[0].rows.map(({ label }) => label)).toEqual(['set point', 'stiffness', 'damping']);
    const all = groups.flatMap(({ rows }) => rows.map(({ index }) => index)).sort((a, b) => a - b);
    expect(all).toEqual(entries.map(({ index }) => index));
  });

  it('numbers entries of which a joint has many', () => {
    const pendulum = bundledScene('pendulum-swing-up');
    const knots = parameterList(assemble(pendulum, assetText('pendulum')));
    const none = new Float64Array(knots.length);
    const groups = learnedGroups(knots, { now: none, start: none, gradient: none }, 'parameter', jointLabels(assetModel('pendulum'))); // prettier-ignore
    expect(learnedSummary(knots)).toBe('16 numbers: 16 torque knots');
    expect(groups.map(({ title, rows }) => [title, rows[2].label])).toEqual([['torque knot', 'pivot, 3']]);
  });
});

describe('the target', () => {
  it('is said to be within reach, or how far beyond', () => {
    expect(reachNote(model, hand, [0.45, 0.3, 0.2])).toEqual({ text: '58 cm from the base, within reach', isWarning: false }); // prettier-ignore
    const { text, isWarning } = reachNote(model, hand, [3, 0, 0]);
    expect(isWarning).toBe(true);
    expect(text).toMatch(/^\d+ cm beyond reach$/);
  });

  it('can be brought within reach', () => {
    expect(gapTo(model, hand, [3, 0, 0])).toBeGreaterThan(1);
    const near = withinReach(model, hand, [3, 0, 0]);
    expect(gapTo(model, hand, near)).toBe(0);
    expect(near[0]).toBeGreaterThan(0.5);
    expect(withinReach(model, hand, [0.4, 0, 0.4])).toEqual([0.4, 0, 0.4]);
  });

  it('is set in centimetres, as far as the arm reaches', () => {
    const { rows, change } = formOf(panda);
    const x = rows.find(({ label }) => label === 'x (cm)')!;
    expect(x.most).toBeGreaterThan(85);
    expect(x.most).toBeLessThan(200);
    expect(x.least).toBe(-x.most!);
    expect(change('x (cm)', 12.3).scene.goals['point']).toMatchObject({ position: [0.123, 0.3, 0.55] });
  });
});

describe('the form', () => {
  const setup = { scene: panda, restarts: 1 };
  const resets = (scene: typeof panda): string[] =>
    formOf(scene, 'panda', undefined, setup).rows.filter(({ reset }) => reset).map(({ label }) => label); // prettier-ignore

  it('explains every row', () => {
    const rows = formOf(panda).folders.filter(({ title }) => title !== 'Robot').flatMap(({ rows }) => rows); // prettier-ignore
    for (const { label, tip } of rows) expect(tip, label).toMatch(/\.$/);
  });

  it('says what was changed since it was opened, and puts it back', () => {
    expect(resets(panda)).toEqual([]);
    const changed = set(set(panda, ['method', 'clipNorm'], 3), ['controller', 'kp', 2], 55);
    expect(resets(changed)).toEqual(['Clip norm', 'panda_joint3']);
    const { rows, wanted } = formOf(changed, 'panda', undefined, setup);
    rows.find(({ label }) => label === 'Clip norm')!.reset!();
    expect(wanted.at(-1)!.scene).toEqual(set(changed, ['method', 'clipNorm'], 10));
    rows.find(({ label, reset }) => label === 'panda_joint3' && reset)!.reset!();
    expect(wanted.at(-1)!.scene).toEqual(set(changed, ['controller', 'kp', 2], 100));
  });

  it('puts a method back with all that it had, and a target where it was', () => {
    const other = formOf(panda).change('Method', 'lbfgs').scene;
    const method = formOf(other, 'panda', undefined, setup);
    method.rows.find(({ label }) => label === 'Method')!.reset!();
    expect(method.wanted.at(-1)!.scene).toEqual(panda);
    const moved = formOf(panda).change('z (cm)', 20).scene;
    expect(resets(moved)).toEqual(['z (cm)']);
  });
});

describe('the robot', () => {
  it('is a tree of joints with what each can do', () => {
    const { base, children } = robotTree(model);
    expect(base).toContain('panda_link0');
    const [first] = children;
    expect([children.length, first.name, first.isOwn]).toEqual([1, 'panda_joint1', true]);
    expect(first.facts).toBe('turns −166° to 166°, at most 87 N m');
    expect(first.children.map(({ name }) => name)).toEqual(['panda_joint2']);
  });

  it('names the meshes that it asks for, each once', () => {
    const visual = '<visual><geometry><mesh filename="a.stl"/></geometry></visual>';
    const text = assetText('planar-2link').replaceAll(/(<link name="[^"]*">)/g, `$1${visual}`);
    expect(meshesOf(loadRobot(text).model)).toEqual(['a.stl']);
  });

  it('has facts with units', () => {
    const experiment = assemble(panda, assetText('panda'));
    const loaded = {
      model,
      scene: panda,
      restarts: 2,
      backend: 'wasm',
      parameterList: parameterList(experiment),
      storedBytes: 38_500,
    } as unknown as Loaded;
    const facts = new Map(robotFacts(loaded));
    expect([facts.get('Simulated steps'), facts.get('Memory for the gradient')]).toEqual(['400 × 5 ms', '77 kB']);
  });
});
