/** @file A Panda with drives that nobody has measured and a ball in its hand, as MuJoCo moves it: the recordings of `scenes/recordings`. */
import { encodeCsv } from '../../src/formats/csv.ts';
import type { RobotRecording } from '../../src/identify/recording.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { mujocoRecording, noisy } from './recordings.ts';
import { assetText } from './robots.ts';

export const dt = 0.004;

/** kg, at 0.1 m along z of the hand. */
export const carried = 0.8;
export const damping = (i: number): number => 0.5 + 0.2 * i;
export const armature = (i: number): number => 0.1 + 0.02 * i;

const urdf = assetText('panda').replace(
  '</robot>',
  `<link name="ball"><inertial><mass value="${carried}"/><inertia ixx="1e-7" ixy="0" ixz="0" iyy="1e-7" iyz="0" izz="1e-7"/></inertial></link>
   <joint name="held" type="fixed"><parent link="panda_hand"/><child link="ball"/><origin xyz="0 0 0.1"/></joint></robot>`,
);

/** The robot with other drives. */
export const withDrives = (
  model: RobotModel,
  of: (i: number) => { damping: number; armature: number },
): RobotModel => ({
  ...model,
  joints: model.joints.map((joint, i) => ({ ...joint, ...of(i) })),
});

export const truth = withDrives(loadRobot(urdf, { file: 'panda.urdf' }).model, (i) => ({
  damping: damping(i),
  armature: armature(i),
}));

/** Damping of all joints, armature of all joints, payload. */
export const truths = [...truth.joints.map((_, i) => damping(i)), ...truth.joints.map((_, i) => armature(i)), carried];

/** N m, about what holds the arm up; forces as they are written in files. */
const push = (pace: number) => (time: number, j: number) =>
  [20, 15, 10, 10, 4, 4, 2][j] * Math.sin(2 * pace * (3 + j) * time + j);

export const recordPanda = (steps: number, pace = 1): Promise<RobotRecording> =>
  mujocoRecording(urdf, truth, { dt, steps, q: [0, -0.5, 0, -2, 0, 1.6, 0.7], push: push(pace), digits: 3 });

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** A recording beside noise of encoders of 1e-4 rad, as a file. */
export function recordingCsv(recording: RobotRecording, model: RobotModel, seed: number): string {
  const { time, q, tau } = noisy(recording, 1e-4, seed);
  const rows = time.length;
  const columns = (name: 'q' | 'tau', unit: string, values: Float64Array, digits: number) =>
    model.joints.map((joint, j) => ({
      name: `${name} ${joint.name} [${unit}]`,
      values: Array.from({ length: rows }, (_, k) =>
        name === 'tau' && k === rows - 1 ? null : rounded(values[k * model.nv + j], digits),
      ),
    }));
  return encodeCsv({
    columns: [
      { name: 'time [s]', values: Array.from(time, (t) => rounded(t, 6)) },
      ...columns('q', 'rad', q, 6),
      ...columns('tau', 'N m', tau, 3),
    ],
  });
}

/** What each file holds. */
export const files = {
  'panda-wave.csv': async () => recordingCsv(await recordPanda(250), truth, 1),
  'panda-check.csv': async () => recordingCsv(await recordPanda(125, 1.3), truth, 2),
} as const;
