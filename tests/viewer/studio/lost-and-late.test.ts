/** @file What comes late, twice or never: workers that are lost, changes that cross, looks at what is gone. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withSettings } from '../../../src/scene/with-settings.ts';
import type { PrepareRequest } from '../../../src/viewer/sections/arm/calls.ts';
import { targetPosition } from '../../../src/viewer/sections/arm/target.ts';
import { closeAgain, learn, type OpenSession, openSession, openSmallScene, small } from './open-session.ts';

let open: OpenSession;

beforeEach(async () => {
  open = await openSmallScene();
});

afterEach(() => closeAgain(open));

describe('the run’s worker', () => {
  it('that dies with what it is asked to build again is not asked a third time', async () => {
    open.worker().die();
    await open.worker().answer();
    expect(open.workers.length).toBe(2);
    open.worker().die();
    // this one has spoken, and builds the same again
    open.worker().onmessage!({ data: { type: 'progress', id: 0, value: null } });
    const { length } = open.workers;
    open.worker().die();
    expect([open.store.run.phase.value, open.workers.length]).toEqual(['failed', length + 1]);
    expect(open.store.messages.failure.value?.message).toContain('out of memory');
    expect(open.worker().loads).toEqual([]);
    // another scene is another chance
    open.session.experiments.openBundledScene('two-link-reach.json', small);
    await open.until(() => open.store.run.phase.value === 'ready');
  });

  it('that cannot be started is tried again with the next scene', async () => {
    open.close();
    open = openSession();
    open.session.experiments.openBundledScene('two-link-reach.json', small);
    open.worker().die('');
    expect([open.store.run.phase.value, open.workers.length]).toEqual(['failed', 1]);
    open.session.experiments.openBundledScene('two-link-reach.json', small);
    await open.until(() => open.store.run.phase.value === 'ready');
    expect(open.workers.length).toBe(2);
  });

  it('that dies while it changes leaves what was there, and nothing to undo', async () => {
    open.session.run.change((scene) => withSettings(scene, ['seed=5']));
    open.worker().die();
    await open.until(() => open.store.run.phase.value === 'ready');
    expect(open.store.experiment.scene.value!.seed).not.toBe(5);
    expect(open.session.run.undoSteps.value).toEqual([]);
  });
});

describe('a change', () => {
  it('that changes nothing is none: the run keeps what it has, and there is nothing to undo', async () => {
    await learn(open);
    const { value: newest } = open.store.run.newest;
    open.session.run.change((scene) => ({ ...scene }));
    await open.settle();
    expect([open.store.run.phase.value, open.store.run.newest.value, open.worker().changes.length]).toEqual([
      'done',
      newest,
      0,
    ]);
    expect(open.session.run.undoSteps.value).toEqual([]);
  });

  it('that is refused leaves nothing to undo', async () => {
    open.session.run.change((scene) => ({ ...scene, time: { ...scene.time, horizon: -1 } }));
    expect(open.store.messages.failure.value?.message).toContain('$.time.horizon');
    expect(open.session.run.undoSteps.value).toEqual([]);
  });

  it('that is refused when another scene is on its way is of no interest', async () => {
    open.session.run.change((scene) => withSettings(scene, ['costs.0.residual.link=nothing']));
    open.session.experiments.openBundledScene('pendulum-swing-up.json');
    await open.until(() => open.store.run.phase.value === 'ready');
    expect(open.store.messages.failure.value).toBeNull();
  });

  it('of one slider is one step to undo, however many values it goes through', async () => {
    for (const weight of [2, 3, 4])
      open.session.run.change((scene) => withSettings(scene, [`costs.0.weight=${weight}`]));
    await open.settle();
    for (const weight of [5, 6]) open.session.run.change((scene) => withSettings(scene, [`costs.0.weight=${weight}`]));
    await open.settle();
    expect(open.session.run.undoSteps.value.length).toBe(1);
    open.session.run.undo();
    await open.until(() => open.store.experiment.scene.value!.costs[0].weight === 1);
  });
});

describe('undo', () => {
  it('that crosses a change on its way puts back what it is of, and nothing before', async () => {
    await learn(open);
    const series = Array.from(open.store.run.series.value.line('loss').y);
    const target = targetPosition(open.store.experiment.scene.value!);
    open.session.run.reset();
    await open.settle();
    open.session.run.moveTarget([0.1, 0.1, 1]);
    open.session.run.undo();
    open.session.run.undo();
    await open.settle();
    await open.until(() => open.store.run.newest.value === 11);
    expect(Array.from(open.store.run.series.value.line('loss').y)).toEqual(series);
    expect(targetPosition(open.store.experiment.scene.value!)).toEqual(target);
    expect(open.store.experiment.target.value).toEqual(target);
  });

  it('takes the iterations that were made since back, too, where the record went on', async () => {
    await learn(open);
    open.session.run.change((scene) => withSettings(scene, ['method.iterations=5']));
    await open.settle();
    await learn(open);
    expect(open.store.run.newest.value).toBe(16);
    open.session.run.undo();
    await open.until(() => open.store.run.phase.value === 'done' && open.store.run.newest.value === 11);
    expect(open.store.run.recording.value.last).toBe(11);
  });

  it('waits while another scene is on its way', async () => {
    open.session.run.change((scene) => withSettings(scene, ['seed=5']));
    await open.settle();
    open.session.experiments.openRobot({ name: 'bad.urdf', content: '<robot/>' });
    open.session.run.undo();
    await open.until(() => open.store.messages.failure.value !== null);
    expect(open.session.run.undoSteps.value.length).toBe(1);
  });

  it('keeps runs in bounded memory, and always the last', async () => {
    const { store, session } = open;
    let clock = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (clock += 5000));
    for (let turn = 0; turn < 6; turn++) {
      session.run.change((scene) => withSettings(scene, [`seed=${turn + 10}`]));
      await open.until(() => store.experiment.scene.value!.seed === turn + 10);
      // as after very many iterations
      vi.spyOn(store.run.recording.value, 'bytes', 'get').mockReturnValue(12 * 2 ** 20);
    }
    session.run.change((scene) => withSettings(scene, ['seed=99']));
    await open.until(() => store.experiment.scene.value!.seed === 99);
    expect(session.run.undoSteps.value.length).toBe(2);
    vi.spyOn(store.run.recording.value, 'bytes', 'get').mockReturnValue(2 ** 30);
    session.run.change((scene) => withSettings(scene, ['seed=100']));
    expect(session.run.undoSteps.value.length).toBe(1);
  });
});

describe('what is shown', () => {
  const prepared = (): number[] =>
    open
      .analyst()
      .argumentsOf<PrepareRequest>('prepare')
      .map(({ scene }) => scene.seed);

  it('is prepared once for all changes that come while the worker is at another', async () => {
    await open.settle();
    const { length } = prepared();
    for (const seed of [5, 6, 7, 8]) {
      open.session.run.change((scene) => withSettings(scene, [`seed=${seed}`]));
      for (let turn = 0; turn < 3; turn++) await open.worker().answer();
    }
    await open.settle();
    expect(prepared().slice(length)).toEqual([5, 8]);
  });

  it('is looked at anew where what counts as success changes, with the cursor elsewhere', async () => {
    await learn(open);
    open.session.clocks.scrubToK(3);
    await open.until(() => open.store.shown.look.value!.k === 3);
    expect(open.store.shown.look.value!.reached).toBe(false);
    open.session.run.change((scene) => withSettings(scene, ['success.below=1000']));
    await open.until(() => open.store.shown.look.value!.reached);
    expect([open.store.shown.look.value!.k, open.store.cursor.k.value]).toEqual([3, 3]);
  });

  it('is never a look at what was there before a reset, and leaves no ghost of it', async () => {
    await learn(open);
    open.session.clocks.scrubToK(7);
    open.session.run.reset();
    await open.settle();
    const { k, parameters } = open.store.shown.look.value!;
    expect([k, parameters]).toEqual([0, open.store.run.recording.value.nearest(0)!.parameters]);
    expect(open.store.shown.ghosts.value).toEqual([]);
  });

  it('is left as it is where a look fails, which is not asked for again and again', async () => {
    await learn(open);
    const looks = (): number => open.analyst().argumentsOf('look').length;
    const bad = open.store.run.recording.value.nearest(3)!;
    vi.spyOn(open.store.run.recording.value, 'nearest').mockReturnValue({ k: bad.k, parameters: new Float64Array(1) });
    open.session.clocks.scrubToK(3);
    await open.settle();
    const { length } = open.analyst().posted;
    await open.settle();
    expect([open.analyst().posted.length, looks() > 0]).toEqual([length, true]);
    expect(open.store.messages.notice.value).not.toBeNull();
  });

  it('goes on in another worker, and ends where each one dies of it', async () => {
    await learn(open);
    for (let k = 1; k < 9; k++) {
      open.session.clocks.scrubToK(k);
      const { length } = open.analysts;
      open.analyst().onmessage!({ data: { type: 'progress', id: 0, value: null } });
      open.analyst().die();
      expect(open.analysts.length).toBe(length + 1);
    }
    expect(open.analyst().posted).toEqual([]);
    expect(open.store.messages.jobs.value).toEqual([]);
    open.session.run.change((scene) => withSettings(scene, ['seed=5']));
    await open.settle();
    expect(open.analyst().argumentsOf('prepare').length).toBe(1);
  });

  it('of a worker that cannot be started is said to be missing', async () => {
    open.close();
    open = openSession();
    open.session.experiments.openBundledScene('two-link-reach.json', small);
    while (open.analysts.length === 0) await open.worker().answer();
    open.analyst().die('');
    expect(open.store.messages.notice.value).toContain('cannot be started');
    await open.until(() => open.store.run.phase.value === 'ready');
    expect(open.store.shown.look.value!.k).toBe(0);
  });
});

describe('the replay', () => {
  it('begins with the start as the first motion that stays', async () => {
    vi.stubGlobal('matchMedia', () => ({ matches: false }));
    await learn(open);
    open.session.clocks.skip();
    await open.settle();
    open.session.clocks.replay(11);
    // faster than looks come
    for (let frame = 0; frame < 30; frame++) {
      open.session.clocks.advance(0.1);
      if (frame % 4 === 3) await open.settle();
    }
    expect(open.store.shown.ghosts.value[0].k).toBe(0);
  });
});
