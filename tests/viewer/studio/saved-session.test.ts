/** @file A session that comes back when the page is loaded again, with workers of this thread and a data base in memory. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundledRobots } from '../../../src/platform/web/bundled-files.ts';
import { givenOf } from '../../../src/viewer/sections/lab/given.ts';
import { SavedSession, savingInterval } from '../../../src/viewer/studio/saved-session.ts';
import type { SessionDisk } from '../../../src/viewer/studio/saved/disk.ts';
import { withSettings } from '../../../src/scene/with-settings.ts';
import { labText } from '../../support/studies.ts';
import { makeRun, openPage, type Page, settled } from './address/open-page.ts';

class MemoryDisk implements SessionDisk {
  readonly records = new Map<string, unknown>();
  writes = 0;
  isFull = false;
  readonly read = (name: string): Promise<unknown> => Promise.resolve(structuredClone(this.records.get(name)));
  /** As a data base: a reader that comes after it finds it. */
  readonly write = (name: string, record: unknown): Promise<void> => {
    this.writes++;
    if (this.isFull) return Promise.reject(new Error('quota'));
    this.records.set(name, structuredClone(record));
    return Promise.resolve();
  };
  readonly remove = (name: string): Promise<void> => {
    this.records.delete(name);
    return Promise.resolve();
  };
}

let disk: MemoryDisk;
const pages: Page[] = [];

/** A page that is loaded in a tab whose session was kept as `before`. */
async function loaded(hash: string, before: string | null, name: string): Promise<Page & { saved: SavedSession }> {
  const page = openPage(hash);
  pages.push(page);
  const saved = new SavedSession(page, disk, name);
  await saved.restore(before, hash);
  page.address.follow();
  saved.follow();
  await page.until(() => page.store.experiment.scene.value !== null);
  await settled(page);
  return { ...page, saved };
}

beforeEach(() => {
  disk = new MemoryDisk();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
});

afterEach(() => {
  for (const page of pages.splice(0)) page.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Never good enough, so that no run ends before it is stopped. */
const small = 'scene=two-link-reach&set=time.horizon:0.5,method.iterations:100000,success.below:0';

/** A page with a run, seen in its fourth iteration, and kept. */
async function kept(): Promise<Page & { saved: SavedSession }> {
  const page = await loaded(small, null, 'a');
  await makeRun(page);
  page.session.clocks.scrubToK(4);
  page.session.clocks.scrubTo(0.25);
  await settled(page);
  page.saved.save();
  await settled(page);
  return page;
}

describe('a page that is loaded again', () => {
  it('shows the same iteration with the same bits, has its curves, and goes on', async () => {
    const page = await kept();
    const again = await loaded(page.bar.hash, 'a', 'b');
    const { run, shown, cursor, experiment } = again.store;
    expect([run.phase.value, shown.look.value?.k, cursor.t.value]).toEqual(['paused', 4, 0.25]);
    expect(shown.look.value?.loss).toBe(page.store.shown.look.value?.loss);
    expect(run.series.value.state).toEqual(page.store.run.series.value.state);
    expect(run.recording.value.state).toEqual(page.store.run.recording.value.state);
    expect([run.best.value, run.newest.value]).toEqual([page.store.run.best.value, page.store.run.newest.value]);
    expect(experiment.opened.value).toEqual(page.store.experiment.opened.value);
    expect(shown.start.value).toEqual(page.store.shown.start.value);
    expect([again.bar.hash, again.store.messages.notice.value]).toEqual([page.bar.hash, null]);

    again.session.clocks.scrubToK(2);
    await settled(again);
    expect(shown.look.value?.parameters).toEqual(page.store.run.recording.value.nearest(2)?.parameters);
    const { value: newest } = run.newest;
    again.session.run.optimize();
    await again.until(() => run.newest.value > newest + 2);
    expect(run.series.value.line('loss').x.slice(0, 4)).toEqual(Float64Array.of(0, 1, 2, 3));
  });

  it('still has the experiment of the Lab that was given to it', async () => {
    const page = await loaded(small, null, 'a');
    const source = { kind: 'file', text: labText('toy'), arm: null } as const;
    page.store.given.experiment.value = givenOf('mine.json', source, null);
    await settled(page);
    page.saved.save();
    const again = await loaded(page.bar.hash, 'a', 'b');
    expect(again.store.given.experiment.value).toEqual(page.store.given.experiment.value);
    expect(again.store.messages.notice.value).toBeNull();
  });

  it('is where it was a moment before, which its address did not say yet', async () => {
    const page = await kept();
    const { hash } = page.bar;
    page.session.clocks.scrubToK(2);
    page.session.clocks.scrubTo(0.125);
    await page.until(() => page.store.shown.look.value?.k === 2);
    page.saved.save();
    expect(page.bar.hash).toBe(hash);
    const again = await loaded(hash, 'a', 'b');
    const { shown, cursor } = again.store;
    expect([cursor.k.value, shown.look.value?.k, cursor.t.value]).toEqual([2, 2, 0.125]);
  });

  it('is there when it is loaded once more before it has opened', async () => {
    const page = await kept();
    const between = openPage(page.bar.hash);
    pages.push(between);
    await new SavedSession(between, disk, 'b').restore('a', page.bar.hash);
    await vi.waitFor(() => expect([...disk.records.keys()]).toEqual(['b']));
    const again = await loaded(page.bar.hash, 'b', 'c');
    const { run, shown } = again.store;
    expect([run.newest.value, shown.look.value?.k]).toEqual([page.store.run.newest.value, 4]);
    expect(run.series.value.state).toEqual(page.store.run.series.value.state);
  });

  it.each([1, 3])('goes on with the bits of a run of %i members that was not', async (restarts) => {
    const settings = ['method.type=adam', 'method.iterations=100000', 'success.below=0'];
    const begin = async (name: string): Promise<Page & { saved: SavedSession }> => {
      const page = await loaded(small, null, name);
      page.session.run.change((scene) => withSettings(scene, settings), restarts);
      await settled(page);
      return page;
    };
    const page = await begin('a');
    // kept while it runs, some iterations after states of it were heard of
    page.session.run.optimize();
    await page.until(() => page.store.run.newest.value > 5);
    page.saved.save();
    const { value: newest } = page.store.run.newest;
    await settled(page);
    const again = await loaded(page.bar.hash, 'a', 'b');
    expect([again.store.run.newest.value, again.store.run.phase.value]).toEqual([newest, 'paused']);
    again.session.run.optimize();
    await again.until(() => again.store.run.newest.value > newest + 5);

    const undisturbed = await begin('c');
    undisturbed.session.run.optimize();
    const count = again.store.run.newest.value + 1;
    await undisturbed.until(() => undisturbed.store.run.newest.value >= count);
    const bits = ({ store: { run } }: Page) =>
      run.series.value.columns.map(({ id }) => run.series.value.line(id).y.slice(0, count));
    expect(bits(again)).toEqual(bits(undisturbed));
  });

  it('brings back a robot of the user’s own', async () => {
    const page = await loaded(small, null, 'a');
    const content = new TextEncoder().encode(`${bundledRobots.get('planar-2link.urdf')!}\n<!-- mine -->\n`);
    page.session.experiments.openRobot({ name: 'mine.urdf', content });
    await settled(page);
    await vi.waitFor(() => expect(page.address.present).toContain('robot=sha256:'));
    await settled(page);
    page.saved.save();
    await settled(page);
    const again = await loaded(page.bar.hash, 'a', 'b');
    expect(again.store.experiment.robot.value).toEqual({ name: 'mine.urdf', content });
    expect(again.store.experiment.scene.value).toEqual(page.store.experiment.scene.value);
    expect(again.store.experiment.loaded.value?.notes).toEqual(page.store.experiment.loaded.value?.notes);
    expect(again.store.messages.notice.value).toBeNull();
  });

  it('opens its address where that says something else', async () => {
    await kept();
    const other = await loaded('scene=two-link-reach&set=time.horizon:0.25', 'a', 'b');
    expect([other.store.run.newest.value, other.store.experiment.scene.value?.time.horizon]).toEqual([-1, 0.25]);
  });

  it.each([
    ['of another version', (record: Record<string, unknown>) => ({ ...record, version: 99 })],
    [
      'cut short',
      (record: Record<string, unknown>) => ({
        ...record,
        standing: { ...(record.standing as object), parameters: new Float64Array(3) },
      }),
    ],
    [
      'with a state that is none',
      (record: Record<string, unknown>) => ({ ...record, standing: { ...(record.standing as object), states: [{}] } }),
    ],
    ['with a scene that is none', (record: Record<string, unknown>) => ({ ...record, scene: {} })],
    ['that is none', () => 'nothing'],
  ])('leaves a record %s, and says so', async (_, damage) => {
    const page = await kept();
    disk.records.set('a', damage(disk.records.get('a') as Record<string, unknown>));
    const again = await loaded(page.bar.hash, 'a', 'b');
    expect(again.store.messages.notice.value).toContain('could not be read');
    expect(again.store.experiment.sceneFile.value).toBe('two-link-reach.json');
    expect(disk.records.has('a')).toBe(false);
  });
});

describe('keeping', () => {
  it('happens at most every second, however much changes', async () => {
    const page = await loaded(small, null, 'a');
    vi.advanceTimersByTime(savingInterval);
    const { writes } = disk;
    for (let i = 1; i <= 20; i++) page.store.cursor.t.value = i / 100;
    vi.advanceTimersByTime(savingInterval);
    expect(disk.writes).toBe(writes + 1);
    vi.advanceTimersByTime(5 * savingInterval);
    expect(disk.writes).toBe(writes + 1);
  });

  it('ends silently where the browser keeps nothing', async () => {
    disk.isFull = true;
    const page = await loaded(small, null, 'a');
    page.saved.save();
    await settled(page);
    const { writes } = disk;
    page.session.run.change((scene) => withSettings(scene, ['seed=5']));
    await settled(page);
    page.saved.save();
    await settled(page);
    const { notice, failure } = page.store.messages;
    expect([disk.writes - writes, notice.value, failure.value]).toEqual([0, null, null]);
  });
});
