/** @file A Panda under PD in Rapier and in MuJoCo: where it ends, and what explains how far that is from ours. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RobotModel } from '../../src/robot/model.ts';
import { adjointPhysics } from '../../src/sim2sim/adjoint-physics.ts';
import { type RapierPhysics, rapierPhysics } from '../../src/sim2sim/rapier/rapier-physics.ts';
import type { SecondPhysics } from '../../src/sim2sim/second-physics.ts';
import { type TransferGap, transferGap } from '../../src/sim2sim/transfer-gap.ts';
import { mujocoPhysics } from '../support/mujoco-physics.ts';
import { assetModel, assetText } from '../support/robots.ts';
import { pandaTrial } from '../support/second-physics.ts';

const members = 4;
const dt = 0.005;
const link = 'panda_hand_tcp';
const own = assetModel('panda');

/** Rotors as heavy as a drive with a gear of 1:100 has them: what Rapier does not know. */
const geared: RobotModel = { ...own, joints: own.joints.map((joint) => ({ ...joint, armature: 0.1 })) };

const settings = { integrator: 'semi-implicit-euler' };
const causeOf = (gap: TransferGap, cause: string) => gap.causes.find((found) => found.cause === cause)!;

describe('a Panda on its way to a set point', () => {
  let rapier: RapierPhysics;
  let others: SecondPhysics;

  beforeAll(async () => {
    rapier = await rapierPhysics(geared, { dt, members });
    others = await mujocoPhysics(assetText('panda'), geared, { dt, members });
  });

  afterAll(() => {
    rapier.close();
    others.close();
  });

  it('ends within a millimetre of ours in Rapier, whose joints stay together', () => {
    const gap = transferGap(pandaTrial(geared, members, dt, 2), rapier, settings, link);
    expect(gap.theirs.lost).toEqual([]);
    expect(gap.gap.most).toBeGreaterThan(0);
    expect(gap.gap.most).toBeLessThan(1e-3);
    const { gap: apart, tilt } = rapier.drift();
    expect(apart).toBeLessThan(1e-5);
    expect(tilt).toBeLessThan(1e-4);
    expect(gap.differences.join()).toContain('armature');
  });

  it('is apart on the way for want of rotors, which the table says', () => {
    const gap = transferGap(pandaTrial(geared, members, dt, 0.25), rapier, settings, link);
    const rotors = causeOf(gap, 'no armature');
    expect(gap.gap.mean).toBeGreaterThan(2e-3);
    expect(rotors.left.mean).toBeLessThan(gap.gap.mean / 5);
    for (const cause of ['integrator', 'rate', 'float32']) {
      const { moved, left } = causeOf(gap, cause);
      expect(moved.mean).toBeLessThan(gap.gap.mean / 5);
      expect(left.mean).toBeGreaterThan(gap.gap.mean / 2);
    }
    expect(causeOf(gap, 'float32').moved.most).toBeLessThan(1e-5);
    expect(causeOf(gap, 'float32').moved.most).toBeGreaterThan(0);
    const together = causeOf(gap, 'rate, float32 and no armature');
    expect(together.left.mean).toBeLessThan(rotors.left.mean);
  });

  it('moves in MuJoCo as in ours, which has the same joints, rotors and damping', () => {
    const gap = transferGap(pandaTrial(geared, members, dt, 0.25), others, settings, link);
    expect(gap.physics).toBe('MuJoCo');
    expect(gap.gap.most).toBeLessThan(1e-6);
  });
});

describe('transferGap', () => {
  it('finds none between ours and ours, and what is changed where one thing is', () => {
    const trial = pandaTrial(geared, members, dt, 0.25);
    const same = adjointPhysics(geared, { dt, members, ...settings });
    const gap = transferGap(trial, same, settings, link);
    expect(gap.gap).toEqual({ mean: 0, most: 0 });
    for (const { moved, left } of gap.causes) expect(left).toEqual(moved);
    const finer = transferGap(
      trial,
      adjointPhysics(geared, { dt, members, ...settings, substeps: 16 }),
      settings,
      link,
    );
    expect(causeOf(finer, 'rate').left).toEqual({ mean: 0, most: 0 });
    expect(finer.gap).toEqual(causeOf(finer, 'rate').moved);
  });

  it('refuses what does not fit', () => {
    const trial = pandaTrial(own, members, dt, 0.25);
    const physics = adjointPhysics(own, { dt, members, ...settings });
    expect(() => transferGap(trial, physics, settings, 'nose')).toThrow('link: found "nose"');
    expect(() => transferGap(trial, physics, { integrator: 'euler' }, link)).toThrow('integrator');
  });
});
