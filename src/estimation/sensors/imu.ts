/** @file Sensor: an inertial measurement unit, a gyroscope and an accelerometer at one point. */
import { concat } from '../../core/ops/indexing.ts';
import { requireInertia } from '../../dynamics/arguments.ts';
import { kind } from '../../settings/kinds.ts';
import { euclideanSpace } from '../space.ts';
import { errorsOf, sensorFields } from './errors-fields.ts';
import { accelerationOf, inertialMotion } from './inertial-motion.ts';
import { carrierField, mountedOn, poseFields } from './mount.ts';
import type { Sensor, SensorContext } from './sensor.ts';

const channels = [
  ...['x', 'y', 'z'].map((axis) => ({ label: `rate ${axis}`, unit: 'rad/s' })),
  ...['x', 'y', 'z'].map((axis) => ({ label: `force ${axis}`, unit: 'm/s^2' })),
];

/** [R' omega; R' (a - g)] [6], rad/s and m/s^2. */
export const imuKind = kind({
  type: 'imu',
  title: 'Inertial measurement unit',
  settings: {
    ...sensorFields([2e-3, 2e-3, 2e-3, 0.02, 0.02, 0.02], 'rad/s, m/s^2'),
    link: carrierField,
    ...poseFields,
  },
  make({ name, link, position, orientation, ...settings }, { model }: SensorContext): Sensor {
    requireInertia(model);
    const mount = mountedOn(model, { link, position, orientation });
    return {
      name,
      space: euclideanSpace(6),
      channels,
      errors: errorsOf(settings, channels),
      read: (sensed) => {
        const motion = inertialMotion(model, mount, sensed, accelerationOf(model, sensed));
        return concat([motion.angularVelocity, motion.specificForce]);
      },
    };
  },
});
