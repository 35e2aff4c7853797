/** @file Sensor: how fast the joints move. */
import { gather } from '../../core/ops/indexing.ts';
import { kind } from '../../settings/kinds.ts';
import { euclideanSpace } from '../space.ts';
import { errorsOf, sensorFields } from './errors-fields.ts';
import { chosenJoints, jointsField, velocityUnit } from './joint-choice.ts';
import type { Sensor, SensorContext } from './sensor.ts';

/** v of the chosen joints, rad/s (m/s). */
export const jointVelocitySensorKind = kind({
  type: 'joint-velocity',
  title: 'Joint velocities',
  settings: { ...sensorFields(1e-2, 'rad/s'), joints: jointsField },
  make({ name, joints: names, ...settings }, { model }: SensorContext): Sensor {
    const joints = chosenJoints(model, names);
    const places = joints.map(({ vIndex }) => vIndex);
    const channels = joints.map((joint) => ({ label: joint.name, unit: velocityUnit(joint) }));
    return {
      name,
      space: euclideanSpace(joints.length),
      channels,
      errors: errorsOf(settings, channels),
      read: ({ v }) => gather(v, places),
    };
  },
});
