/** @file Sensor: a tracker, which tells where a point of a link is in the world, as motion capture does. */
import * as z from 'zod/mini';
import { tensor } from '../../core/population-tensor.ts';
import { findLink } from '../../dynamics/forward-kinematics.ts';
import { field, vector3 } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { euclideanSpace } from '../space.ts';
import { errorsOf, sensorFields } from './errors-fields.ts';
import { carrierField } from './mount.ts';
import type { Sensor, SensorContext } from './sensor.ts';

/** p [3] of the point in the world, m. */
export const linkTrackerKind = kind({
  type: 'link-tracker',
  title: 'Tracked point',
  settings: {
    ...sensorFields(1e-3, 'm'),
    link: carrierField,
    at: field(z._default(vector3, [0, 0, 0]), {
      title: 'Point',
      description: 'point of the link that is tracked, in its axes',
      unit: 'm',
      touches: 'structure',
      isAdvanced: true,
    }),
  },
  make({ name, link, at: point, ...settings }, { model }: SensorContext): Sensor {
    findLink(model, link);
    const channels = ['x', 'y', 'z'].map((axis) => ({ label: `${axis} of ${link}`, unit: 'm' }));
    const inLink = tensor([...point]);
    return {
      name,
      space: euclideanSpace(3),
      channels,
      errors: errorsOf(settings, channels),
      read: (sensed) => sensed.link(link).applyToPoint(inLink),
    };
  },
});
