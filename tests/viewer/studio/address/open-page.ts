/** @file A page without a browser: session and address, with workers of this thread. */
import { signal } from '@preact/signals';
import { Address, addressDelay } from '../../../../src/viewer/studio/address/address.ts';
import { openSession } from '../open-session.ts';
import { vi } from 'vitest';
import { FakeBar } from './fake-bar.ts';
import { rooms } from './random-state.ts';

export type Page = ReturnType<typeof openPage>;

/** A page at an address, before anything is opened. */
export function openPage(hash: string) {
  const open = openSession();
  const bar = new FakeBar(hash);
  const address = new Address({ ...open, sections: rooms, world: signal(null) }, bar);
  return { ...open, bar, address };
}

/** All is answered, and the address has followed. Timers have to be false ones. */
export async function settled({ settle }: Page): Promise<void> {
  await settle();
  vi.advanceTimersByTime(2 * addressDelay);
}

/** Makes a run of some iterations. */
export async function makeRun({ session, until, store }: Page): Promise<void> {
  session.run.optimize();
  await until(() => store.run.newest.value > 5);
  session.run.stop();
  await until(() => !store.run.isRunning.value);
}
