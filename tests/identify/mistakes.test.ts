/** @file What is easily wrong: an encoder's bias and a late command are found as such; a start at a bound does not stall; settings that do not fit are refused. */
import { describe, expect, it } from 'vitest';
import { Identification, type IdentificationState } from '../../src/identify/identification.ts';
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
    [{ segment: 0 }, /segment: found 0 s; expected a positive time/],
    [{ deviations: { v: [1, 2, 3] } }, /deviations\.v: found 3 numbers/],
  ])('refuses %j', async (wrong, message) => {
    await expect(identifyRecordings({ ...settings, ...wrong }, [recording])).rejects.toThrow(message);
  });

  it('refuses a number that is unknown twice, of which one would win', async () => {
    for (const [unknown, name] of [
      [['joint-damping', 'joint-damping'], 'damping of shoulder'],
      [['link-mass', { type: 'link-inertia', links: ['lower'] }], 'mass of lower'],
      [['start-state', 'start-state'], 'the start'],
    ] as const)
      await expect(identifyRecordings({ ...settings, unknown }, [recording])).rejects.toThrow(
        `unknown: found ${name} twice; expected each number once`,
      );
  });

  it('refuses a state of other unknowns or recordings, or one that is mangled, by its part', async () => {
    const asked = { ...settings, unknown: ['joint-damping'] };
    const { state } = new Identification(asked, [recording]);
    const refused = async (wrong: Partial<IdentificationState>, message: RegExp): Promise<void> =>
      expect(identifyRecordings(asked, [recording], { state: { ...state, ...wrong } })).rejects.toThrow(message);
    await refused(
      { names: ['armature of shoulder', 'armature of elbow'] },
      /^state\.names: found armature of shoulder/,
    );
    await refused({ x: [1] }, /^state\.x: found 1 numbers; expected 2/);
    await refused({ x: [NaN, 1] }, /^state\.x\[0\]: found NaN/);
    await refused({ starts: [] }, /^state\.starts: found 0 segments; expected 8/);
    await refused({ starts: state.starts.map(() => [1]) }, /^state\.starts\[0\]: found 1 numbers; expected 4/);
    await refused({ scales: {} as IdentificationState['scales'] }, /^state\.scales/);
    await refused({ scales: { ...state.scales, own: [] } }, /^state\.scales\.own\[0\]: found undefined/);
    await refused({ iteration: -5 }, /^state\.iteration: found -5/);
  });
});
