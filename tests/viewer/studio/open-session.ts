/** @file A session with workers of this thread, for tests of the page's side. */
import type { Scene } from '../../../src/scene/schema.ts';
import { withSettings } from '../../../src/scene/with-settings.ts';
import { Session } from '../../../src/viewer/studio/session.ts';
import { createStore } from '../../../src/viewer/studio/store/store.ts';
import { FakeWorker } from './fake-worker.ts';
import { vi } from 'vitest';

/** A scene whose runs are short, and never succeed. */
export const small = (scene: Scene): Scene =>
  withSettings(scene, ['time.horizon=0.1', 'success.below=0', 'method.iterations=12']);

/** The session, its store, and its workers, of which the last ones are the present ones; the analyst is there once something was opened. */
export function openSession() {
  const workers: FakeWorker[] = [];
  const analysts: FakeWorker[] = [];
  const checkers: FakeWorker[] = [];
  const kept = { run: workers, analysis: analysts, check: checkers };
  const store = createStore();
  const session = new Session(store, (name) => {
    const started = new FakeWorker();
    kept[name].push(started);
    return started as unknown as Worker;
  });
  const worker = (): FakeWorker => workers.at(-1)!;
  const analyst = (): FakeWorker => analysts.at(-1)!;
  return {
    session,
    store,
    workers,
    analysts,
    checkers,
    worker,
    analyst,
    /** Lets both workers run until something is so. */
    until: async (condition: () => boolean): Promise<void> => {
      for (let turn = 0; turn < 20_000 && !condition(); turn++) {
        await worker().answer();
        await analysts.at(-1)?.answer();
      }
      if (!condition()) throw new Error(`still waiting: ${String(condition)}`);
    },
    /** Lets both workers answer what they were asked, and what is asked of them for it. */
    settle: async (): Promise<void> => {
      for (let turn = 0; turn < 10; turn++) {
        await worker().answer();
        await analysts.at(-1)?.answer();
      }
    },
    close: (): void => {
      for (const one of [...workers, ...analysts, ...checkers]) one.terminate();
    },
  };
}

export type OpenSession = ReturnType<typeof openSession>;

/** A session where the small scene is open; timers are false ones, and less motion is wanted. */
export async function openSmallScene(file = 'two-link-reach.json', edit = small): Promise<OpenSession> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  const open = openSession();
  open.session.experiments.openBundledScene(file, edit);
  await open.until(() => open.store.run.phase.value === 'ready');
  return open;
}

/** Ends a session, and all that stood in for something. */
export function closeAgain({ close }: OpenSession): void {
  close();
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllGlobals();
}

/** Makes a run, to its end. */
export async function learn({ session, store, until, settle }: OpenSession): Promise<void> {
  session.run.optimize();
  await until(() => store.run.phase.value === 'done');
  await settle();
}
