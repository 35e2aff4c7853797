/** @file Identification from recordings without a page: what is determined is found, what is not is named, and it can be cancelled. */
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { baseScene, bundledRobot } from '../../../../../src/viewer/studio/address/linked-scene.ts';
import { createStore } from '../../../../../src/viewer/studio/store/store.ts';
import type { IdentifyCalls } from '../../../../../src/viewer/sections/arm/plan/identify/calls.ts';
import { identifyHandlers } from '../../../../../src/viewer/sections/arm/plan/identify/handlers.ts';
import { Identifying } from '../../../../../src/viewer/sections/arm/plan/identify/identifying.ts';
import { readRecording } from '../../../../../src/viewer/sections/arm/plan/identify/read-recording.ts';
import { type PageMessage, serveCalls, type WorkerMessage } from '../../../../../src/viewer/worker/calls.ts';
import { recordedDamping, recordedSwing } from '../../../../support/recorded-swing.ts';
import { assetModel } from '../../../../support/robots.ts';

class IdentifyWorker {
  onmessage: ((event: { data: WorkerMessage }) => void) | null = null;
  readonly #receive = serveCalls<IdentifyCalls>(identifyHandlers(), (data) =>
    this.onmessage?.({ data: structuredClone(data) }),
  );

  postMessage(message: PageMessage): void {
    void Promise.resolve().then(() => this.#receive(message));
  }

  terminate(): void {
    this.onmessage = null;
  }
}

const fileOf = (text: string, name = 'swing.csv') => ({ name, content: new TextEncoder().encode(text) });

function open() {
  const store = createStore();
  const scene = baseScene('two-link-reach');
  store.experiment.scene.value = scene;
  store.experiment.robot.value = bundledRobot(scene);
  return new Identifying(store, () => new IdentifyWorker() as unknown as Worker);
}

const done = async (identifying: Identifying): Promise<void> => {
  do await wait(5);
  while (identifying.isWorking.value);
};

describe('identification on the page', () => {
  it('finds the damping that a recording was made with, by its intervals, and says how it went', async () => {
    const identifying = open();
    identifying.unknown.value = ['joint-damping'];
    identifying.open([fileOf(recordedSwing())]);
    expect(identifying.isWorking.value).toBe(true);
    await done(identifying);
    expect(identifying.failure.value).toBeNull();
    const { rows, residual } = identifying.found.value!;
    expect(rows.map(({ before }) => before)).toEqual([0.2, 0.1]);
    rows.forEach(({ estimate, isDetermined, low, high }, joint) => {
      expect(isDetermined).toBe(true);
      expect(Math.abs(estimate / recordedDamping[joint] - 1)).toBeLessThan(0.01);
      expect(low).toBeLessThan(estimate);
      expect(high).toBeGreaterThan(estimate);
    });
    expect(residual.after).toBeLessThan(residual.before / 10);
    expect(identifying.progress.value!.iteration).toBeGreaterThan(0);
  });

  it('says of a file that is none of this robot what is missing, and looks again', async () => {
    const identifying = open();
    identifying.open([fileOf('time [s],q shoulder [rad]\r\n0,0\r\n1,1\r\n')]);
    await done(identifying);
    expect(identifying.failure.value).toContain('swing.csv');
    expect(identifying.found.value).toBeNull();
    identifying.toggle('joint-damping');
    expect(identifying.unknown.value).not.toContain('joint-damping');
    identifying.toggle('joint-damping');
    expect(identifying.unknown.value).toContain('joint-damping');
  });

  it('ends without a word where it is cancelled', async () => {
    const identifying = open();
    identifying.open([fileOf(recordedSwing())]);
    identifying.cancel();
    await done(identifying);
    expect([identifying.found.value, identifying.failure.value]).toEqual([null, null]);
  });

  it('refuses a text in another encoding by its name', () => {
    const content = Uint8Array.of(0x74, 0xff, 0xfe);
    expect(() => readRecording({ name: 'latin.csv', content }, assetModel('planar-2link'))).toThrow('latin.csv');
  });
});
