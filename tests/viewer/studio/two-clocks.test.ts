/** @file Two clocks: what is shown is always of one iteration, any iteration can be shown again, and learning is played back. */
import { effect } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { assemble } from '../../../src/scene/assemble.ts';
import type { Scene } from '../../../src/scene/schema.ts';
import { withPart } from '../../../src/settings/set.ts';
import { replayTime } from '../../../src/viewer/studio/clocks.ts';
import { assetText } from '../../support/robots.ts';
import { openSession } from './open-session.ts';

let open: ReturnType<typeof openSession>;
const reducedMotion = { matches: false };

const limited = (scene: Scene, iterations: number): Scene =>
  withPart(withPart(scene, ['method', 'iterations'], iterations), ['success', 'below'], 0) as Scene;

beforeEach(async () => {
  reducedMotion.matches = true;
  vi.stubGlobal('matchMedia', () => reducedMotion);
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  open = openSession();
  open.session.experiments.openBundledScene('two-link-reach.json', (scene) => limited(scene, 30));
  await open.until(() => open.store.run.phase.value === 'ready');
});

afterEach(() => {
  open.close();
  vi.unstubAllGlobals();
});

const learned = async (): Promise<void> => {
  open.session.run.optimize();
  await open.until(() => open.store.run.phase.value === 'done');
};

/** Everything of a look from the same parameters, by the library alone. */
function expectOneIteration(): void {
  const { shown, run, experiment } = open.store;
  const look = shown.look.value!;
  const found = assemble(experiment.scene.value!, assetText('planar-2link')).inspect(look.parameters);
  expect(look).toMatchObject({ loss: found.loss, gradient: found.gradient, costates: found.costates });
  expect(look.motion.paths).toEqual(found.trajectory.links);
  const recorded = run.recording.value.nearest(look.k)!;
  expect([recorded.k, recorded.parameters]).toEqual([look.k, look.parameters]);
  const point = run.series.value.at('loss', look.k);
  if (point) expect(Math.abs(point.value - look.loss)).toBeLessThan(1e-9 * Math.abs(look.loss));
}

describe('what is shown', () => {
  it('is iteration 0 with its gradient as soon as a scene is open', () => {
    expect(open.store.shown.look.value!.k).toBe(0);
    expect(Math.max(...open.store.shown.look.value!.costates.tau.map(Math.abs))).toBeGreaterThan(0);
    expectOneIteration();
  });

  it('is of one iteration at any moment of a run, and at its end of the best one', async () => {
    const seen = new Set<number>();
    const stop = effect(() => void seen.add(open.store.shown.look.value!.k));
    open.session.run.optimize();
    await open.until(() => open.store.shown.look.value!.k > 3);
    expectOneIteration();
    await open.until(() => open.store.run.phase.value === 'done');
    await open.until(() => open.store.shown.look.value!.k === open.store.run.best.value);
    expectOneIteration();
    stop();
    // how many come between depends on how soon looks are answered
    expect([...seen].sort((a, b) => a - b)[0]).toBe(0);
    expect(seen).toContain(open.store.run.best.value);
  });

  it('is any iteration that the cursor is put at, bit for bit', async () => {
    await learned();
    for (const k of [7, 0, 29, 13]) {
      open.session.clocks.scrubToK(k);
      await open.until(() => open.store.shown.look.value!.k === k);
      expectOneIteration();
    }
    open.session.clocks.stepK(1);
    await open.until(() => open.store.shown.look.value!.k === 14);
    open.session.clocks.scrubToK(1e9);
    expect(open.store.cursor.k.value).toBe(29);
    open.session.clocks.scrubToK(-5);
    expect(open.store.cursor.k.value).toBe(0);
  });

  it('stays with a person who looks at an earlier iteration while the run goes on', async () => {
    open.session.run.change((scene) => limited(scene, 100_000));
    await open.until(() => open.store.run.phase.value === 'ready');
    open.session.run.optimize();
    await open.until(() => open.store.run.newest.value > 5);
    open.session.clocks.scrubToK(2);
    const { value: newest } = open.store.run.newest;
    await open.until(() => open.store.run.newest.value > newest + 5);
    expect([open.store.shown.look.value!.k, open.store.cursor.k.value]).toEqual([2, 2]);
    expectOneIteration();
  });

  it('is looked at anew where the analysis worker is lost, and nothing else is lost', async () => {
    await learned();
    open.analyst().onmessage?.({ data: { type: 'progress', id: 0, value: null } });
    open.analyst().die();
    expect(open.store.messages.notice.value).toContain('out of memory');
    open.session.clocks.scrubToK(5);
    await open.until(() => open.store.shown.look.value!.k === 5);
    expect([open.store.run.phase.value, open.store.run.newest.value]).toEqual(['done', 29]);
  });
});

describe('a first run', () => {
  it('is played back in four seconds, and then the motion plays', async () => {
    reducedMotion.matches = false;
    const { session, store } = open;
    session.run.change(
      (scene) => withPart(scene, ['method'], { type: 'gradient-descent', learningRate: 1e-3, iterations: 30 }) as Scene,
    );
    await open.until(() => store.run.phase.value === 'ready');
    await learned();
    expect([store.cursor.isReplaying.value, store.cursor.k.value]).toEqual([true, 0]);
    expect(store.cursor.t.value).toBe(store.shown.duration.value);
    const shown = new Set<number>();
    const frames = 60;
    for (let frame = 0; frame < frames && store.cursor.isReplaying.value; frame++) {
      session.clocks.advance(replayTime / frames);
      await open.until(() => store.shown.look.value!.k === store.cursor.k.value);
      shown.add(store.shown.look.value!.k);
    }
    expect(shown.size).toBeGreaterThan(20);
    session.clocks.advance(1);
    expect([store.cursor.isReplaying.value, store.cursor.k.value]).toEqual([false, store.run.best.value]);
    expect(store.cursor.isPlaying.value).toBe(true);
    session.run.startOver();
    await open.until(() => store.run.phase.value === 'ready');
    await learned();
    expect(store.cursor.isReplaying.value).toBe(false);
  });

  it('shows as many motions where each takes long to be looked at, and goes on where none comes', async () => {
    const { session, store } = open;
    await learned();
    session.clocks.replay();
    const shown = new Set<number>();
    for (let turn = 0; turn < 2000 && store.cursor.isReplaying.value; turn++) {
      session.clocks.advance(0.1);
      if (turn % 5 === 0) await open.settle();
      shown.add(store.shown.look.value!.k);
    }
    expect([store.cursor.isReplaying.value, shown.size > 20]).toEqual([false, true]);
    session.clocks.replay();
    for (let turn = 0; turn < 2000 && store.cursor.isReplaying.value; turn++) session.clocks.advance(0.1);
    expect(store.cursor.isReplaying.value).toBe(false);
  });

  it('can be skipped, and is not played back where less motion is wanted', async () => {
    await learned();
    expect(open.store.cursor.isReplaying.value).toBe(false);
    open.session.clocks.replay();
    open.session.clocks.advance(0.5);
    expect(open.store.cursor.isReplaying.value).toBe(true);
    open.session.clocks.skip();
    expect([open.store.cursor.isReplaying.value, open.store.cursor.k.value]).toEqual([false, 29]);
  });
});
