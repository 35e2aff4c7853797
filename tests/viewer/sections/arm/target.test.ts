/** @file What a hand moves: the goal that a scene is judged by, and the error that is shown while it moves. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Scene } from '../../../../src/scene/schema.ts';
import type { Loaded } from '../../../../src/viewer/sections/arm/calls.ts';
import { error, formatError, isDistance } from '../../../../src/viewer/sections/arm/error.ts';
import { targetOf, targetPosition, withPosition } from '../../../../src/viewer/sections/arm/target.ts';
import * as store from '../../../../src/viewer/studio/store.ts';
import { bundledScene } from './converse.ts';

const panda = bundledScene('panda-reach');
const link = 'panda_hand_tcp';
const own = { goal: 'point', link };
const elbow = { type: 'link-position', link: 'panda_link4', to: 'other' };
const other = { other: { type: 'point', position: [0, 0, 1] } };

describe('the target', () => {
  it('is what the run is judged by', () => {
    expect(targetOf(panda)).toEqual({ ...own, isMeasured: true });
    const goals = { ...panda.goals, ...other };
    const byResidual = { ...panda, goals, success: { residual: elbow, below: 1 } } as Scene;
    const measures = {
      far: { residual: panda.costs[0].residual, when: 'end' },
      near: { residual: elbow, when: 'end' },
    };
    const byName = { ...panda, goals, measures, success: { measure: 'near', below: 1 } } as Scene;
    const byFirst = { ...panda, goals, measures, success: undefined } as Scene;
    expect([byResidual, byName, byFirst].map(targetOf)).toEqual([
      { goal: 'other', link: 'panda_link4', isMeasured: true },
      { goal: 'other', link: 'panda_link4', isMeasured: true },
      { ...own, isMeasured: true },
    ]);
  });

  it('is that of a cost where the run is judged by something else, or not by the end', () => {
    const whole = { path: { residual: panda.costs[0].residual, when: 'largest' } };
    for (const scene of [
      { ...panda, success: undefined },
      { ...panda, success: { residual: 'joint-velocity', below: 1 } },
      { ...panda, measures: whole, success: { measure: 'path', below: 1 } },
    ] as Scene[])
      expect(targetOf(scene)).toEqual({ ...own, isMeasured: false });
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

describe('the error', () => {
  const found = { member: 0, iteration: 0, loss: 1, gradientNorm: 1, clippedGradientNorm: 1, stepSize: 1, terms: {} };
  const show = (scene: Scene, name: string, unit: string): void => {
    store.scene.value = scene;
    store.loaded.value = { link, measure: { name, unit } } as Loaded;
    const paths = { [link]: Float64Array.of(9, 9, 9, 0, 0, 0) };
    store.motion.value = { dt: 1, frames: 3, bodies: 0, poses: new Float64Array(), paths };
    store.target.value = [3, 4, 0];
    store.iteration.value = { ...found, measures: { [name]: 0.5 } };
  };

  beforeEach(() => show(panda, 'distance', 'm'));

  it('is the distance at the end of what is shown, as soon as the target moves', () => {
    expect([isDistance.value, error.value, formatError(error.value!)]).toEqual([true, 5, '5.00 m']);
    store.target.value = [0, 0, 2];
    expect(error.value).toBe(2);
  });

  it('is what the last iteration measured where that is no such distance', () => {
    show({ ...panda, success: { residual: 'joint-velocity', below: 1 } }, 'speed', 'rad/s');
    expect([isDistance.value, error.value, formatError(error.value!)]).toEqual([false, 0.5, '0.500 rad/s']);
    store.iteration.value = null;
    expect(error.value).toBeNull();
  });

  it('is none of a task that measures nothing', () => {
    store.loaded.value = { ...store.loaded.value!, measure: null };
    expect(error.value).toBeNull();
  });
});
