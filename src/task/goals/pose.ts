/** @file Goal: a position and an orientation in the world. */
import { tensor } from '../../core/population-tensor.ts';
import { field, quaternion } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { rotationOfQuaternion } from '../../spatial/quaternion.ts';
import { positionField } from './point.ts';

export const poseKind = kind({
  type: 'pose',
  title: 'Pose',
  settings: {
    position: positionField,
    orientation: field(quaternion, {
      title: 'Orientation',
      description: 'quaternion [x, y, z, w] of the axes in the world',
      touches: 'input',
    }),
  },
  make: ({ position, orientation }) => ({
    position: tensor([...position]),
    rotation: rotationOfQuaternion([...orientation]),
  }),
});
