/** @file A run that was stopped, lost its worker, was undone or loaded again goes on with the bits of one that was not. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withSettings } from '../../../src/scene/with-settings.ts';
import { withPart } from '../../../src/settings/set.ts';
import type { Scene } from '../../../src/scene/schema.ts';
import { openSession } from './open-session.ts';

type Open = ReturnType<typeof openSession>;

const methods = {
  adam: { type: 'adam', learningRate: 0.03 },
  momentum: { type: 'momentum', learningRate: 1e-3, momentum: 0.9 },
  'L-BFGS': { type: 'lbfgs' },
} as const;

type Method = keyof typeof methods;

const opened: Open[] = [];

beforeEach(() => {
  // so that every iteration is told of at once, and states of every few of them
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (clock += 31));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
});

afterEach(() => {
  for (const open of opened.splice(0)) open.close();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function begun(method: Method, restarts: number, iterations: number): Promise<Open> {
  const open = openSession();
  opened.push(open);
  const edit = (scene: Scene): Scene =>
    withPart(withSettings(scene, ['time.horizon=0.1', 'success.below=0']), ['method'], {
      ...methods[method],
      iterations,
    }) as Scene;
  open.session.experiments.openBundledScene('two-link-reach.json', edit);
  await open.until(() => open.store.run.phase.value === 'ready');
  if (restarts > 1) open.session.run.change((scene) => scene, restarts);
  await open.until(() => open.store.experiment.restarts.value === restarts && open.store.run.phase.value === 'ready');
  return open;
}

/** Runs until an iteration is heard of, and no farther than the leg goes. */
async function runTo({ session, store, until }: Open, k: number): Promise<void> {
  if (!store.run.isRunning.value) session.run.optimize();
  await until(() => store.run.newest.value >= k);
}

/** All bits of the first iterations of a run. */
function bitsOf({ store: { run } }: Open, count: number) {
  const { columns } = run.series.value;
  const { size, rows } = run.recording.value.state;
  return {
    numbers: columns.map(({ id }) => [
      id,
      run.series.value.line(id).x.slice(0, count),
      run.series.value.line(id).y.slice(0, count),
    ]),
    parameters: rows.slice(0, size * count),
  };
}

/** The run's worker dies, and another one is there. */
async function crashed({ worker, store, until }: Open): Promise<void> {
  worker().die();
  await until(() => store.run.phase.value !== 'loading');
}

describe.each(Object.keys(methods) as Method[])('a run of %s', (method) => {
  it.each([1, 5])('with %i members has the bits of an undisturbed one, whatever happens to it', async (restarts) => {
    const open = await begun(method, restarts, 12);
    const { session, store, until, settle } = open;
    const stands = () => [store.run.phase.value, store.run.newest.value] as const;
    // before its first iteration, and before many were heard of
    await crashed(open);
    expect(stands()).toEqual(['ready', -1]);
    await runTo(open, 1);
    await crashed(open);
    await runTo(open, 5);
    await crashed(open);
    expect(store.run.phase.value).toBe('paused');
    // twice, without an iteration between
    await crashed(open);
    await runTo(open, 9);
    session.run.stop();
    await until(() => !store.run.isRunning.value);
    expect(store.run.phase.value).toBe('paused');
    // a worker that does not answer in time
    await runTo(open, 13);
    session.run.stop();
    vi.advanceTimersByTime(400);
    await until(() => store.run.phase.value === 'paused');
    session.run.optimize();
    await until(() => store.run.phase.value === 'done');
    const ended = stands();
    expect(store.run.leg.value.from + 12).toBe(store.run.newest.value + 1);
    await crashed(open);
    expect(stands()).toEqual(ended);
    session.run.startOver();
    await settle();
    expect(store.run.newest.value).toBe(-1);
    session.run.undo();
    await until(() => store.run.phase.value === 'done');
    expect(stands()).toEqual(ended);
    session.run.optimize();
    await until(() => store.run.phase.value === 'done');

    const count = store.run.newest.value + 1;
    const undisturbed = await begun(method, restarts, 1000);
    await runTo(undisturbed, count);
    expect(bitsOf(open, count)).toEqual(bitsOf(undisturbed, count));
  });
});
