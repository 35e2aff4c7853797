/** @file Goal: a point that runs through a figure eight, again and again. */
import * as z from 'zod/mini';
import { tensor } from '../../core/population-tensor.ts';
import { mul } from '../../core/ops/elementwise.ts';
import { gather, transpose } from '../../core/ops/indexing.ts';
import { field, positive, quaternion } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { rotationOfQuaternion } from '../../spatial/quaternion.ts';
import { positionField } from './point.ts';

export const figureEightKind = kind({
  type: 'figure-eight',
  title: 'Figure eight',
  settings: {
    center: positionField,
    size: field(z.tuple([positive, positive]), {
      title: 'Size',
      description: 'width and height of the figure',
      unit: 'm',
      touches: 'input',
      step: 0.01,
      most: 2,
    }),
    period: field(positive, {
      title: 'Period',
      description: 'of a whole figure',
      unit: 's',
      touches: 'input',
      step: 0.1,
      most: 20,
    }),
    orientation: field(z._default(quaternion, [0.5, 0.5, 0.5, 0.5]), {
      title: 'Orientation',
      description:
        'quaternion [x, y, z, w] of axes along the width (x) and the height (y); upright, across the x axis of the world, where it is absent',
      touches: 'input',
      isAdvanced: true,
    }),
  },
  make({ center, size, period, orientation }) {
    const axes = transpose(gather(rotationOfQuaternion([...orientation]), [0, 1], 1));
    const half = tensor(size.map((edge) => [edge / 2]));
    return { position: tensor([...center]), swing: mul(half, axes), period: tensor(period) };
  },
});
