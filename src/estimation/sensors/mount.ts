/** @file Where a sensor sits on a robot: a pose in a link. */
import * as z from 'zod/mini';
import { tensor } from '../../core/population-tensor.ts';
import { findLink } from '../../dynamics/forward-kinematics.ts';
import type { Link, RobotModel } from '../../robot/model.ts';
import { field, quaternion, vector3 } from '../../settings/fields.ts';
import { rotationOfQuaternion } from '../../spatial/quaternion.ts';
import { Transform } from '../../spatial/transform.ts';

export const carrierField = field(z.string().check(z.minLength(1)), {
  title: 'Link',
  description: 'link that carries the sensor',
  touches: 'structure',
  names: 'links',
});

export const poseFields = {
  position: field(z._default(vector3, [0, 0, 0]), {
    title: 'Position',
    description: 'where the sensor is on its link',
    unit: 'm',
    touches: 'structure',
    isAdvanced: true,
  }),
  orientation: field(z._default(quaternion, [0, 0, 0, 1]), {
    title: 'Orientation',
    description: "quaternion [x, y, z, w] of the sensor's axes on its link",
    touches: 'structure',
    isAdvanced: true,
  }),
};

/** Settings of a pose. */
interface PoseSettings {
  readonly position: readonly number[];
  readonly orientation: readonly number[];
}

/** The pose of a sensor's axes on its link. */
export const poseOf = ({ position, orientation }: PoseSettings): Transform =>
  new Transform(rotationOfQuaternion([...orientation]), tensor([...position]));

/** A sensor's place on a robot. */
export interface Mount {
  readonly link: Link;
  /** Of the sensor's axes, in the axes of the link's body; of the world where it does not move. */
  readonly inBody: Transform;
}

/** Refuses a link that the robot has not. */
export function mountedOn(model: RobotModel, settings: PoseSettings & { readonly link: string }): Mount {
  const link = findLink(model, settings.link);
  return { link, inBody: Transform.fromPose(link.poseInBody).times(poseOf(settings)) };
}
