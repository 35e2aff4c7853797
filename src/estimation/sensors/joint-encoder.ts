/** @file Sensor: encoders on the joints. One on a joint without limits tells where it points, not how often it has turned. */
import { at, stack } from '../../core/ops/indexing.ts';
import { kind } from '../../settings/kinds.ts';
import { angleSpace, euclideanSpace, productSpace, wrapped } from '../space.ts';
import { errorsOf, sensorFields } from './errors-fields.ts';
import { chosenJoints, jointsField, positionUnit } from './joint-choice.ts';
import type { Sensor, SensorContext } from './sensor.ts';

/** q of the chosen joints, rad (m); of continuous ones the angle in (-pi, pi]. */
export const jointEncoderKind = kind({
  type: 'joint-encoder',
  title: 'Joint encoders',
  settings: { ...sensorFields(1e-3, 'rad'), joints: jointsField },
  make({ name, joints: names, ...settings }, { model }: SensorContext): Sensor {
    const joints = chosenJoints(model, names);
    const channels = joints.map((joint) => ({ label: joint.name, unit: positionUnit(joint) }));
    const turnsOn = joints.map(({ type }) => type === 'continuous');
    return {
      name,
      space: turnsOn.includes(true)
        ? productSpace(turnsOn.map((turns) => (turns ? angleSpace(1) : euclideanSpace(1))))
        : euclideanSpace(joints.length),
      channels,
      errors: errorsOf(settings, channels),
      read: ({ q }) =>
        stack(
          joints.map(({ qIndex }, i) => {
            const own = at(q, qIndex);
            return turnsOn[i] ? wrapped(own) : own;
          }),
        ),
    };
  },
});
