/** @file Costates on the arm: arrows of the moment by one scale of the whole motion, by choice, and joints that are lit in all places. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drawLab } from '../../../../src/viewer/sections/lab/draw.ts';
import { labOf } from '../../../../src/viewer/sections/lab/lab.ts';
import { keyWords, playedHeat } from '../../../../src/viewer/sections/lab/pushes.ts';
import { createStore } from '../../../../src/viewer/studio/store/store.ts';
import type { Studio } from '../../../../src/viewer/studio/studio.ts';
import type { Played } from '../../../../src/viewer/sections/lab/calls.ts';
import type { World } from '../../../../src/viewer/world/world.ts';
import { assetModel } from '../../../support/robots.ts';

beforeEach(() => vi.stubGlobal('matchMedia', () => ({ matches: false })));
afterEach(() => vi.unstubAllGlobals());

const dt = 0.5;

/** Three steps of a two-link arm; by velocity everything is ten times as much. */
const tau = Float64Array.of(1, -2, 0, 4, 5, -8);
const played: Played = {
  robot: 1,
  model: assetModel('planar-2link'),
  motion: { poses: new Float64Array(4 * 2 * 12), bodies: 2, frames: 4, dt, paths: {} },
  path: new Float64Array(),
  target: null,
  loss: 1,
  rollouts: 1,
  tau: new Float64Array(6),
  costates: { tau, v: tau.map((value) => 10 * value), q: new Float64Array(6) },
  at: [0, 0],
  by: null,
};

/** A world that keeps what it was told last. */
function watchedWorld() {
  const told = new Map<string, readonly unknown[]>();
  const world = new Proxy({} as World, {
    get:
      (_, name: string) =>
      (...values: unknown[]) => {
        told.set(name, values);
        return () => undefined;
      },
  });
  return { world, told };
}

function drawnLab() {
  const store = createStore();
  const lab = labOf(store);
  const { world, told } = watchedWorld();
  const end = drawLab(world, { store } as Studio);
  lab.played.value = played;
  const rings = (): readonly number[] | null => {
    const [values] = told.get('setRings') as [Float64Array | null];
    return values && [...values];
  };
  const listener = (name: 'onHover' | 'onPick') => told.get(name)![0] as (joint: string | null) => void;
  return { store, lab, told, rings, listener, end };
}

describe('costates on the arm', () => {
  it('are the push of the moment that would lower the loss, by one scale of all moments', () => {
    const { lab, rings, end } = drawnLab();
    lab.clocks.scrubTo(2 * dt);
    // the largest of all is 1; against the derivative
    expect(rings()![1]).toBe(1);
    const [fifth] = rings()!;
    expect(fifth).toBeLessThan(0);
    lab.clocks.scrubTo(dt);
    const [none, fourth] = rings()!;
    expect(none).toBeCloseTo(0, 15);
    expect(fourth).toBeLessThan(0);
    // 4 of the second moment is less than 5 of the third
    expect(Math.abs(fourth)).toBeLessThan(Math.abs(fifth));
    end();
  });

  it('stay those of the last step at the last frame', () => {
    const { lab, rings, end } = drawnLab();
    lab.clocks.scrubTo(2 * dt);
    const before = rings();
    lab.clocks.scrubTo(3 * dt);
    expect(rings()).toEqual(before);
    end();
  });

  it('are put out and shown again, and are by what is chosen', () => {
    const { lab, rings, end } = drawnLab();
    lab.showsPushes.value = false;
    expect(rings()).toBeNull();
    lab.showsPushes.value = true;
    lab.costate.value = 'q';
    expect(rings()!.map(Math.abs)).toEqual([0, 0]);
    expect(keyWords('q')).toContain('turn');
    end();
  });

  it('light the joint that is hovered or pinned in the 3-D view, for all of the page, and the other way round', () => {
    const { store, told, listener, end } = drawnLab();
    listener('onHover')('elbow');
    expect(store.selection.hover.value).toEqual({ kind: 'joint', id: 'elbow' });
    listener('onPick')('elbow');
    listener('onHover')('nothing of this arm');
    expect(store.selection.hover.value).toBeNull();
    expect(told.get('setHighlight')).toEqual([{ hover: null, pin: 'elbow' }]);
    store.selection.hover.value = { kind: 'joint', id: 'shoulder' };
    expect(told.get('setHighlight')).toEqual([{ hover: 'shoulder', pin: 'elbow' }]);
    end();
  });
});

describe('the card of costates', () => {
  it('has the joints by the names that all of the page knows, with their colours and units', () => {
    const { rows, values, columns, unit, id } = playedHeat(played, 'v');
    expect(rows.map((row) => row.id)).toEqual(['shoulder', 'elbow']);
    expect([columns, unit, id]).toEqual([3, 'per rad/s', 'played-costates-v']);
    expect([...values]).toEqual([...tau].map((value) => (value === 0 ? 0 : -10 * value)));
    expect(playedHeat(played, 'v').values).toBe(values);
  });
});
