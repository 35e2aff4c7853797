/** @file What the page asks its worker for, with a worker that answers when it is told to. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundledScenes } from '../../../src/platform/web/bundled-files.ts';
import { robotOf } from '../../../src/scene/robot.ts';
import type { Scene } from '../../../src/scene/schema.ts';
import { withPart } from '../../../src/settings/set.ts';
import type { ChangeRequest } from '../../../src/viewer/sections/arm/calls.ts';
import { type Position, targetPosition } from '../../../src/viewer/sections/arm/target.ts';
import type { Session } from '../../../src/viewer/studio/session.ts';
import type { Store } from '../../../src/viewer/studio/store/store.ts';
import type { FakeWorker } from './fake-worker.ts';
import { openSession } from './open-session.ts';

let open: ReturnType<typeof openSession>;
let session: Session;
let store: Store;
const names = [...bundledScenes.keys()];
const first = 'two-link-reach.json';
const other = names.find((name) => name.startsWith('ur5e') || name.startsWith('pendulum'))!;
const position = [0.1, 0.2, 0.3] as const;

/** The run's worker of the present. */
const worker = (): FakeWorker => open.worker();

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  open = openSession();
  ({ session, store } = open);
  session.experiments.openBundledScene(first);
  await worker().answer();
});

afterEach(() => {
  open.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Lets the worker run until something is so. */
async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000 && !condition(); turn++) await worker().answer();
  expect(condition()).toBe(true);
}

const set = (path: readonly PropertyKey[], value: unknown, scene = store.experiment.scene.value!): Scene =>
  withPart(scene, path, value) as Scene;

const endless = (): Scene => set(['method', 'iterations'], 100_000, set(['success', 'below'], 0));

const targetOfChange = ({ scene }: ChangeRequest): Position | null => targetPosition(scene);

describe('a target that was moved', () => {
  it('is gone to at once, and while the worker is at it, only the last of its places is', async () => {
    const places = [[9, 9, 9], [1, 1, 1], position] as const;
    for (const place of places) session.run.moveTarget(place);
    expect(worker().changes.map(targetOfChange)).toEqual([[9, 9, 9]]);
    await worker().answer();
    expect(store.experiment.target.value).toEqual(position);
    expect(worker().changes.map(targetOfChange)).toEqual([[9, 9, 9], [...position]]);
    await worker().answer();
    expect(targetPosition(store.experiment.scene.value!)).toEqual(position);
    expect([store.run.phase.value, worker().argumentsOf('optimize').length]).toEqual(['ready', 0]);
    expect(worker().loads.length).toBe(1);
  });

  it('is forgotten when another scene is chosen', async () => {
    session.run.moveTarget([9, 9, 9]);
    session.run.moveTarget(position);
    session.experiments.openBundledScene(other);
    for (let turn = 0; turn < 3; turn++) await worker().answer();
    expect([worker().changes.length, worker().loads.length]).toEqual([1, 2]);
    expect(robotOf(store.experiment.scene.value!).file).toBe(store.experiment.robot.value?.name);
    expect(store.experiment.target.value).toEqual(targetPosition(store.experiment.scene.value!));
    expect(store.run.phase.value).toBe('ready');
  });

  it('is none while another scene is on its way', async () => {
    session.experiments.openBundledScene(other);
    session.run.moveTarget(position);
    await worker().answer();
    expect(worker().changes).toEqual([]);
    expect(robotOf(store.experiment.scene.value!).file).toBe(store.experiment.robot.value?.name);
    expect(store.experiment.target.value).toEqual(targetPosition(store.experiment.scene.value!));
  });

  it('is gone to in a scene whose change is on its way, as it will be', async () => {
    session.run.change(() => set(['seed'], 77), 3);
    session.run.moveTarget(position);
    await worker().answer();
    const { scene, restarts } = worker().changes.at(-1)!;
    expect([scene.seed, restarts, targetPosition(scene)]).toEqual([77, 3, position]);
    await worker().answer();
    expect([store.experiment.scene.value?.seed, store.experiment.restarts.value]).toEqual([77, 3]);
  });

  it('is where the scene has it again where the change is refused, and a reset that was asked for meanwhile is not lost', async () => {
    session.run.change(() => set(['costs', 0, 'residual', 'link'], 'nothing'));
    session.run.moveTarget(position);
    await worker().answer();
    expect(store.messages.failure.value?.during).toBe('scene');
    expect(store.experiment.target.value).toEqual(targetPosition(store.experiment.scene.value!));
    expect(store.run.phase.value).toBe('ready');
    session.run.moveTarget([9, 9, 9]);
    session.run.reset();
    session.run.moveTarget(position);
    await worker().answer();
    expect(worker().changes.at(-1)).toMatchObject({ fromStart: true });
  });
});

describe('settings that are changed while the worker is at a change', () => {
  it('are all there in the end, with the restarts that were chosen', async () => {
    session.run.change((scene) => set(['time', 'horizon'], 1, scene));
    session.run.change((scene) => set(['seed'], 5, scene), 3);
    session.run.change((scene) => set(['costs', 0, 'weight'], 7, scene));
    session.run.startOver();
    for (let turn = 0; turn < 2; turn++) await worker().answer();
    const { value: scene } = store.experiment.scene;
    expect([scene?.time.horizon, scene?.seed, scene?.costs[0].weight, store.experiment.restarts.value]).toEqual([
      1, 5, 7, 3,
    ]);
    expect([worker().changes.length, store.run.phase.value]).toEqual([2, 'ready']);
  });
});

describe('a run', () => {
  beforeEach(async () => {
    session.run.change(endless);
    await worker().answer();
    session.run.optimize();
    await until(() => store.run.newest.value > 3);
  });

  it('goes on when the target is moved, with curves of its own', async () => {
    session.run.moveTarget(position);
    expect(store.run.phase.value).toBe('running');
    await until(() => targetPosition(store.experiment.scene.value!)?.[0] === position[0]);
    expect([store.run.phase.value, store.run.series.value.line('loss').x[0] ?? 0]).toEqual(['running', 0]);
    await until(() => store.run.series.value.line('loss').x.length > 3);
    expect(store.run.series.value.line('loss').x[0]).toBe(0);
    expect(worker().argumentsOf('optimize').length).toBe(1);
  });

  it('goes on where a change is refused, and says which', async () => {
    session.run.change(() => set(['time', 'horizon'], -1));
    expect([store.messages.failure.value?.during, store.run.phase.value]).toEqual(['scene', 'running']);
    expect(store.messages.failure.value?.message).toContain('$.time.horizon');
    const iteration = store.run.newest.value;
    await until(() => store.run.newest.value > iteration);
  });

  it('shows that a change of structure is built, and goes on', async () => {
    session.run.change(() => set(['time', 'horizon'], 1));
    expect(store.run.phase.value).toBe('loading');
    await until(() => store.run.phase.value === 'running');
    expect([store.experiment.scene.value?.time.horizon, store.run.isCompiled.value]).toEqual([1, false]);
    await until(() => store.run.series.value.line('loss').x.length > 1);
  });

  it('stops when told to, and goes on by moving the target', async () => {
    session.run.stop();
    expect(store.run.phase.value).toBe('stopping');
    await until(() => store.run.phase.value === 'paused');
    session.run.moveTarget(position);
    await until(() => store.run.phase.value === 'running' && store.run.series.value.line('loss').x.length > 1);
    expect(worker().argumentsOf('optimize').length).toBe(2);
  });

  it('ends by a reset, which shows the start', async () => {
    session.run.reset();
    await until(() => store.run.phase.value === 'ready');
    expect(store.run.newest.value).toBe(-1);
    for (let turn = 0; turn < 5; turn++) await worker().answer();
    expect([store.run.phase.value, store.run.series.value.line('loss').x.length]).toEqual(['ready', 0]);
  });

  it('is taken up in another worker where the first one does not answer, with what it had', async () => {
    const { parameters, states } = session.run.standing!;
    const iteration = store.run.newest.value;
    session.run.stop();
    vi.advanceTimersByTime(400);
    expect(open.workers.length).toBe(2);
    expect(worker().loads).toMatchObject([{ startFrom: parameters, states, restarts: 1 }]);
    await until(() => store.run.phase.value === 'paused');
    expect(store.run.newest.value).toBe(iteration);
    session.run.optimize();
    await until(() => store.run.newest.value > iteration + 2);
    const numbers = Array.from(store.run.series.value.line('loss').x);
    expect(numbers).toEqual(numbers.map((_, i) => i));
  });

  it('is taken up in another worker where the first one died, which is said', async () => {
    const { parameters, states } = session.run.standing!;
    worker().die();
    expect(store.messages.notice.value).toContain('out of memory');
    await until(() => store.run.phase.value === 'paused');
    expect(worker().loads[0]).toMatchObject({ startFrom: parameters, states });
  });

  it('stops where another scene is opened, also one that is refused', async () => {
    session.experiments.openBundledScene(other);
    await until(() => store.run.phase.value !== 'loading');
    expect([store.run.phase.value, store.run.series.value.line('loss').x.length]).toEqual(['ready', 0]);
    session.run.optimize();
    await until(() => store.run.newest.value >= 0);
    session.experiments.openRobot({ name: 'bad.urdf', content: '<robot/>' });
    await until(() => store.run.phase.value !== 'loading');
    expect([store.run.phase.value, store.messages.failure.value?.during, store.messages.failure.value?.file]).toEqual([
      'paused',
      'robot',
      'bad.urdf',
    ]);
  });
});

describe('a file that takes long to read', () => {
  const robotText = readFileSync(new URL('../../../assets/robots/pendulum.urdf', import.meta.url));
  const slow = (name: string, content: Uint8Array) => {
    let read = (): void => undefined;
    const done = new Promise<void>((resolve) => (read = resolve));
    const file = {
      name,
      arrayBuffer: () => done.then(() => Uint8Array.from(content).buffer),
      text: () => done.then(() => new TextDecoder().decode(content)),
    } as unknown as File;
    return { file, read };
  };

  it.each(['pendulum.urdf', 'two.json'])('is not opened over what was chosen since: %s', async (name) => {
    const content = name.endsWith('json') ? new TextEncoder().encode(bundledScenes.get(first)) : robotText;
    const { file, read } = slow(name, content);
    const opened = session.intake.open([file]);
    session.experiments.openBundledScene(other);
    read();
    await opened;
    await worker().answer();
    expect(store.experiment.sceneFile.value).toBe(other);
    expect(worker().loads.length).toBe(2);
  });

  it('is opened where nothing was, and forgets the target', async () => {
    const { file, read } = slow('pendulum.urdf', robotText);
    const opened = session.intake.open([file]);
    session.run.moveTarget(position);
    read();
    await opened;
    await worker().answer();
    expect(worker().loads.length).toBe(2);
    expect(store.experiment.robot.value?.name).toBe('pendulum.urdf');
    expect(store.experiment.target.value).toEqual(targetPosition(store.experiment.scene.value!));
  });
});
