/** @file A scene whose robot has other joints than before: what goes, what comes back, and what there is no number for. */
import { describe, expect, it } from 'vitest';
import { SceneError } from '../../../../src/errors.ts';
import { fittedTo } from '../../../../src/viewer/sections/arm/fit-joints.ts';
import { bundledScene } from './converse.ts';
import { set } from './form.ts';

const panda = bundledScene('panda-reach');
const joints = Array.from({ length: 7 }, (_, i) => `panda_joint${i + 1}`);
const opened = { scene: panda, joints };
const welded = joints.toSpliced(2, 1);

describe('a scene of which a joint is welded', () => {
  const { start, controller, ...rest } = fittedTo(welded, opened, opened);

  it('loses its numbers in all lists of one a joint, and nothing else', () => {
    const { start: startBefore, controller: controllerBefore, ...restBefore } = panda;
    expect(start.q).toEqual(startBefore.q.toSpliced(2, 1));
    expect(controller).toEqual({ ...(controllerBefore as object), kp: [120, 120, 100, 30, 25, 10], kd: [18, 18, 14, 2.5, 2, 0.6] }); // prettier-ignore
    expect(rest).toEqual(restBefore);
  });

  it('keeps one number for all', () => {
    const all = set(panda, ['controller', 'kp'], 100);
    expect(fittedTo(welded, { scene: all, joints }, opened).controller).toMatchObject({ kp: 100 });
  });

  it('has set points, velocities and postures fitted, too', () => {
    const posture = { type: 'configuration', q: [1, 2, 3, 4, 5, 6, 7] };
    const scene = set(set(panda, ['goals', 'posture'], posture), ['start', 'v'], [1, 2, 3, 4, 5, 6, 7]);
    const given = set(scene, ['controller', 'reference'], [7, 6, 5, 4, 3, 2, 1]);
    const fitted = fittedTo(welded, { scene: given, joints }, { scene: given, joints });
    expect(fitted.goals['posture']).toEqual({ ...posture, q: [1, 2, 4, 5, 6, 7] });
    expect(fitted.start.v).toEqual([1, 2, 4, 5, 6, 7]);
    expect(fitted.controller).toMatchObject({ reference: [7, 6, 4, 3, 2, 1] });
  });
});

describe('a scene of which a joint moves again', () => {
  it('is as it was opened, with what was changed since', () => {
    const changed = set(fittedTo(welded, opened, opened), ['controller', 'kp', 0], 99);
    const again = fittedTo(joints, { scene: changed, joints: welded }, opened);
    expect(again).toEqual(set(panda, ['controller', 'kp', 0], 99));
  });

  it('is refused where nobody ever gave a number for it', () => {
    const few = { scene: fittedTo(welded, opened, opened), joints: welded };
    expect(() => fittedTo(joints, few, few)).toThrow(SceneError);
    expect(() => fittedTo(joints, few, few)).toThrow(
      /^\$\.robot\.weld: found "panda_joint3" not welded; expected .*numbers/,
    );
  });
});
