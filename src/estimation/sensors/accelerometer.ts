/** @file Sensor: an accelerometer. It feels what pushes it, not gravity: at rest it tells 9.81 m/s^2 upward, in free fall 0. */
import { requireInertia } from '../../dynamics/arguments.ts';
import { kind } from '../../settings/kinds.ts';
import { euclideanSpace } from '../space.ts';
import { errorsOf, sensorFields } from './errors-fields.ts';
import { accelerationOf, inertialMotion } from './inertial-motion.ts';
import { carrierField, mountedOn, poseFields } from './mount.ts';
import type { Sensor, SensorContext } from './sensor.ts';

const channels = ['x', 'y', 'z'].map((axis) => ({ label: axis, unit: 'm/s^2' }));

/** R' (a - g) [3] at the sensor's point, m/s^2. */
export const accelerometerKind = kind({
  type: 'accelerometer',
  title: 'Accelerometer',
  settings: { ...sensorFields(0.02, 'm/s^2'), link: carrierField, ...poseFields },
  make({ name, link, position, orientation, ...settings }, { model }: SensorContext): Sensor {
    requireInertia(model);
    const mount = mountedOn(model, { link, position, orientation });
    return {
      name,
      space: euclideanSpace(3),
      channels,
      errors: errorsOf(settings, channels),
      read: (sensed) => inertialMotion(model, mount, sensed, accelerationOf(model, sensed)).specificForce,
    };
  },
});
