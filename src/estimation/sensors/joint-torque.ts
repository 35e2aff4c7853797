/** @file Sensor: the forces that act on the joints. */
import { gather } from '../../core/ops/indexing.ts';
import { kind } from '../../settings/kinds.ts';
import { euclideanSpace } from '../space.ts';
import { errorsOf, sensorFields } from './errors-fields.ts';
import { chosenJoints, forceUnit, jointsField } from './joint-choice.ts';
import type { Sensor, SensorContext } from './sensor.ts';

/** tau of the chosen joints, N m (N): of the drives, and what is known besides. */
export const jointTorqueKind = kind({
  type: 'joint-torque',
  title: 'Joint torques',
  settings: { ...sensorFields(0.1, 'N m'), joints: jointsField },
  make({ name, joints: names, ...settings }, { model }: SensorContext): Sensor {
    const joints = chosenJoints(model, names);
    const places = joints.map(({ vIndex }) => vIndex);
    const channels = joints.map((joint) => ({ label: joint.name, unit: forceUnit(joint) }));
    return {
      name,
      space: euclideanSpace(joints.length),
      channels,
      errors: errorsOf(settings, channels),
      read: ({ tau }) => gather(tau, places),
    };
  },
});
