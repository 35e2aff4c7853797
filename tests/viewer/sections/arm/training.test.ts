/** @file A scene that trains, in the page's own threads: it learns, many arms are looked at, and the goal is moved without a new run. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeController } from '../../../../src/run/controller-file.ts';
import type { Scene } from '../../../../src/scene/schema.ts';
import { withSettings } from '../../../../src/scene/with-settings.ts';
import { withPart } from '../../../../src/settings/set.ts';
import { primaryAction } from '../../../../src/viewer/sections/arm/primary.ts';
import { storyStateOf } from '../../../../src/viewer/sections/arm/story/story-state.ts';
import { storyOf } from '../../../../src/viewer/sections/arm/story/story.ts';
import { limitedColumn, successColumn } from '../../../../src/viewer/sections/arm/train/columns.ts';
import { lookAtMember } from '../../../../src/viewer/sections/arm/train/draw-crowd.ts';
import type { Studio } from '../../../../src/viewer/studio/studio.ts';
import { closeAgain, learn, type OpenSession, openSmallScene } from '../../studio/open-session.ts';

const short = (scene: Scene): Scene =>
  withSettings(scene, ['time.horizon=0.2', 'method.iterations=6', 'method.members=8', 'method.every=3']);

const boxMoved = (scene: Scene): Scene => withPart(scene, ['goals', 'goal', 'center', 0], 0.6) as Scene;

let open: OpenSession;

beforeEach(async () => {
  open = await openSmallScene('two-link-reach-anywhere.json', short);
});
afterEach(() => closeAgain(open));

describe('a scene that trains', () => {
  it('learns, and tells of its validations and of its layers', async () => {
    const { store } = open;
    expect(primaryAction(open as unknown as Studio).label).toBe('Train');
    await learn(open);
    const { series } = store.run;
    expect(store.run.newest.value).toBe(5);
    for (const id of [successColumn, 'saturated 0', 'saturated 1', limitedColumn]) {
      const { x, y } = series.value.line(id);
      expect([...x]).toEqual([2, 5]);
      for (const share of y) expect(share).toBeGreaterThanOrEqual(0);
      for (const share of y) expect(share).toBeLessThanOrEqual(1);
    }
    const norms = ['layer 1', 'layer 2', 'layer 3'].map((layer) => series.value.at(`gradient of ${layer}`, 4)!.value);
    expect(Math.hypot(norms[0], norms[1], norms[2])).toBeCloseTo(series.value.at('gradientNorm', 4)!.value, 8);
    expect(store.shown.look.value?.k).toBe(store.run.best.value);
    expect(storyOf(storyStateOf(store)).headline).toMatch(/^[\d.]+ % of goals reached$/);
  });

  it('shows many arms where they are wanted, and looks at the one that is pressed', async () => {
    const { store, session, settle, until } = open;
    store.view.layers.value = ['crowd'];
    await until(() => store.shown.crowd.value !== null);
    const crowd = store.shown.crowd.value!;
    expect([crowd.count, crowd.situations.length, crowd.values.length]).toEqual([25, 25, 25]);
    expect(crowd.poses).toHaveLength(crowd.frames * 25 * crowd.bodies * 12);
    lookAtMember(store, session.run.situations, 7);
    await settle();
    const { q, goal } = crowd.situations[7];
    expect(store.view.layers.value).not.toContain('crowd');
    expect(store.experiment.target.value).toEqual(goal);
    expect([...store.shown.look.value!.trajectory.q.slice(0, 2)]).toEqual(q);
    // it carries no payload, the member may: near is all that can be said
    expect(store.shown.look.value!.measures.distance).toBeCloseTo(crowd.values[7], 1);
  });

  it('follows a goal that is moved without a run, and undo brings it back', async () => {
    const { store, session, settle, worker } = open;
    const [before, look] = [store.experiment.scene.value, store.shown.look.value];
    session.run.moveTarget([0.6, 0, 1.2]);
    await settle();
    expect(store.experiment.scene.value).toBe(before);
    expect(worker().changes).toEqual([]);
    expect(store.run.phase.value).toBe('ready');
    expect(store.shown.look.value!.loss).not.toBe(look!.loss);
    expect(store.experiment.target.value).toEqual([0.6, 0, 1.2]);
    session.run.undo();
    await settle();
    expect(store.experiment.target.value).toEqual([0.55, 0, 1]);
    expect(store.shown.look.value!.loss).toBe(look!.loss);
  });

  it('goes on from what it has learned where the box of goals is another', async () => {
    const { store, session, settle, until } = open;
    await learn(open);
    const learned = session.run.parameters!.slice();
    session.run.change(boxMoved);
    await settle();
    expect([...session.run.parameters!]).toEqual([...learned]);
    expect([store.run.newest.value, store.run.phase.value]).toEqual([5, 'paused']);
    expect(storyOf(storyStateOf(store)).headline).not.toContain('goals reached');
    session.run.optimize();
    await until(() => store.run.phase.value === 'done');
    expect([...session.run.parameters!]).not.toEqual([...learned]);
    expect([...store.run.series.value.line(successColumn).x]).toEqual([2, 5, 8, 11]);
  });

  it('is written as a controller file with its weights', async () => {
    const { session, settle } = open;
    await learn(open);
    let bytes: Uint8Array | null = null;
    session.jobs.start('writeController', null, {
      onResult: (found) => (bytes = found),
      onFailure: ({ message }) => expect.fail(message),
    });
    await settle();
    const paths = decodeController(bytes!).parameters.map(({ path }) => path);
    expect(paths).toEqual([0, 2, 4].flatMap((place) => [`policy.${place}.weight`, `policy.${place}.bias`]));
  });

  it('is one run, however many restarts a link asks for', async () => {
    open.session.run.change((scene) => scene, 4);
    await open.settle();
    expect(open.store.experiment.restarts.value).toBe(1);
  });
});
