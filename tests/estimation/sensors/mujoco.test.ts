import { expect, it } from 'vitest';
import { sensorOf } from '../../../src/estimation/sensors/kinds.ts';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { mujoco } from '../../support/mujoco.ts';
import { Random, testCases } from '../../support/random.ts';
import { joined, momentOf } from '../../support/sensors.ts';

// one arm, written for both programs: a hinge, a slide, a hinge, and a site on the last link
const parts = [
  { type: 'revolute', mujoco: 'hinge', xyz: '0 0 0.4', axis: '0 0 1' },
  { type: 'prismatic', mujoco: 'slide', xyz: '0.3 -0.1 0.2', axis: '0 1 0' },
  { type: 'continuous', mujoco: 'hinge', xyz: '0.1 0.2 -0.3', axis: '0.6 0 0.8' },
];
const inertia = [0.02, 0.03, 0.025];
const urdf = `<robot name="arm"><link name="base"/>${parts
  .map(
    ({ type, xyz, axis }, i) =>
      `<link name="l${i}"><inertial><origin xyz="0.1 0.05 -0.02"/><mass value="1.5"/><inertia ixx="${inertia[0]}" iyy="${inertia[1]}" izz="${inertia[2]}"/></inertial></link><joint name="j${i}" type="${type}"><origin xyz="${xyz}"/><parent link="${i === 0 ? 'base' : `l${i - 1}`}"/><child link="l${i}"/><axis xyz="${axis}"/><limit lower="-9" upper="9" effort="99" velocity="9"/></joint>`,
  )
  .join('')}</robot>`;
const site = { position: [0.13, -0.07, 0.21], orientation: [0.3, -0.5, 0.2, 0.7] };
const [x, y, z, w] = site.orientation;
const mjcf = `<mujoco><option gravity="0 0 -9.81"><flag constraint="disable" contact="disable"/></option><worldbody>${parts
  .map(
    ({ mujoco: type, xyz, axis }, i) =>
      `<body name="l${i}" pos="${xyz}"><joint type="${type}" axis="${axis}"/><inertial pos="0.1 0.05 -0.02" mass="1.5" diaginertia="${inertia.join(' ')}"/>`,
  )
  .join(
    '',
  )}<site name="imu" pos="${site.position.join(' ')}" quat="${w} ${x} ${y} ${z}"/>${'</body>'.repeat(parts.length)}</worldbody><sensor><gyro site="imu"/><accelerometer site="imu"/></sensor></mujoco>`;

it("an inertial unit tells what MuJoCo's gyroscope and accelerometer tell", async () => {
  const { model } = loadRobot(urdf);
  const imu = sensorOf({ type: 'imu', name: 'imu', link: 'l2', ...site }, { model });
  const mj = await mujoco();
  const theirs = mj.MjModel.from_xml_string(mjcf) as InstanceType<(typeof mj)['MjModel']>;
  const data = new mj.MjData(theirs);
  const random = new Random();
  for (let k = 0; k < testCases(20); k++) {
    const [q, v, tau] = [0, 1, 2].map(() => random.list(3, -2, 2));
    q.forEach((value, i) => {
      data.qpos[i] = value;
      data.qvel[i] = v[i];
      data.qfrc_applied[i] = tau[i];
    });
    mj.mj_forward(theirs, data);
    const expected = Array.from(data.sensordata as Float64Array);
    const found = imu.read(momentOf(model, joined(q, v, tau))).toArray();
    const scale = Math.max(...expected.map(Math.abs));
    found.forEach((value, i) => expect(Math.abs(value - expected[i]) / scale).toBeLessThan(1e-10));
  }
  data.delete();
  theirs.delete();
});
