/** @file The address of a page, with workers of this thread: links open what they were made of, and history leads back without harm. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundledRobots } from '../../../../src/platform/web/bundled-files.ts';
import { targetPosition } from '../../../../src/viewer/sections/arm/target.ts';
import { labOf } from '../../../../src/viewer/sections/lab/lab.ts';
import { addressDelay } from '../../../../src/viewer/studio/address/address.ts';
import { withPart } from '../../../../src/settings/set.ts';
import type { Scene } from '../../../../src/scene/schema.ts';
import { makeRun, openPage, type Page, settled } from './open-page.ts';

const pages: Page[] = [];

async function opened(hash: string): Promise<Page> {
  const page = openPage(hash);
  page.address.restore();
  page.address.follow();
  pages.push(page);
  await page.until(() => page.store.experiment.scene.value !== null);
  await settled(page);
  return page;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
});

afterEach(() => {
  for (const page of pages.splice(0)) page.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const small = 'scene=two-link-reach&set=time.horizon:0.5';

describe('a link', () => {
  it('is empty for the first scene as it is', async () => {
    const page = await opened('');
    expect([page.bar.hash, page.address.link.url]).toEqual(['', 'https://adjoint.example/']);
    expect(page.store.experiment.sceneFile.value).toBe('panda-reach.json');
  });

  it.each([
    ['robot.weld:%5B%22shoulder%22%2C%22elbow%22%5D', 'without moving joints'],
    ['robot.file:panda.urdf', '$.start.q'],
  ])('whose robot is refused says so, and opens the scene without it: %s', async (set, why) => {
    const page = await opened(`scene=two-link-reach&set=${set}&v=1`);
    const { run, experiment, messages } = page.store;
    await page.until(() => run.phase.value === 'ready');
    expect(experiment.sceneFile.value).toBe('two-link-reach.json');
    expect(messages.failure.value?.message).toContain(why);
    await settled(page);
    expect(page.bar.hash).toBe('scene=two-link-reach&v=1');
  });

  it('opens a scene with settings and restarts in one load', async () => {
    const page = await opened(`${small},seed:7&restarts=3&v=1`);
    const { experiment } = page.store;
    expect(page.worker().loads.length).toBe(1);
    expect(experiment.scene.value).toMatchObject({ seed: 7, time: { horizon: 0.5 } });
    expect([experiment.restarts.value, experiment.sceneFile.value]).toEqual([3, 'two-link-reach.json']);
    expect(page.bar.hash).toBe('restarts=3&scene=two-link-reach&set=seed:7,time.horizon:0.5&v=1');
    expect(page.store.messages.notice.value).toBeNull();
  });

  it('opens the iteration that was shown, with its parameters to the last bit, and a run goes on from there', async () => {
    const page = await opened(small);
    await makeRun(page);
    page.session.clocks.scrubToK(4);
    page.session.clocks.scrubTo(0.25);
    page.store.selection.pin.value = { kind: 'joint', id: 'elbow' };
    await settled(page);
    const shown = page.store.shown.look.value!;
    expect(shown.k).toBe(4);
    const { url, isWithoutParameters } = page.address.link;
    expect([url.split('#')[1], isWithoutParameters]).toEqual([page.bar.hash, false]);

    const other = await opened(page.bar.hash);
    const { shown: there, run: restored, cursor, selection } = other.store;
    expect([there.look.value?.k, cursor.k.value, cursor.t.value]).toEqual([4, 4, 0.25]);
    expect(there.look.value?.parameters).toEqual(shown.parameters);
    expect(there.look.value?.loss).toBe(shown.loss);
    expect(there.start.value).toEqual(page.store.shown.start.value);
    expect(selection.pin.value).toEqual({ kind: 'joint', id: 'elbow' });
    expect([other.bar.hash, restored.phase.value]).toEqual([page.bar.hash, 'paused']);
    other.session.run.optimize();
    await other.until(() => restored.newest.value > 6);
    expect(restored.series.value.at('loss', 5)?.value).toBe(shown.loss);
  });

  it('names what it could not read, and opens the rest', async () => {
    const page = await opened('scene=two-link-reach&rate=3&set=seed:7,nothing.such:1&foo=1');
    expect(page.store.experiment.sceneFile.value).toBe('two-link-reach.json');
    const { value: notice } = page.store.messages.notice;
    for (const key of ['"rate" is "3"', '"foo" is not known', '"set" was left out: nothing'])
      expect(notice).toContain(key);
    expect(page.bar.hash).toBe('scene=two-link-reach&v=1');
  });

  it('says that an iteration without parameters cannot be shown', async () => {
    const page = await opened('scene=two-link-reach&k=12');
    expect(page.store.messages.notice.value).toContain('"k" is an iteration whose parameters are not in the link');
    expect(page.store.cursor.k.value).toBe(0);
  });

  it('carries a scene of the user’s own as what differs from the first one', async () => {
    const page = await opened('scene=two-link-reach');
    const own = withPart(page.store.experiment.scene.value, ['time', 'horizon'], 0.5) as Scene;
    page.session.experiments.openScene(() => own, '');
    await settled(page);
    expect(page.bar.hash).toMatch(/^scene=own&set=/);
    const other = await opened(page.bar.hash);
    expect({ ...other.store.experiment.scene.value, $schema: own.$schema }).toEqual(own);
    expect([other.store.experiment.sceneFile.value, other.bar.hash]).toEqual(['', page.bar.hash]);
  });

  it('asks for a robot file of the user’s own, and opens when it comes', async () => {
    const page = await opened('');
    const content = `${bundledRobots.get('planar-2link.urdf')!}\n<!-- mine -->\n`;
    const robot = { name: 'mine.urdf', content: new TextEncoder().encode(content) };
    page.session.experiments.openRobot(robot);
    await settled(page);
    await vi.waitFor(() => expect(page.address.present).toContain('robot=sha256:'));
    await settled(page);
    const { hash } = page.bar;
    const other = await opened(hash);
    expect(other.store.messages.notice.value).toContain('drop the robot file');
    expect([other.bar.hash, other.store.experiment.sceneFile.value]).toEqual([hash, 'panda-reach.json']);
    expect(await other.address.claim({ name: 'other.urdf', content: 'x' })).toBe(false);
    expect(await other.address.claim({ ...robot, name: 'renamed.urdf' })).toBe(true);
    await settled(other);
    expect(other.store.experiment.scene.value?.costs).toEqual(page.store.experiment.scene.value?.costs);
    expect(other.store.experiment.sceneFile.value).toBe('');
  });
});

describe('the browser’s history', () => {
  it('has an entry for each room, and Back stops no run', async () => {
    const page = await opened(`${small},success.below:0,method.iterations:100000`);
    page.store.view.room.value = 'notes';
    expect([page.bar.entries.length, page.bar.hash]).toEqual([2, expect.stringMatching(/^room=notes&scene=two-link/)]);
    page.session.run.optimize();
    await page.until(() => page.store.run.newest.value > 2);
    page.bar.go(-1);
    expect([page.store.view.room.value, page.store.run.phase.value]).toEqual(['arm', 'running']);
    page.bar.go(1);
    expect([page.store.view.room.value, page.store.run.phase.value]).toEqual(['notes', 'running']);
    expect([page.worker().loads.length, page.bar.entries.length]).toEqual([1, 2]);
  });

  it('leads back to the scene before, without another entry', async () => {
    const page = await opened(small);
    page.session.experiments.openBundledScene('pendulum-swing-up.json');
    await settled(page);
    expect([page.bar.entries.length, page.bar.hash]).toEqual([2, 'scene=pendulum-swing-up&v=1']);
    page.bar.go(-1);
    await settled(page);
    const { experiment } = page.store;
    expect([experiment.sceneFile.value, experiment.scene.value?.time.horizon]).toEqual(['two-link-reach.json', 0.5]);
    expect([page.bar.entries.length, page.bar.at]).toEqual([2, 0]);
  });

  it('brings an experiment of the Lab back as it was looked at, and leaves that alone on the way to other rooms', async () => {
    const page = await opened(`${small}&x=quadratic`);
    const lab = labOf(page.store);
    lab.change({ eta: 0.25 });
    await settled(page);
    lab.open('xor');
    await settled(page);
    lab.change({ plane: { type: 'random', pair: 3 } });
    lab.from.value = [1, 2];
    await settled(page);
    page.bar.go(-1);
    await settled(page);
    expect([lab.experiment.value, lab.changes.value, lab.from.value]).toEqual(['quadratic', { eta: 0.25 }, null]);
    page.bar.go(1);
    await settled(page);
    expect([lab.experiment.value, lab.from.value]).toEqual(['xor', [1, 2]]);
    expect(lab.changes.value).toEqual({ plane: { type: 'random', pair: 3 } });
    page.store.view.room.value = 'notes';
    await settled(page);
    lab.change({ points: 41 });
    page.bar.go(-1);
    await settled(page);
    expect(lab.changes.value).toEqual({ plane: { type: 'random', pair: 3 }, points: 41 });
  });

  it('is written a moment after the last change, in place', async () => {
    const page = await opened(small);
    const before = page.bar.writes;
    for (const t of [0.1, 0.2, 0.3]) page.store.cursor.t.value = t;
    page.session.run.moveTarget([0.5, 0.25, 0]);
    await page.settle();
    vi.advanceTimersByTime(addressDelay - 1);
    expect(page.bar.writes).toBe(before);
    vi.advanceTimersByTime(1);
    expect([page.bar.writes, page.bar.entries.length]).toEqual([before + 1, 1]);
    expect(page.bar.hash).toContain('t=0.3');
    expect(targetPosition(page.store.experiment.scene.value!)).toEqual([0.5, 0.25, 0]);
    const other = await opened(page.bar.hash);
    expect(targetPosition(other.store.experiment.scene.value!)).toEqual([0.5, 0.25, 0]);
  });

  it('waits while the motion plays, and a link says where it is', async () => {
    const page = await opened(small);
    page.store.cursor.isPlaying.value = true;
    page.store.cursor.t.value = 0.2;
    await settled(page);
    expect(page.bar.hash).toContain('play=1');
    expect(page.bar.hash).not.toContain('t=0.2');
    expect(page.address.link.url).toContain('&t=0.2');
  });
});
