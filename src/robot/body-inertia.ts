/** @file Inertias of lumped bodies: composition, whether a rigid body can have one, and the nearest that one can have. */
import { largest } from '../core/largest.ts';
import { eigenSymmetric3 } from './eigen3.ts';
import type { LinkInertia, Matrix3, Pose, Vector3 } from './model.ts';
import { addMatrices, minus, plus, pointInertia, product, rotate, scaleMatrix, times, transposed } from './pose.ts';
import { momentOfSphere } from './shapes/solids.ts';

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

/** The same body as heavy as given. */
export const scaledTo = (mass: number, { mass: own, centerOfMass, inertia }: LinkInertia): LinkInertia => ({
  mass,
  centerOfMass,
  inertia: scaleMatrix(mass / own, inertia),
});

export const nothing: LinkInertia = { mass: 0, centerOfMass: [0, 0, 0], inertia: [0, 0, 0, 0, 0, 0, 0, 0, 0] };

/** Whether a body has no rotational inertia of its own: it is a point of mass, or nothing at all. */
export const isPoint = ({ inertia }: LinkInertia): boolean => inertia.every((value) => value === 0);
export const isNothing = (body: LinkInertia): boolean => body.mass === 0 && isPoint(body);

/** Rounding of the principal moments, relative: a flat body, for which a + b = c, is possible, and so is a rod, for which a = 0. */
const tolerance = 1e-9;
/** Radius of gyration that is none, m: what rounding leaves of points of mass in files that programs write. */
const speck = 1e-8;

/** Numbers as people read them, with so many digits. */
const show = (value: number, digits = 6): string => String(Number(value.toPrecision(digits)));
export const showAll = (values: readonly number[], digits?: number): string =>
  values.map((value) => show(value, digits)).join(' ');

/** What makes an inertia about the centre of mass impossible for a rigid body; `undefined` where nothing does. */
export function impossibility({
  mass,
  inertia,
}: Pick<LinkInertia, 'mass' | 'inertia'>): { readonly problem: string; readonly isNegative: boolean } | undefined {
  const { values } = eigenSymmetric3(inertia);
  const [a, b, c] = values;
  const rounding = tolerance * c + speck * speck * mass;
  // what is no number is not above anything
  if (!(a >= -rounding)) {
    const listed = values.map((value) => show(value)).join(', ');
    return { problem: `inertia is not positive definite, principal moments ${listed}`, isNegative: true };
  }
  if (!(a + b < c - rounding)) return undefined;
  // as many digits as show it
  const digits = Number(show(a)) + Number(show(b)) < Number(show(c)) ? 6 : 12;
  const [x, y, z] = values.map((value) => show(value, digits));
  return { problem: `triangle inequality violated: ${x} + ${y} < ${z}`, isNegative: false };
}

/** Principal moments not below those of a solid sphere of the same mass: an inertia that resists any turn. */
export function withExtent({ mass, centerOfMass, inertia }: LinkInertia): LinkInertia {
  const { values, vectors } = eigenSymmetric3(inertia);
  const least = momentOfSphere(mass);
  return {
    mass,
    centerOfMass,
    inertia: fromPrincipal(
      vectors,
      values.map((value) => Math.max(value, least)),
    ),
  };
}

/** Principal moments about axes that are the columns of a matrix, exactly symmetric. */
function fromPrincipal(axes: Matrix3, [a, b, c]: readonly number[]): Matrix3 {
  const turned = product(product(axes, [a, 0, 0, 0, b, 0, 0, 0, c]), transposed(axes));
  return scaleMatrix(0.5, addMatrices(turned, transposed(turned)));
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
  return fromPrincipal(vectors, moments);
}
