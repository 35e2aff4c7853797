/** @file The settings form follows from the fields: what it shows, and what a change of a row gives. */
import { describe, expect, it } from 'vitest';
import { parseScene } from '../../../../src/scene/parse.ts';
import { type Scene, sceneJsonSchema } from '../../../../src/scene/schema.ts';
import type { Chosen } from '../../../../src/settings/kinds.ts';
import { changeOf } from '../../../../src/settings/touches.ts';
import type { FormRow } from '../../../../src/viewer/panels/settings-form.ts';
import { bundledScene } from './converse.ts';
import { formOf, labels, rowsIn, set } from './form.ts';

const scenes = { 'panda-reach': 'panda', 'ur5e-reach': 'ur5e', 'two-link-reach': 'planar-2link', 'pendulum-swing-up': 'pendulum' }; // prettier-ignore

const panda = bundledScene('panda-reach');

describe('the form', () => {
  it('has the folders and rows that people know', () => {
    const { folders } = formOf(panda);
    expect(folders.map(({ title, rows, isClosed = false }) => [title, labels(rows), isClosed])).toEqual([
      ['Target', ['x (cm)', 'y (cm)', 'z (cm)', 'Link'], false],
      ['Learning', ['Method', 'Step size', 'Clip norm', 'Iterations', 'Restarts', 'Tolerance (mm)'], false],
      ['Controller', ['Gravity compensation'], false],
      ['Cost weights', ['Distance on the way', 'Effort', 'Joint limits', 'Distance at the end', 'Velocity at the end'], true],
      ['Simulation', ['Horizon (s)', 'Time step (ms)', 'Integrator', 'Seed'], false],
      ['Robot', [], true],
    ]); // prettier-ignore
    const joints = Array.from({ length: 7 }, (_, i) => `panda_joint${i + 1}`);
    expect(folders[2].folders!.map(({ title, rows, isClosed }) => [title, labels(rows), isClosed])).toEqual([
      ['Initial stiffness kp (N m/rad)', joints, true],
      ['Initial damping kd (N m s/rad)', joints, true],
    ]);
    expect(folders[5].folders!.map(({ title, rows, isClosed }) => [title, labels(rows), isClosed])).toEqual([
      ['Welded joints', joints, true],
      ['Armature (kg m²)', joints, true],
    ]);
    expect(labels(formOf(bundledScene('two-link-reach'), 'planar-2link').folders[2].rows)).toEqual([
      'Gravity compensation',
      'Spline knots',
    ]);
  });

  it('shows numbers in the units that people think in, with the bounds of their fields', () => {
    const { rows } = formOf(panda);
    const found = (label: string): FormRow => rows.find((row) => row.label === label)!;
    expect(found('Time step (ms)')).toMatchObject({ value: 5, least: 0.5, most: 50, step: 0.5 });
    expect(found('Tolerance (mm)')).toMatchObject({ value: 1, least: 0, most: 10 });
    expect(found('x (cm)')).toMatchObject({ value: 45, step: 0.1, digits: 1, isLive: true });
    expect(found('Iterations')).toMatchObject({ value: 200, least: 1, most: 1000, step: 1, isSnapped: true });
    expect(found('Step size').choices).toContain(0.03);
    expect(found('Integrator').choices).toMatchObject({ 'Runge-Kutta 4': 'rk4' });
    expect(found('Clip norm')).toMatchObject({ value: 10, least: 0 });
  });

  it.each(Object.entries(scenes))('changes one field by each row of %s, to a scene that is right', (name, robot) => {
    const scene = bundledScene(name);
    const schema = sceneJsonSchema();
    const { folders, wanted } = formOf(scene, robot);
    for (const row of rowsIn(folders.filter(({ title }) => title !== 'Robot'))) {
      const { label, value, least = 0, most = 10, step = 1, choices } = row;
      const others = choices && Object.values(choices).filter((choice) => choice !== value);
      const other =
        typeof value === 'boolean' ? !value : (others?.[0] ?? (Number(value) + step <= most ? Number(value) + step : least)); // prettier-ignore
      row.change(other);
      const { scene: changed, restarts } = wanted.at(-1)!;
      if (label === 'Restarts') {
        expect([changed, restarts]).toEqual([scene, other]);
        continue;
      }
      expect(() => parseScene(changed), label).not.toThrow();
      const { paths } = changeOf(schema, scene, changed);
      if (label !== 'Link' && label !== 'Method') expect(paths.length, label).toBe(1);
      expect(paths.length, label).toBeGreaterThan(0);
      // what is shown of the changed scene is what was wanted
      const after = rowsIn(formOf(changed, robot).folders);
      const shown = after[rowsIn(folders).indexOf(row)]?.value;
      if (typeof other === 'number') expect(shown, label).toBeCloseTo(other, 9);
      else if (label !== 'Method') expect(shown, label).toBe(other);
    }
  });

  it('sets the link of all residuals between it and its goal, and of no other', () => {
    const elsewhere = { type: 'link-position', link: 'panda_link4', to: 'other' };
    const scene = {
      ...panda,
      goals: { ...panda.goals, other: { type: 'point', position: [0, 0, 1] } },
      costs: [...panda.costs, { ...panda.costs[0], name: 'elbow', residual: elsewhere }],
    } as Scene;
    const { folders, wanted } = formOf(scene);
    expect(folders[0].folders!.map(({ title, rows }) => [title, rows.at(-1)!.value])).toEqual([
      ['point', 'panda_hand_tcp'],
      ['other', 'panda_link4'],
    ]);
    folders[0].folders![0].rows.at(-1)!.change('panda_link7');
    const { costs, success } = wanted.at(-1)!.scene;
    const linkOf = (residual: Chosen | undefined): unknown => (residual as { readonly link?: string }).link;
    expect(costs.map(({ residual }) => linkOf(residual))).toEqual(
      ['panda_link7', undefined, undefined, 'panda_link7', undefined, 'panda_link4'],
    ); // prettier-ignore
    expect(linkOf(success!.residual)).toBe('panda_link7');
  });

  it('never ends a run early by a tolerance of 0, and shows it as 0', () => {
    const { scene } = formOf(panda).change('Tolerance (mm)', 0);
    expect(parseScene(scene).success!.below).toBe(0);
    expect(formOf(scene).rows.find(({ label }) => label === 'Tolerance (mm)')!.value).toBe(0);
    const angle = formOf(panda, 'panda', { name: 'angle', unit: 'rad' });
    expect(angle.change('Tolerance (rad)', 0.25).scene.success!.below).toBe(0.25);
  });

  it('takes 0 for an optional number as none', () => {
    const { scene } = formOf(panda).change('Clip norm', 0);
    expect(Object.keys(scene.method as object)).not.toContain('clipNorm');
    expect(formOf(scene).change('Clip norm', 3).scene.method).toMatchObject({ clipNorm: 3 });
  });

  it('shows one gain for all joints as one a joint', () => {
    const { folders, wanted, change } = formOf(set(panda, ['controller', 'kp'], 50));
    expect(folders[2].folders![0].rows.map(({ value }) => value)).toEqual(new Array(7).fill(50));
    folders[2].folders![0].rows[1].change(60);
    expect(wanted.at(-1)!.scene.controller).toMatchObject({ kp: [50, 60, 50, 50, 50, 50, 50] });
    expect(change('Effort', 2).scene.controller).toMatchObject({ kp: 50 });
  });

  it('keeps the settings that another method has, too, and takes usual ones for what it needs', () => {
    const lbfgs = formOf(panda).change('Method', 'lbfgs').scene;
    expect(parseScene(lbfgs).method).toMatchObject({ type: 'lbfgs', iterations: 200 });
    expect(labels(formOf(lbfgs).folders[1].rows)).toEqual(['Method', 'Iterations', 'Restarts', 'Tolerance (mm)']);
    const back = formOf(lbfgs).change('Method', 'momentum').scene;
    expect(parseScene(back).method).toMatchObject({ type: 'momentum', learningRate: 0.03, iterations: 200 });
  });

  it('calls two costs of one kind by their names, too', () => {
    const twice = { ...panda, costs: [...panda.costs, { ...panda.costs[1], name: 'more' }] };
    expect(labels(formOf(twice).folders[3].rows)).toEqual(
      ['Distance on the way', 'Effort (effort)', 'Joint limits', 'Distance at the end', 'Velocity at the end', 'Effort (more)'],
    ); // prettier-ignore
  });
});
