/** @file Inertias of lumped bodies: composition, whether a rigid body can have one, and the nearest that one can have. */
import { largest } from '../core/largest.ts';
import { eigenSymmetric3 } from './eigen3.ts';
import type { LinkInertia, Matrix3, Pose, Vector3 } from './model.ts';
import { addMatrices, minus, plus, pointInertia, product, rotate, scaleMatrix, times, transposed } from './pose.ts';

/** The inertia of a link, seen from the frame that the pose is given in. */
export function inertiaSeenFrom(pose: Pose, { mass, centerOfMass, inertia }: LinkInertia): LinkInertia {
  return {
    mass,
    centerOfMass: plus(rotate(pose.rotation, centerOfMass), pose.translation),
    inertia: product(product(pose.rotation, inertia), transposed(pose.rotation)),
  };
}

/** One rigid body made of several, all in one frame: parallel axes to the common centre of mass. */
export function lump(parts: readonly LinkInertia[]): LinkInertia {
  const mass = parts.reduce((total, part) => total + part.mass, 0);
  if (parts.length === 1) return parts[0];
  const moment = parts.reduce<Vector3>((sum, part) => plus(sum, times(part.mass, part.centerOfMass)), [0, 0, 0]);
  const center = mass === 0 ? ([0, 0, 0] as const) : times(1 / mass, moment);
  const inertia = parts.reduce<Matrix3>(
    (sum, part) =>
      addMatrices(sum, addMatrices(part.inertia, pointInertia(part.mass, minus(part.centerOfMass, center)))),
    [0, 0, 0, 0, 0, 0, 0, 0, 0],
  );
  return { mass, centerOfMass: center, inertia };
}

/** Rounding of the principal moments, relative: a flat body, for which a + b = c, is possible. */
const tolerance = 1e-9;

/** What makes an inertia about the centre of mass impossible for a rigid body; `undefined` where nothing does. */
export function impossibility(inertia: Matrix3): { readonly problem: string; readonly principal: Vector3 } | undefined {
  const { values } = eigenSymmetric3(inertia);
  const [a, b, c] = values;
  const show = (value: number): string => String(Number(value.toPrecision(6)));
  if (!(a > 0))
    return {
      problem: `inertia is not positive definite, principal moments ${values.map(show).join(', ')}`,
      principal: values,
    };
  if (a + b < c * (1 - tolerance))
    return { problem: `triangle inequality violated: ${show(a)} + ${show(b)} < ${show(c)}`, principal: values };
  return undefined;
}

/**
 * The nearest inertia that a rigid body of some size can have. Nearest is the matrix of second moments of mass,
 * trace(I)/2 1 - I, in the Frobenius norm: its eigenvalues are moved up to a small positive bound, which projects it
 * onto the positive definite matrices (pseudo-inertia, Wensing, Kim and Slotine 2018; Higham 1988 for the projection).
 */
export function nearestPossible(inertia: Matrix3): Matrix3 {
  const { values, vectors } = eigenSymmetric3(inertia);
  const most = largest(Number.MIN_VALUE, values.map(Math.abs));
  const half = (values[0] + values[1] + values[2]) / 2;
  const second = values.map((value) => Math.max(half - value, 1e-6 * most));
  const moments = [second[1] + second[2], second[0] + second[2], second[0] + second[1]];
  const diagonal: Matrix3 = [moments[0], 0, 0, 0, moments[1], 0, 0, 0, moments[2]];
  const turned = product(product(vectors, diagonal), transposed(vectors));
  return scaleMatrix(0.5, addMatrices(turned, transposed(turned)));
}
