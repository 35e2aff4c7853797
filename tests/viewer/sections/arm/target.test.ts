/** @file What a hand moves: the goal that a scene is judged by. */
import { describe, expect, it } from 'vitest';
import type { Scene } from '../../../../src/scene/schema.ts';
import { targetOf, targetPosition, withPosition } from '../../../../src/viewer/sections/arm/target.ts';
import { bundledScene } from './converse.ts';

const panda = bundledScene('panda-reach');
const link = 'panda_hand_tcp';
const own = { goal: 'point', link };
const elbow = { type: 'link-position', link: 'panda_link4', to: 'other' };
const other = { other: { type: 'point', position: [0, 0, 1] } };

describe('the target', () => {
  it('is what the run is judged by', () => {
    expect(targetOf(panda)).toEqual({ ...own, isMeasured: true, isSampled: false });
    const goals = { ...panda.goals, ...other };
    const byResidual = { ...panda, goals, success: { residual: elbow, below: 1 } } as Scene;
    const measures = {
      far: { residual: panda.costs[0].residual, when: 'end' },
      near: { residual: elbow, when: 'end' },
    };
    const byName = { ...panda, goals, measures, success: { measure: 'near', below: 1 } } as Scene;
    const byFirst = { ...panda, goals, measures, success: undefined } as Scene;
    expect([byResidual, byName, byFirst].map(targetOf)).toEqual([
      { goal: 'other', link: 'panda_link4', isMeasured: true, isSampled: false },
      { goal: 'other', link: 'panda_link4', isMeasured: true, isSampled: false },
      { ...own, isMeasured: true, isSampled: false },
    ]);
  });

  it('is that of a cost where the run is judged by something else, or not by the end', () => {
    const whole = { path: { residual: panda.costs[0].residual, when: 'largest' } };
    for (const scene of [
      { ...panda, success: undefined },
      { ...panda, success: { residual: 'joint-velocity', below: 1 } },
      { ...panda, measures: whole, success: { measure: 'path', below: 1 } },
    ] as Scene[])
      expect(targetOf(scene)).toEqual({ ...own, isMeasured: false, isSampled: false });
  });

  it('is none in a scene of joints alone', () => {
    const goals = { home: { type: 'configuration', q: [0, 0, 0, 0, 0, 0, 0] } };
    const costs = [{ ...panda.costs[0], residual: { type: 'joint-position', to: 'home' } }];
    const scene = { ...panda, goals, costs, success: undefined } as Scene;
    expect([targetOf(scene), targetPosition(scene)]).toEqual([null, null]);
  });

  it('is moved by itself', () => {
    const moved = withPosition(panda, 'point', [1, 2, 3]);
    expect(targetPosition(moved)).toEqual([1, 2, 3]);
    expect({ ...moved, goals: panda.goals }).toEqual(panda);
  });
});
