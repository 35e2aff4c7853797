/** @file What is easily wrong: an encoder's bias and a late command are found as such; a start at a bound does not stall; settings that do not fit are refused. */
import { describe, expect, it } from 'vitest';
import { identifiedNumbers, identifiedRobot } from '../../src/identify/identified-robot.ts';
import { identifyRecordings } from '../../src/identify/identify.ts';
import type { IdentificationSettings } from '../../src/identify/settings.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { mujocoRecording } from '../support/recordings.ts';
import { assetModel, assetText } from '../support/robots.ts';

const model = assetModel('planar-2link');
const dt = 0.005;
const recording = await mujocoRecording(assetText('planar-2link'), model, {
  dt,
  steps: 160,
  q: [0.3, 0.5],
  push: (time, j) => [3, 1][j] * Math.sin((4 + 3 * j) * time + j),
});
const settings: IdentificationSettings = { model, integrator: 'semi-implicit-euler', dt, unknown: ['start-state'] };

describe('an identification', () => {
  it('finds the bias of encoders and how late commands come, beside the start', async () => {
    const bias = [0.02, -0.03];
    const late = 2;
    const { nv } = model;
    // told with a bias; and written down two steps before they acted
    const shifted = recording.tau.map((_, i) => recording.tau[Math.min(recording.tau.length - 1, i + late * nv)] || 0);
    const told = { ...recording, q: recording.q.map((q, i) => q + bias[i % 2]), tau: shifted };
    const found = await identifyRecordings(
      { ...settings, unknown: ['encoder-bias', { type: 'command-delay', most: 0.04 }, 'start-state'] },
      [{ ...told, time: told.time.slice(0, -4), q: told.q.slice(0, -8), tau: told.tau.slice(0, -8) }],
    );
    expect(found.rows.map(({ estimate }) => estimate)).toEqual([
      expect.closeTo(bias[0], 3),
      expect.closeTo(bias[1], 3),
      expect.closeTo(late * dt, 3),
    ]);
  });

  it('leaves a bound that it starts at: damping and friction of 0', async () => {
    const guess: RobotModel = { ...model, joints: model.joints.map((joint) => ({ ...joint, damping: 0 })) };
    const asked = { ...settings, model: guess, unknown: ['joint-damping', 'start-state'] };
    const { rows, coordinates, iterations } = await identifyRecordings(asked, [recording]);
    expect(rows.map(({ before }) => before)).toEqual([0, 0]);
    expect(rows.map(({ estimate }) => estimate)).toEqual([expect.closeTo(0.2, 5), expect.closeTo(0.1, 5)]);
    expect(iterations).toBeLessThan(15);
    expect(identifiedRobot(asked, coordinates).joints![0].damping!.item()).toBe(rows[0].estimate);
    expect(identifiedNumbers(asked, coordinates)).toMatchObject({
      joints: { shoulder: { damping: rows[0].estimate } },
      links: {},
      bias: [0, 0],
      delay: 0,
    });
  });

  it('goes to a bound where the truth is there', async () => {
    const { rows } = await identifyRecordings({ ...settings, unknown: ['joint-armature', 'start-state'] }, [recording]);
    for (const { estimate } of rows) expect(estimate).toBeLessThan(1e-5);
  });

  it.each<[Partial<IdentificationSettings>, RegExp]>([
    [{ unknown: [] }, /unknown: found an empty list/],
    [{ unknown: ['damping'] }, /unknown: found "damping"/],
    [{ unknown: [{ type: 'joint-damping', joints: ['knee'] }] }, /joints\[0\]: found "knee"/],
    [{ deviations: { q: 0 } }, /deviations\.q\[0\]: found 0; expected a positive number/],
    [{ deviations: { v: [1, 2, 3] } }, /deviations\.v: found 3 numbers/],
  ])('refuses %j', async (wrong, message) => {
    await expect(identifyRecordings({ ...settings, ...wrong }, [recording])).rejects.toThrow(message);
  });

  it('refuses a state of another', async () => {
    const state = { x: [1], starts: [[0]], damping: 1, growth: 2, scales: { shared: [1], own: [[1]] }, iteration: 1 };
    await expect(identifyRecordings(settings, [recording], { state })).rejects.toThrow(
      /expected 0 and 8, as of the same settings/,
    );
  });
});
