/** @file The Lab's two clocks: over the point that is played and over the iterations of its methods; those of the run stand still meanwhile. */
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Drawing } from '../../../../src/lab/figures/lab-figure.ts';
import type { Played } from '../../../../src/viewer/sections/lab/calls.ts';
import { labOf } from '../../../../src/viewer/sections/lab/lab.ts';
import { LabClocks } from '../../../../src/viewer/sections/lab/lab-timeline.ts';
import { Clocks, replayTime } from '../../../../src/viewer/studio/clocks.ts';
import { clockCommands } from '../../../../src/viewer/studio/page-commands.ts';
import { createStore } from '../../../../src/viewer/studio/store/store.ts';
import { runTimeline } from '../../../../src/viewer/studio/timeline.ts';
import { assetModel } from '../../../support/robots.ts';

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }));
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
afterEach(() => vi.unstubAllGlobals());

const lossesOf = (...lines: readonly (readonly number[])[]): Drawing => ({
  caption: '',
  data: {
    id: 'losses',
    title: '',
    x: { name: '', unit: '' },
    y: { name: '', unit: '' },
    curves: lines.map((y, k) => ({ id: `walk-${k}`, label: '', colour: '', x: y.map((_, at) => at), y })),
  },
});

/** Ten steps of 0.1 s; the largest push at the fourth one, on the elbow. */
function motionOf(): Played {
  const tau = new Float64Array(20);
  tau[7] = 3;
  return {
    robot: 1,
    model: assetModel('planar-2link'),
    motion: { poses: new Float64Array(), bodies: 2, frames: 11, dt: 0.1, paths: {} },
    path: new Float64Array(),
    target: null,
    loss: 1,
    rollouts: 1,
    tau: new Float64Array(20),
    costates: { tau, v: tau, q: tau },
    at: [0, 0],
    by: null,
  };
}

function clocksOf(played: Played | null, hasArm = true) {
  const losses = signal<Drawing | null>(lossesOf([4, 3, 2, 1], [4, 0.5]));
  const clocks = new LabClocks({ played: signal(played), losses, hasArm: () => hasArm });
  clocks.fit();
  return { clocks, losses, cursor: clocks.cursor };
}

describe("the Lab's clocks", () => {
  it('run over the motion that is played and the iterations of the method that has most', () => {
    const { clocks, cursor } = clocksOf(motionOf());
    const { timeline } = clocks;
    expect([timeline.duration(), timeline.last(), cursor.k.value]).toEqual([1, 3, 3]);
    clocks.stepT(-2);
    expect(cursor.t.value).toBe(0);
    clocks.stepT(3);
    expect(cursor.t.value).toBeCloseTo(0.3, 12);
    clocks.scrubTo(5);
    expect(cursor.t.value).toBe(1);
    clocks.stepK(-9);
    expect([cursor.k.value, timeline.lossNow()]).toEqual([0, 4]);
  });

  it('mark an iteration in all figures unless it is the last', () => {
    const { clocks } = clocksOf(null);
    expect(clocks.iteration.value).toBeNull();
    clocks.stepK(-1);
    expect(clocks.iteration.value).toBe(2);
    clocks.stepK(1);
    expect(clocks.iteration.value).toBeNull();
  });

  it('stay at the end of losses that come, or at the iteration that was chosen', () => {
    const { clocks, losses, cursor } = clocksOf(null);
    losses.value = lossesOf([5, 4, 3, 2, 1, 0]);
    clocks.fit();
    expect(cursor.k.value).toBe(5);
    clocks.scrubToK(4);
    losses.value = lossesOf([5, 4, 3, 2, 1, 0, 0, 0]);
    clocks.fit();
    expect(cursor.k.value).toBe(4);
    losses.value = lossesOf([5, 4]);
    clocks.fit();
    expect(cursor.k.value).toBe(1);
  });

  it('play the iterations back, and the motion after them; where there is no arm, the iterations alone', () => {
    const { clocks, cursor } = clocksOf(motionOf());
    clocks.replay();
    expect([cursor.k.value, cursor.t.value]).toEqual([0, 1]);
    for (let s = 0; s < replayTime + 1; s += 0.1) clocks.advance(0.1);
    expect([cursor.k.value, cursor.clock.value, cursor.isPlaying.value]).toEqual([3, 't', true]);
    const still = clocksOf(null, false);
    expect(still.cursor.clock.value).toBe('k');
    still.clocks.replay();
    for (let s = 0; s < replayTime + 1; s += 0.1) still.clocks.advance(0.1);
    expect([still.cursor.k.value, still.cursor.clock.value, still.cursor.isPlaying.value]).toEqual([3, 'k', false]);
  });

  it('have the largest costate as an event, and the lowest loss of all methods as a mark', () => {
    const { events, marks } = clocksOf(motionOf()).clocks.marks();
    expect(events).toMatchObject([{ kind: 'largest', joint: 'elbow' }]);
    expect(events[0].t).toBeCloseTo(0.3, 12);
    expect(marks).toEqual([{ x: 1, kind: 'best', label: 'lowest: iteration 1' }]);
  });
});

describe('the clocks of the page', () => {
  it('are those of the room that is open: the others stay where they were', async () => {
    // asks the screen for its size
    const { labSection } = await import('../../../../src/viewer/sections/lab/section.ts');
    const store = createStore();
    const ofRun = new Clocks(runTimeline(store));
    const ofLab = labSection.clocks!({ store });
    expect(ofLab).toBe(labOf(store).clocks);
    store.cursor.t.value = 0.25;
    store.cursor.k.value = 7;
    const clocks = signal<Clocks>(ofLab);
    const press = (id: string): void =>
      clockCommands({ clocks })
        .find((command) => command.id === id)!
        .run();
    labOf(store).losses.value = lossesOf([3, 2, 1]);
    labOf(store).played.value = motionOf();
    ofLab.timeline.cursor.k.value = 2;
    for (const id of ['step-on', 'k-back', 'light-k']) press(id);
    expect([ofLab.timeline.cursor.t.value, ofLab.timeline.cursor.k.value]).toEqual([0.1, 1]);
    expect([store.cursor.t.value, store.cursor.k.value, store.cursor.clock.value]).toEqual([0.25, 7, 't']);
    clocks.value = ofRun;
    press('light-k');
    expect([store.cursor.clock.value, store.cursor.t.value]).toEqual(['k', 0.25]);
  });
});
