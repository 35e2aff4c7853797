/** @file Sensor: a gyroscope, which tells how fast the link that carries it turns, in its own axes. */
import { zeros } from '../../core/population-tensor.ts';
import { kind } from '../../settings/kinds.ts';
import { euclideanSpace } from '../space.ts';
import { errorsOf, sensorFields } from './errors-fields.ts';
import { inertialMotion } from './inertial-motion.ts';
import { carrierField, mountedOn, poseFields } from './mount.ts';
import type { Sensor, SensorContext } from './sensor.ts';

const channels = ['x', 'y', 'z'].map((axis) => ({ label: axis, unit: 'rad/s' }));

/** R' omega [3], rad/s. */
export const gyroscopeKind = kind({
  type: 'gyroscope',
  title: 'Gyroscope',
  settings: { ...sensorFields(2e-3, 'rad/s'), link: carrierField, ...poseFields },
  make({ name, link, position, orientation, ...settings }, { model }: SensorContext): Sensor {
    const mount = mountedOn(model, { link, position, orientation });
    return {
      name,
      space: euclideanSpace(3),
      channels,
      errors: errorsOf(settings, channels),
      read: (sensed) => inertialMotion(model, mount, sensed, zeros([model.nv])).angularVelocity,
    };
  },
});
