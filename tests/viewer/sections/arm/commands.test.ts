/** @file Keys of the arm's room: arrows turn the view while it has the focus, and belong to the clocks elsewhere. */
import { signal } from '@preact/signals';
import { afterEach, expect, it, vi } from 'vitest';
import { commandsOf } from '../../../../src/viewer/sections/arm/commands.ts';
import { keyOf } from '../../../../src/viewer/studio/commands.ts';
import type { Studio } from '../../../../src/viewer/studio/studio.ts';
import { createStore } from '../../../../src/viewer/studio/store/store.ts';

afterEach(() => vi.unstubAllGlobals());

/** What a key of the view does, with the focus there or elsewhere. */
function press(key: string, isFocused: boolean) {
  vi.stubGlobal('document', { activeElement: { matches: () => isFocused } });
  const world = { orbit: vi.fn(), zoom: vi.fn() };
  const studio = {
    store: createStore(),
    session: {},
    world: signal(world),
    clocks: signal({ step: vi.fn(), changeSpeed: vi.fn() }),
  } as unknown as Studio;
  const name = keyOf({ key, shiftKey: false });
  commandsOf(studio).find(({ keys, when }) => keys.includes(name) && (when?.() ?? true))?.run(); // prettier-ignore
  return { turned: world.orbit.mock.calls as number[][], zoomed: world.zoom.mock.calls as number[][] };
}

it('turn the view where it has the focus', () => {
  const [[[right]], [[left]]] = [press('ArrowRight', true).turned, press('ArrowLeft', true).turned];
  expect(right).toBeGreaterThan(0);
  expect(left).toBe(-right);
  expect(press('ArrowUp', true).turned[0][1]).toBe(right);
  expect(press('ArrowRight', false).turned).toEqual([]);
});

it('come nearer and go away', () => {
  const [[[nearer]], [[farther]]] = [press('+', true).zoomed, press('-', true).zoomed];
  expect(nearer).toBeLessThan(1);
  expect(nearer * farther).toBeCloseTo(1);
  expect(press('+', false).zoomed).toEqual([]);
});
