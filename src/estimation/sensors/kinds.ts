/** @file The sensors that a scene can name. */
import { requireObject } from '../../core/arguments.ts';
import { requireModel } from '../../robot/require-model.ts';
import { type Chosen, Kinds } from '../../settings/kinds.ts';
import { accelerometerKind } from './accelerometer.ts';
import { gyroscopeKind } from './gyroscope.ts';
import { imuKind } from './imu.ts';
import { jointEncoderKind } from './joint-encoder.ts';
import { jointTorqueKind } from './joint-torque.ts';
import { jointVelocitySensorKind } from './joint-velocity.ts';
import { linkTrackerKind } from './link-tracker.ts';
import { pinholeCameraKind } from './pinhole-camera.ts';
import type { Sensor, SensorContext } from './sensor.ts';

export const sensorKinds = new Kinds<SensorContext, Sensor>('sensor', [
  jointEncoderKind,
  jointVelocitySensorKind,
  jointTorqueKind,
  gyroscopeKind,
  accelerometerKind,
  imuKind,
  pinholeCameraKind,
  linkTrackerKind,
]);

/**
 * A sensor of a robot, by its kind's name and settings, e.g. `{ type: 'joint-encoder', name: 'encoders', noise: 1e-3 }`. Throws an
 * ArgumentError that names the setting which does not fit.
 */
export function sensorOf(
  chosen: Chosen,
  context: Pick<SensorContext, 'model'> & Partial<Pick<SensorContext, 'goals'>>,
): Sensor {
  requireObject('context', context, 'an object of model and goals');
  const { model, goals = {} } = context;
  requireModel(model);
  requireObject('goals', goals, 'an object of goals by name');
  return sensorKinds.make(chosen, { model, goals });
}
