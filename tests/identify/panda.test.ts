/** @file The Panda's damping, armature and payload from MuJoCo's recordings, without and with noise of encoders. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { identifyRecordings } from '../../src/identify/identify.ts';
import type { IdentificationSettings } from '../../src/identify/settings.ts';
import { noisy } from '../support/recordings.ts';
import { dt, files, recordPanda, truths, withDrives } from '../support/recorded-panda.ts';
import { assetModel } from '../support/robots.ts';

/** What nobody has measured. */
const model = withDrives(assetModel('panda'), () => ({ damping: 0, armature: 0 }));
const recording = await recordPanda(250);

const settings: IdentificationSettings = {
  model,
  integrator: 'semi-implicit-euler',
  dt,
  unknown: ['joint-damping', 'joint-armature', { type: 'payload', link: 'panda_hand', at: [0, 0, 0.1] }, 'start-state'],
};

describe('the damping, armature and payload of a Panda', () => {
  it('are found within 1 % from a recording of 1 s, begun at bounds', async () => {
    const { rows, residual } = await identifyRecordings(settings, [recording]);
    rows.forEach(({ estimate, before, isDetermined }, i) => {
      expect(before).toBe(0);
      expect(Math.abs(estimate / truths[i] - 1)).toBeLessThan(1e-4);
      expect(isDetermined).toBe(true);
    });
    expect(residual.after).toBeLessThan(0.01);
  });

  it.each([1, 2])(
    'are found within 5 % beside noise of 1e-4 rad, with confidence that holds (seed %i)',
    async (seed) => {
      const { rows, residual } = await identifyRecordings(settings, [noisy(recording, 1e-4, seed)]);
      let inside = 0;
      rows.forEach(({ estimate, low, high }, i) => {
        expect(Math.abs(estimate / truths[i] - 1)).toBeLessThan(0.05);
        if (low < truths[i] && truths[i] < high) inside++;
      });
      // 95 % each: of 15, fewer than 12 are as rare as 1 in 200
      expect(inside).toBeGreaterThanOrEqual(12);
      expect(residual.after).toBeGreaterThan(0.9);
      expect(residual.after).toBeLessThan(1.05);
    },
  );

  it.each(Object.entries(files))('are in %s of the scenes as MuJoCo moves it', async (name, make) => {
    expect(readFileSync(new URL(`../../scenes/recordings/${name}`, import.meta.url), 'utf8')).toBe(await make());
  });
});
