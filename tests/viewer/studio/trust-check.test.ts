/** @file The check of the gradient in the background: a worker of its own, no second attempt at what could not be checked. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withSettings } from '../../../src/scene/with-settings.ts';
import { checkDelay } from '../../../src/viewer/studio/trust-check.ts';
import type { FakeWorker } from './fake-worker.ts';
import { closeAgain, learn, type OpenSession, openSmallScene } from './open-session.ts';

let open: OpenSession;

beforeEach(async () => {
  open = await openSmallScene();
});

afterEach(() => closeAgain(open));

describe('the check of the gradient', () => {
  const checker = (): FakeWorker => open.checkers.at(-1)!;

  it('has a worker of its own, a second after the first look, and for as long as it lasts', async () => {
    vi.advanceTimersByTime(checkDelay - 1);
    expect([open.checkers.length, open.store.messages.trust.value]).toEqual([0, null]);
    vi.advanceTimersByTime(1);
    expect([open.checkers.length, open.store.messages.trust.value?.state]).toEqual([1, 'checking']);
    const { analyst } = open;
    expect(analyst().argumentsOf('check')).toEqual([]);
    for (let turn = 0; turn < 20_000 && open.store.messages.trust.value?.state !== 'checked'; turn++)
      await checker().answer();
    expect(open.store.messages.trust.value).toMatchObject({ state: 'checked', report: { ok: true } });
    expect(checker().onmessage).toBeNull();
    // numbers are no other programs
    open.session.run.change((scene) => withSettings(scene, ['seed=5']));
    await open.settle();
    vi.advanceTimersByTime(checkDelay);
    expect(open.checkers.length).toBe(1);
  });

  it('that is lost or fails is not tried again, until something else is there', async () => {
    vi.advanceTimersByTime(checkDelay);
    checker().die();
    expect(open.store.messages.trust.value).toBeNull();
    await learn(open);
    vi.advanceTimersByTime(checkDelay);
    expect(open.checkers.length).toBe(1);
    open.session.run.change((scene) => withSettings(scene, ['time.horizon=0.2']));
    await open.settle();
    vi.advanceTimersByTime(checkDelay);
    expect([open.checkers.length, open.store.messages.trust.value?.state]).toEqual([2, 'checking']);
    // one check at a time: of the last of many
    for (const horizon of [0.3, 0.4, 0.3]) {
      open.session.run.change((scene) => withSettings(scene, [`time.horizon=${horizon}`]));
      await open.settle();
    }
    expect(open.store.messages.trust.value).toBeNull();
    vi.advanceTimersByTime(checkDelay);
    expect(open.checkers.length).toBe(3);
  });
});
