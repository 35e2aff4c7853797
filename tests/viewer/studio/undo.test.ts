/** @file Nothing that a person did is lost by the next thing that they do. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Scene } from '../../../src/scene/schema.ts';
import { withPart } from '../../../src/settings/set.ts';
import { targetPosition } from '../../../src/viewer/sections/arm/target.ts';
import { openSession } from './open-session.ts';

let open: ReturnType<typeof openSession>;
let clock = 0;

const set = (scene: Scene, path: readonly PropertyKey[], value: unknown): Scene =>
  withPart(scene, path, value) as Scene;
const limited = (scene: Scene, iterations = 12): Scene =>
  set(set(scene, ['method', 'iterations'], iterations), ['success', 'below'], 0);

beforeEach(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  vi.spyOn(performance, 'now').mockImplementation(() => (clock += 5000));
  open = openSession();
  open.session.experiments.openBundledScene('two-link-reach.json', limited);
  await ready();
});

afterEach(() => {
  open.close();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** All that was asked for has been done. */
async function ready(): Promise<void> {
  await open.settle();
  await open.until(() => ['ready', 'paused'].includes(open.store.run.phase.value));
}
const learned = async (): Promise<void> => {
  open.session.run.optimize();
  await open.until(() => open.store.run.phase.value === 'done');
};

/** What can be seen of a run. */
function seen() {
  const { run, cursor } = open.store;
  return {
    losses: Array.from(run.series.value.line('loss').y),
    recorded: run.recording.value.state,
    outcome: run.outcome.value?.outcome,
    k: cursor.k.value,
  };
}

describe('a reset', () => {
  it('is the scene as it was opened, with target, settings and both clocks, and is undone with the run', async () => {
    const { session, store } = open;
    const opened = store.experiment.scene.value!;
    session.run.moveTarget([0.4, 0.1, 1.2]);
    await ready();
    session.run.change((scene) => set(scene, ['costs', 0, 'weight'], 9), 2);
    await ready();
    await learned();
    const before = seen();
    store.cursor.t.value = 0.5;
    session.run.reset();
    await ready();
    expect([store.experiment.scene.value, store.experiment.restarts.value]).toEqual([opened, 1]);
    expect(store.experiment.target.value).toEqual(targetPosition(opened));
    expect([store.cursor.t.value, store.cursor.k.value, store.run.newest.value]).toEqual([0, 0, -1]);
    session.run.undo();
    await open.until(() => store.run.newest.value >= 0);
    expect(seen()).toEqual(before);
    expect([store.experiment.scene.value!.costs[0].weight, store.experiment.restarts.value]).toEqual([9, 2]);
  });

  it('that keeps the settings starts over from the same start', async () => {
    const { session, store } = open;
    session.run.change((scene) => set(scene, ['costs', 0, 'weight'], 9));
    await ready();
    const start = store.shown.look.value!.parameters;
    await learned();
    session.run.startOver();
    await ready();
    expect(store.experiment.scene.value!.costs[0].weight).toBe(9);
    expect(store.shown.look.value!.parameters).toEqual(start);
  });
});

describe('a run', () => {
  it('keeps its curves where only the way of learning changes, goes on counting, and says when that was', async () => {
    const { session, store } = open;
    await learned();
    const before = seen();
    session.run.change((scene) => set(scene, ['success', 'below'], 1e-9));
    await ready();
    expect(seen().losses).toEqual(before.losses);
    const adam = { type: 'adam', learningRate: 0.001, iterations: 12 };
    session.run.change((scene) => set(scene, ['method'], adam));
    await ready();
    await learned();
    const { x } = store.run.series.value.line('loss');
    expect(Array.from(x)).toEqual(Array.from({ length: 24 }, (_, k) => k));
    expect(store.run.events.value.map(({ k }) => k)).toEqual([11, 11]);
    expect(store.run.leg.value).toEqual({ from: 12, most: 12 });
  });

  it('that another takes the place of is kept, to be compared with, by what it had', async () => {
    const { session, store } = open;
    await learned();
    const losses = seen().losses;
    session.run.change((scene) => set(scene, ['costs', 0, 'weight'], 9));
    await ready();
    const [past] = store.run.past.value;
    expect([past.label, Array.from(past.series.line('loss').y)]).toEqual(['weight 1', losses]);
    for (let turn = 0; turn < 10; turn++) {
      await learned();
      session.run.startOver();
      await ready();
    }
    expect(store.run.past.value.length).toBe(8);
  });
});

describe('undo', () => {
  it('takes back one change after another, and a drag of the target at once', async () => {
    const { session, store } = open;
    const opened = store.experiment.scene.value!;
    session.run.change((scene) => set(scene, ['seed'], 5));
    await ready();
    vi.mocked(performance.now).mockImplementation(() => clock);
    for (const x of [0.1, 0.2, 0.3]) session.run.moveTarget([x, 0.1, 1.2]);
    await ready();
    expect(session.run.undoSteps.value.length).toBe(2);
    session.run.undo();
    await open.until(() => targetPosition(store.experiment.scene.value!)?.[0] !== 0.3);
    expect(store.experiment.scene.value).toEqual(set(opened, ['seed'], 5));
    session.run.undo();
    await open.until(() => store.experiment.scene.value!.seed !== 5);
    expect(store.experiment.scene.value).toEqual(opened);
    session.run.undo();
    expect(session.run.undoSteps.value).toEqual([]);
  });

  it('has nothing of another scene', async () => {
    open.session.run.change((scene) => set(scene, ['seed'], 5));
    await ready();
    open.session.experiments.openBundledScene('pendulum-swing-up.json');
    await ready();
    expect(open.session.run.undoSteps.value).toEqual([]);
  });
});
