/** @file A light arm of two joints in the vertical plane and scenes for it, written to files: what stands in a run's way is an option. */
import { writeFileSync } from 'node:fs';
import { file, type SceneJson, sceneFile } from './command-line.ts';

/** Of shoulder and elbow. */
export interface SmallArm {
  readonly effort?: readonly [number, number];
  readonly damping?: readonly [number, number];
}

const inertial = (mass: number, x: number, inertia: number): string =>
  `<inertial><origin xyz="${x} 0 0"/><mass value="${mass}"/><inertia ixx="${inertia}" ixy="0" ixz="0" iyy="${inertia}" iyz="0" izz="${inertia}"/></inertial>`;

/** Links of 0.5 m and 0.3 m. */
export function smallArm({ effort = [50, 20], damping = [0, 0] }: SmallArm = {}): string {
  const joint = (i: 0 | 1, name: string, inside: string): string =>
    `<joint name="${name}" type="revolute">${inside}<axis xyz="0 1 0"/><limit lower="-3" upper="3" effort="${effort[i]}" velocity="10"/><dynamics damping="${damping[i]}"/></joint>`;
  return `<robot name="small-arm">
<link name="base"/><link name="upper">${inertial(1, 0.25, 0.01)}</link><link name="lower">${inertial(0.3, 0.15, 0.001)}</link><link name="tip"/>
${joint(0, 'shoulder', '<parent link="base"/><child link="upper"/>')}
${joint(1, 'elbow', '<origin xyz="0.5 0 0"/><parent link="upper"/><child link="lower"/>')}
<joint name="end" type="fixed"><origin xyz="0.3 0 0"/><parent link="lower"/><child link="tip"/></joint>
</robot>\n`;
}

const distance = { type: 'link-position', link: 'tip', to: 'point' };

/** A scene that the arm reaches in some iterations, as it stands. */
export const smallScene = (): SceneJson => ({
  version: 2,
  name: 'small',
  title: 'A small arm',
  robot: 'small-arm.urdf',
  seed: 1,
  time: { step: 0.005, horizon: 0.5, integrator: 'semi-implicit-euler' },
  start: { q: [0.3, 0.5] },
  goals: { point: { type: 'point', position: [0.4, 0, -0.4] } },
  costs: [{ name: 'arrive', residual: distance, norm: 'quadratic', weight: 1, when: 'final' }],
  success: { residual: distance, below: 0.02 },
  controller: { type: 'pd', kp: [20, 5], kd: [2, 0.3], gravityCompensation: true, reference: [0.5, 0.3] },
  method: { type: 'adam', learningRate: 0.1, iterations: 4 },
});

/** A changed scene of a changed arm in files of the tests' folder; the scene's path. */
export function smallArmFiles(
  name: string,
  arm: SmallArm,
  change: (scene: SceneJson) => void = () => undefined,
): string {
  writeFileSync(file(`${name}.urdf`), smallArm(arm));
  return sceneFile(
    `${name}.json`,
    (scene) => {
      scene.robot = `${name}.urdf`;
      change(scene);
    },
    JSON.stringify(smallScene()),
  );
}
