/** @file What the Lab's arm plays follows what is studied: other walks, another plane, another experiment, a room that is left. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Lab } from '../../../../src/viewer/sections/lab/lab.ts';
import { drawn, openLab } from './open-lab.ts';

beforeEach(() => vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined })));
afterEach(() => vi.unstubAllGlobals());

const arm = 'two-link-gains';

/** A Lab whose arm plays the lowest point. */
async function playing() {
  const opened = openLab(arm);
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  opened.enter();
  await drawn(opened.lab);
  await played(opened.lab, ({ by }) => by !== null);
  return opened;
}

async function played(lab: Lab, is: (played: NonNullable<Lab['played']['value']>) => boolean): Promise<void> {
  while (!lab.played.value || !is(lab.played.value)) await wait(2);
}

describe('the arm of the Lab', () => {
  it('plays no point of another plane, and none stays chosen', async () => {
    const { lab, end } = await playing();
    const choose = async (): Promise<void> => {
      lab.play([0.1, 0.2]);
      await played(lab, ({ by }) => by === null);
    };
    const ways: (() => void)[] = [
      () => lab.changePlane({ type: 'random', pair: 0 }),
      // as a link does, and Back
      () => (lab.changes.value = { points: 11 }),
      () => (lab.changes.value = { plane: { type: 'random', pair: 1 }, points: 11 }),
    ];
    for (const go of ways) {
      await choose();
      go();
      expect(lab.probe.value).toBeNull();
      await played(lab, ({ by }) => by !== null);
    }
    end();
  });

  it('plays the lowest point of the walks that are drawn, where the motion stands; a chosen point stays chosen', async () => {
    const { lab, end } = await playing();
    const { value: before } = lab.played;
    lab.change({ eta: 1e-6 });
    await played(lab, (now) => now !== before);
    expect(lab.played.value!.by).not.toBeNull();
    expect(lab.clocks.cursor.isPlaying.value).toBe(false);
    lab.play([0.1, 0.2]);
    await played(lab, ({ by }) => by === null);
    const { value: chosen } = lab.played;
    lab.change({ eta: 0.01 });
    await played(lab, (now) => now !== chosen);
    expect([lab.played.value!.by, lab.played.value!.at, lab.probe.value]).toEqual([null, [0.1, 0.2], [0.1, 0.2]]);
    end();
  });

  it('is there again after another experiment was opened while a point was on its way', async () => {
    const { lab, end } = await playing();
    lab.play([0.1, 0.2]);
    lab.open('toy');
    lab.change({ points: 11 });
    await drawn(lab);
    expect(lab.played.value).toBeNull();
    lab.open(arm);
    lab.change({ points: 11 });
    await drawn(lab);
    await played(lab, ({ by }) => by !== null);
    end();
  });

  it('stands still while another room is open', async () => {
    const { lab, leave, end } = await playing();
    lab.clocks.replay();
    leave();
    expect(lab.clocks.cursor.isReplaying.value).toBe(false);
    lab.clocks.cursor.isPlaying.value = true;
    end();
  });
});
