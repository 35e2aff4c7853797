/** @file What the page asks its worker for, with a worker that only writes down what it is told. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundledScenes } from '../../../src/platform/web/bundled-files.ts';
import { Session } from '../../../src/viewer/studio/session.ts';
import * as store from '../../../src/viewer/studio/store.ts';
import type { LoadRequest, PageMessage, WorkerMessage } from '../../../src/viewer/worker/protocol.ts';
import { Simulator } from '../../../src/viewer/worker/simulator.ts';

/** A worker that answers loads when it is told to, in the order they came. */
class FakeWorker {
  readonly posted: PageMessage[] = [];
  onmessage: ((event: { data: WorkerMessage }) => void) | null = null;
  onerror: unknown = null;
  readonly #waiting: PageMessage[] = [];
  readonly #simulator = new Simulator((data) => this.onmessage?.({ data }));

  postMessage(message: PageMessage): void {
    this.posted.push(message);
    this.#waiting.push(message);
  }

  answer(): void {
    for (const message of this.#waiting.splice(0)) this.#simulator.receive(message);
  }

  terminate(): void {
    this.onmessage = null;
  }

  get loads(): LoadRequest[] {
    return this.posted.flatMap((message) => (message.type === 'load' ? [message.load] : []));
  }
}

let worker: FakeWorker;
let session: Session;
const names = [...bundledScenes.keys()];
const first = names.find((name) => name.startsWith('two-link'))!;
const other = names.find((name) => name.startsWith('ur5e') || name.startsWith('pendulum'))!;
const position = [0.1, 0.2, 0.3] as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  worker = new FakeWorker();
  session = new Session(() => worker as unknown as Worker);
  session.openBundledScene(first);
  worker.answer();
});
afterEach(() => vi.useRealTimers());

/** The last load that was asked for: its robot, and the robot that its scene is of. */
const lastLoad = () => {
  const { robot, scene } = worker.loads.at(-1)!;
  return { robot: robot.name, ofScene: scene?.robot, target: scene?.task.target };
};

describe('a target that was put down', () => {
  it('is gone to when it has rested', () => {
    session.moveTarget([9, 9, 9]);
    vi.advanceTimersByTime(150);
    session.moveTarget(position);
    vi.advanceTimersByTime(199);
    expect(worker.loads.length).toBe(1);
    vi.advanceTimersByTime(1);
    expect(worker.loads.length).toBe(2);
    expect(lastLoad()).toMatchObject({ robot: 'planar-2link.urdf', target: [...position] });
  });

  it.each(['before', 'after'])(
    'is forgotten when another scene is chosen, which is loaded %s it has rested',
    (when) => {
      session.moveTarget(position);
      session.openBundledScene(other);
      if (when === 'before') worker.answer();
      vi.advanceTimersByTime(1000);
      worker.answer();
      expect(worker.loads.length).toBe(2);
      expect(lastLoad().robot).toBe(lastLoad().ofScene);
      expect(store.scene.value?.robot).toBe(store.robot.value?.name);
      expect(store.target.value).toEqual(store.scene.value?.task.target);
    },
  );

  it('is forgotten when another scene is on its way already', () => {
    session.openBundledScene(other);
    session.moveTarget(position);
    vi.advanceTimersByTime(1000);
    worker.answer();
    vi.advanceTimersByTime(1000);
    expect(worker.loads.length).toBe(2);
    expect(store.scene.value?.robot).toBe(store.robot.value?.name);
    expect(store.target.value).toEqual(store.scene.value?.task.target);
  });

  it('is forgotten when a robot is opened, a scene changed, or the start taken again', () => {
    const { value: scene } = store.scene;
    for (const load of [
      () => session.openRobot(store.robot.value!),
      () => session.changeScene(scene!, { fromStart: true }),
      () => session.reset(),
    ]) {
      const before = worker.loads.length;
      session.moveTarget(position);
      load();
      vi.advanceTimersByTime(1000);
      expect(worker.loads.length).toBe(before + 1);
      worker.answer();
    }
  });

  it('is gone to in a scene whose change is on its way, as it will be', () => {
    const { value: scene } = store.scene;
    session.changeScene({ ...scene!, seed: 77 }, { fromStart: true, restarts: 3 });
    session.moveTarget(position);
    vi.advanceTimersByTime(200);
    const { scene: asked, restarts, startFrom } = worker.loads.at(-1)!;
    expect(asked).toMatchObject({ seed: 77, task: { target: [...position] } });
    expect([restarts, startFrom]).toEqual([3, null]);
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
    const opened = session.openFiles([file]);
    session.openBundledScene(other);
    read();
    await opened;
    worker.answer();
    expect(store.sceneFile.value).toBe(other);
    expect(worker.loads.length).toBe(2);
  });

  it('is opened where nothing was, and forgets the target', async () => {
    const { file, read } = slow('pendulum.urdf', robotText);
    session.moveTarget(position);
    const opened = session.openFiles([file]);
    vi.advanceTimersByTime(1000);
    read();
    await opened;
    worker.answer();
    expect(worker.loads.length).toBe(2);
    expect(store.robot.value?.name).toBe('pendulum.urdf');
  });
});
