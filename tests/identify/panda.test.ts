/** @file The Panda's damping, armature and payload from MuJoCo's recordings, without and with noise of encoders. */
import { describe, expect, it } from 'vitest';
import { identifyRecordings } from '../../src/identify/identify.ts';
import type { IdentificationSettings } from '../../src/identify/settings.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { mujocoRecording, noisy } from '../support/recordings.ts';
import { assetModel, assetText } from '../support/robots.ts';

const dt = 0.004;
const carried = 0.8;
const damping = (i: number): number => 0.5 + 0.2 * i;
const armature = (i: number): number => 0.1 + 0.02 * i;

/** The Panda with a small ball in its hand. */
const urdf = assetText('panda').replace(
  '</robot>',
  `<link name="ball"><inertial><mass value="${carried}"/><inertia ixx="1e-7" ixy="0" ixz="0" iyy="1e-7" iyz="0" izz="1e-7"/></inertial></link>
   <joint name="held" type="fixed"><parent link="panda_hand"/><child link="ball"/><origin xyz="0 0 0.1"/></joint></robot>`,
);

const withDrives = (model: RobotModel, of: (i: number) => { damping: number; armature: number }): RobotModel => ({
  ...model,
  joints: model.joints.map((joint, i) => ({ ...joint, ...of(i) })),
});

const truth = withDrives(loadRobot(urdf, { file: 'panda.urdf' }).model, (i) => ({
  damping: damping(i),
  armature: armature(i),
}));
/** What nobody has measured. */
const model = withDrives(assetModel('panda'), () => ({ damping: 0, armature: 0 }));

const recording = await mujocoRecording(urdf, truth, {
  dt,
  steps: 250,
  q: [0, -0.5, 0, -2, 0, 1.6, 0.7],
  push: (time, j) => [20, 15, 10, 10, 4, 4, 2][j] * Math.sin(2 * (3 + j) * time + j),
});

const settings: IdentificationSettings = {
  model,
  integrator: 'semi-implicit-euler',
  dt,
  unknown: ['joint-damping', 'joint-armature', { type: 'payload', link: 'panda_hand', at: [0, 0, 0.1] }, 'start-state'],
};

const truths = [...truth.joints.map((_, i) => damping(i)), ...truth.joints.map((_, i) => armature(i)), carried];

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
});
