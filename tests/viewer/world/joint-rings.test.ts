/** @file Rings stand at the independent joints, across their axes, wherever the poses have them, and go to new values in a short time. */
import type { Mesh } from 'three';
import { Vector3 } from 'three';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { independentJoints } from '../../../src/robot/independent-joints.ts';
import type { RobotModel } from '../../../src/robot/model.ts';
import { JointRings } from '../../../src/viewer/world/joint-rings.ts';
import { poseMatrix } from '../../../src/viewer/world/pose-matrix.ts';
import { restPoses } from '../../../src/viewer/world/poses.ts';
import { themes } from '../../../src/viewer/world/theme.ts';
import { Tween } from '../../../src/viewer/world/tween.ts';
import { assetModel } from '../../support/robots.ts';

let reducedMotion = false;
beforeEach(() => {
  reducedMotion = false;
  vi.stubGlobal('matchMedia', () => ({ matches: reducedMotion }));
});

const ringsOf = (model: RobotModel): JointRings => {
  const rings = new JointRings(themes.light);
  rings.setRobot(model);
  return rings;
};

/** The arrow's mesh in front of each ring. */
const arrows = (rings: JointRings): Mesh[] => rings.object.children.map((ring) => ring.children[1].children[1] as Mesh);
const isShown = (rings: JointRings): boolean[] => rings.object.children.map((ring) => ring.children[1].visible);

describe('rings', () => {
  const model = assetModel('panda');

  it('stand across the axis of each joint that has a coordinate', () => {
    const rings = ringsOf(model);
    const poses = restPoses(model);
    rings.setPoses(poses, 0);
    const joints = independentJoints(model);
    expect(rings.object.children).toHaveLength(model.nv);
    joints.forEach((joint, i) => {
      const pose = poseMatrix(poses, 0, model.joints.indexOf(joint));
      const { matrix } = rings.object.children[i];
      const axis = new Vector3(...joint.axis).transformDirection(pose);
      expect(new Vector3().setFromMatrixColumn(matrix, 2).distanceTo(axis)).toBeLessThan(1e-9);
      expect(new Vector3().setFromMatrixPosition(matrix).distanceTo(new Vector3().setFromMatrixPosition(pose))).toBe(0);
      expect(matrix.determinant()).toBeCloseTo(1, 9);
    });
  });

  it('leave out joints that follow another', () => {
    const [first, ...others] = model.joints;
    const mimic = { joint: first.name, multiplier: 1, offset: 0 };
    const follower = { ...others[0], mimic, qIndex: first.qIndex, vIndex: first.vIndex };
    const joints = [first, follower, ...others.slice(1).map((joint) => ({ ...joint, qIndex: joint.qIndex - 1, vIndex: joint.vIndex - 1 }))]; // prettier-ignore
    const rings = ringsOf({ ...model, joints, nq: model.nq - 1, nv: model.nv - 1 });
    expect(rings.object.children).toHaveLength(model.nv - 1);
    rings.set(new Float64Array(model.nv - 1));
    expect(rings.handles().map(({ joint }) => joint)).not.toContain(follower.name);
  });

  it('show arrows for values that are not 0, in the colour of their sign, after a moment', () => {
    const rings = ringsOf(model);
    expect(rings.object.visible).toBe(false);
    expect(rings.handles()).toEqual([]);
    rings.set([0.5, -0.5, 0, 0, 0, 0, 0]);
    expect(rings.advance(1000)).toBe(true);
    expect(rings.advance(1200)).toBe(true);
    expect(rings.advance(1210)).toBe(false);
    expect(isShown(rings)).toEqual([true, true, false, false, false, false, false]);
    const colour = (i: number): number => (arrows(rings)[i].material as unknown as { color: { getHex(): number } }).color.getHex(); // prettier-ignore
    expect([colour(0), colour(1)]).toEqual([themes.light.plus, themes.light.minus]);
    rings.set(null);
    expect(rings.object.visible).toBe(false);
  });

  it('fade where another joint is pinned', () => {
    const rings = ringsOf(model);
    const [, pinned] = independentJoints(model);
    const opacity = (): number[] => arrows(rings).map(({ material }) => (material as unknown as { opacity: number }).opacity); // prettier-ignore
    rings.setHighlight({ hover: null, pin: pinned.name });
    expect(opacity().map((value) => value < 0.5)).toEqual([true, false, true, true, true, true, true]);
    rings.setHighlight({ hover: null, pin: null });
    expect(new Set(opacity())).toEqual(new Set([1]));
  });
});

describe('Tween', () => {
  it('goes from where it is to where it was sent, and only forwards', () => {
    const tween = new Tween(1);
    tween.set([1], false);
    let last = 0;
    for (let now = 500; now < 660; now += 16) {
      tween.advance(now);
      expect(tween.values[0]).toBeGreaterThanOrEqual(last);
      [last] = tween.values;
    }
    expect(last).toBe(1);
    expect(tween.advance(700)).toBe(false);
  });

  it('is there at once where motion is not wanted', () => {
    const tween = new Tween(1);
    tween.set([1], true);
    tween.advance(500);
    expect(tween.values[0]).toBe(1);
    reducedMotion = true;
    const rings = ringsOf(assetModel('pendulum'));
    rings.set([1]);
    rings.advance(0);
    expect(isShown(rings)).toEqual([true]);
  });
});
