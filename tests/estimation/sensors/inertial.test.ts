import { describe, expect, it } from 'vitest';
import { tensor } from '../../../src/core/population-tensor.ts';
import { sensorOf } from '../../../src/estimation/sensors/kinds.ts';
import { linkPose } from '../../../src/dynamics/forward-kinematics.ts';
import { resistedDynamics } from '../../../src/dynamics/resisted-dynamics.ts';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { gradientError } from '../../support/gradient-error.ts';
import { Random } from '../../support/random.ts';
import { assetModel, randomMimicRobot } from '../../support/robots.ts';
import { joined, mixedArm, momentOf } from '../../support/sensors.ts';

const followers = loadRobot(randomMimicRobot(new Random(), 6)).model;
const mount = { position: [0.13, -0.07, 0.21], orientation: [0.3, -0.5, 0.2, 0.7] };

/** Row-major rotation of a unit quaternion, by the sandwich product written out. */
function turnBack([x, y, z, w]: readonly number[], u: readonly number[]): number[] {
  const n = Math.hypot(x, y, z, w);
  const [a, b, c, s] = [-x / n, -y / n, -z / n, w / n];
  const t = [2 * (b * u[2] - c * u[1]), 2 * (c * u[0] - a * u[2]), 2 * (a * u[1] - b * u[0])];
  return [
    u[0] + s * t[0] + b * t[2] - c * t[1],
    u[1] + s * t[1] + c * t[0] - a * t[2],
    u[2] + s * t[2] + a * t[1] - b * t[0],
  ];
}

describe.each([
  ['pendulum', assetModel('pendulum'), 'tip'],
  ['panda', assetModel('panda'), 'panda_hand_tcp'],
  ['mixed arm', mixedArm, 'tip'],
  ['arm whose joints follow one another', followers, followers.links.at(-1)!.name],
] as const)('on the %s', (_, model, link) => {
  const random = new Random();
  const n = model.nv;
  const [q, v, tau] = [0, 1, 2].map(() => random.list(n, -1, 1));
  const x = joined(q, v, tau);
  const a = resistedDynamics(model, tensor(q), tensor(v), tensor(tau)).toArray();

  /** The sensor's point, and the link's axes, at a time t after the moment while the joints accelerate steadily. */
  const at = (t: number) => {
    const pose = linkPose(model, tensor(q.map((x, i) => x + t * v[i] + (t * t * a[i]) / 2)), link);
    const R = pose.rotation.toArray();
    const p = pose.translation.toArray();
    const [px, py, pz] = mount.position;
    return { R, p: [0, 1, 2].map((i) => p[i] + R[3 * i] * px + R[3 * i + 1] * py + R[3 * i + 2] * pz) };
  };
  const inSensor = (u: readonly number[]): number[] => {
    const { R } = at(0);
    const inLink = [0, 1, 2].map((i) => R[i] * u[0] + R[3 + i] * u[1] + R[6 + i] * u[2]);
    return turnBack(mount.orientation, inLink);
  };

  it('the accelerometer tells the second difference of its point less gravity, in its axes', () => {
    const sensor = sensorOf({ type: 'accelerometer', name: 'a', link, ...mount }, { model });
    const h = 1e-3;
    // Richardson's extrapolation of central second differences
    const second = (s: number, i: number): number => (at(s).p[i] - 2 * at(0).p[i] + at(-s).p[i]) / (s * s);
    const acceleration = [0, 1, 2].map((i) => (4 * second(h, i) - second(2 * h, i)) / 3);
    const expected = inSensor(acceleration.map((y, i) => y - model.gravity[i]));
    const found = sensor.read(momentOf(model, x)).toArray();
    const scale = Math.hypot(...expected);
    found.forEach((y, i) => expect(Math.abs(y - expected[i]) / scale).toBeLessThan(1e-7));
  });

  it('the gyroscope tells how its axes turn', () => {
    const sensor = sensorOf({ type: 'gyroscope', name: 'g', link, ...mount }, { model });
    const h = 1e-4;
    const slope = (s: number, i: number): number => (at(s).R[i] - at(-s).R[i]) / (2 * s);
    const dR = Array.from({ length: 9 }, (_, i) => (4 * slope(h, i) - slope(2 * h, i)) / 3);
    const { R } = at(0);
    // dR R' is the cross product with the angular velocity
    const W = (i: number, j: number): number => [0, 1, 2].reduce((sum, k) => sum + dR[3 * i + k] * R[3 * j + k], 0);
    const expected = inSensor([W(2, 1), W(0, 2), W(1, 0)]);
    const found = sensor.read(momentOf(model, x)).toArray();
    found.forEach((y, i) => expect(Math.abs(y - expected[i])).toBeLessThan(1e-9));
  });

  it('an inertial unit tells both, with derivatives of the complex step', () => {
    const [imu, ...parts] = ['imu', 'gyroscope', 'accelerometer'].map((type) =>
      sensorOf({ type, name: type, link, ...mount }, { model }),
    );
    expect(imu.read(momentOf(model, x)).toArray()).toEqual(
      parts.flatMap((part) => part.read(momentOf(model, x)).toArray()),
    );
    expect(gradientError(random, (y: typeof x) => imu.read(momentOf(model, y)), x)).toBeLessThan(1e-9);
  });
});

describe('an accelerometer', () => {
  const pendulum = assetModel('pendulum');
  const still = { name: 'a', link: 'tip' };

  it('at rest tells 9.81 m/s^2 upward', () => {
    const sensor = sensorOf({ type: 'accelerometer', ...still }, { model: pendulum });
    sensor
      .read(momentOf(pendulum, joined([0], [0], [0])))
      .toArray()
      .forEach((y, i) => expect(y).toBeCloseTo([0, 0, 9.81][i], 12));
  });

  it('on a link of the world tells 9.81 m/s^2 upward, whatever moves', () => {
    const sensor = sensorOf({ type: 'imu', name: 'a', link: 'base' }, { model: pendulum });
    expect(sensor.read(momentOf(pendulum, joined([1], [2], [3]))).toArray()).toEqual([0, 0, 0, 0, 0, 9.81]);
  });

  it('away from the axis of a turn feels v^2 / r towards it', () => {
    const sensor = sensorOf({ type: 'accelerometer', ...still }, { model: pendulum });
    const { translation } = linkPose(pendulum, tensor([0]), 'tip');
    const pivot = linkPose(pendulum, tensor([0]), 'rod').translation;
    const radius = pivot.toArray()[2] - translation.toArray()[2];
    expect(radius).toBeGreaterThan(0.1);
    const force = sensor.read(momentOf(pendulum, joined([0], [3], [0]))).toArray();
    expect(force[2]).toBeCloseTo(9.81 + 9 * radius, 12);
  });
});
