/** @file The mass of a body as Rapier takes it: principal moments of inertia, and the frame of their axes. */
import { eigenSymmetric3 } from '../../robot/eigen3.ts';
import type { LinkInertia, Matrix3, Vector3 } from '../../robot/model.ts';
import { type Quaternion, quaternionOf } from '../rotations.ts';

/** Mass properties of a body, in its own axes. */
export interface MassProperties {
  /** kg. */
  readonly mass: number;
  /** m. */
  readonly centerOfMass: Vector3;
  /** kg m^2, ascending. */
  readonly moments: Vector3;
  /** From the principal axes to the body's. */
  readonly axes: Quaternion;
}

/** Of an inertia about the centre of mass in any axes. */
export function massProperties({ mass, centerOfMass, inertia }: LinkInertia): MassProperties {
  const { values, vectors } = eigenSymmetric3(inertia);
  return { mass, centerOfMass, moments: values, axes: quaternionOf(rightHanded(vectors)) };
}

/** Eigenvectors have no sign: the last is turned round where the three would be a mirror image. */
function rightHanded(columns: Matrix3): Matrix3 {
  const [a, b, c, d, e, f, g, h, i] = columns;
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return determinant > 0 ? columns : [a, b, -c, d, e, -f, g, h, -i];
}
