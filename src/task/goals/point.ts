/** @file Goal: a point of the world. */
import { tensor } from '../../core/population-tensor.ts';
import { field, vector3 } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';

export const positionField = field(vector3, {
  title: 'Position',
  description: 'in world axes',
  unit: 'm',
  touches: 'input',
  step: 0.01,
  most: 2,
});

export const pointKind = kind({
  type: 'point',
  title: 'Point',
  settings: { position: positionField },
  make: ({ position }) => ({ position: tensor([...position]) }),
});
