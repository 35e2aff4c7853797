/** @file The measure that a run is judged by: of what is shown, at once where a hand moves the target. */
import { describe, expect, it } from 'vitest';
import type { Scene } from '../../../../src/scene/schema.ts';
import type { Loaded } from '../../../../src/viewer/sections/arm/calls.ts';
import { formatVerdict, measureTitle, verdictOf } from '../../../../src/viewer/sections/arm/main-measure.ts';
import type { Shown } from '../../../../src/viewer/studio/store/shown.ts';
import { createStore, type Store } from '../../../../src/viewer/studio/store/store.ts';
import { bundledScene } from './converse.ts';

const panda = bundledScene('panda-reach');
const link = 'panda_hand_tcp';

function shown(scene: Scene = panda, unit = 'm'): Store {
  const store = createStore();
  const paths = { [link]: Float64Array.of(9, 9, 9, 0, 0, 0) };
  const motion = { dt: 1, frames: 3, bodies: 0, poses: new Float64Array(), paths };
  store.experiment.scene.value = scene;
  store.experiment.loaded.value = { link, measure: { name: 'how-far', unit } } as Loaded;
  store.experiment.target.value = [0.45, 0.3, 0.55];
  store.shown.look.value = { k: 3, motion, measures: { 'how-far': 0.0005 }, reached: true } as unknown as Shown;
  return store;
}

describe('the verdict', () => {
  it('is what was measured of what is shown, with the tolerance of the scene', () => {
    const verdict = verdictOf(shown())!;
    expect(verdict).toEqual({
      value: 0.0005,
      unit: 'm',
      name: 'how far',
      isDistance: true,
      tolerance: 0.001,
      isReached: true,
      alsoAsks: null,
    });
    expect([formatVerdict(verdict), measureTitle(verdict)]).toEqual(['0.50 mm', 'Distance to target']);
  });

  it('is the distance to a target that a hand moves, which is never reached before it was looked at', () => {
    const store = shown();
    store.experiment.target.value = [3, 4, 0];
    expect(verdictOf(store)).toMatchObject({ value: 5, isReached: false });
  });

  it('is no distance where success is another one', () => {
    const speed = { residual: 'joint-velocity', below: 1, speed: 0.1 };
    const verdict = verdictOf(shown({ ...panda, success: speed } as Scene, 'rad/s'))!;
    expect(verdict).toMatchObject({ isDistance: false, tolerance: 1, alsoAsks: 'rest' });
    expect(measureTitle(verdict)).toBe('How far');
  });

  it('has no tolerance where runs never end by it', () => {
    const never = { ...panda, success: { ...panda.success!, below: 0 } };
    expect(verdictOf(shown(never))!.tolerance).toBeNull();
  });

  it('is none before anything is shown, and of a task that measures nothing', () => {
    const store = shown();
    store.experiment.loaded.value = { link, measure: null } as Loaded;
    expect(verdictOf(store)).toBeNull();
    expect(verdictOf(createStore())).toBeNull();
  });
});
