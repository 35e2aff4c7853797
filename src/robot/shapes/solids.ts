/** @file Solids of uniform density: volume, and moments of inertia about the centre along the solid's own axes. */
import { pow } from '../../core/scalar/power.ts';
import type { Vector3 } from '../model.ts';

/** Density of what nothing is known of, kg/m^3: that of water, between motors and hollow links. */
export const assumedDensity = 1000;

/** A solid of density 1 kg/m^3: its mass in kg is its volume in m^3. */
export interface Solid {
  readonly volume: number;
  /** Principal moments about the centre along x, y and z, kg m^2. */
  readonly moments: Vector3;
}

/** Edges along the axes, m. */
export function solidBox([x, y, z]: Vector3): Solid {
  const volume = x * y * z;
  const [xx, yy, zz] = [x * x, y * y, z * z].map((square) => (volume * square) / 12);
  return { volume, moments: [yy + zz, xx + zz, xx + yy] };
}

/** About the axis z. */
export function solidCylinder(radius: number, length: number): Solid {
  const volume = Math.PI * radius * radius * length;
  const across = (volume * (3 * radius * radius + length * length)) / 12;
  return { volume, moments: [across, across, (volume * radius * radius) / 2] };
}

export function solidSphere(radius: number): Solid {
  const volume = (4 / 3) * Math.PI * radius * radius * radius;
  const moment = 0.4 * volume * radius * radius;
  return { volume, moments: [moment, moment, moment] };
}

/** A cylinder about z with half a sphere at each end; `length` is that of the cylinder. */
export function solidCapsule(radius: number, length: number): Solid {
  const [cylinder, caps] = [solidCylinder(radius, length), solidSphere(radius)];
  const across = cylinder.moments[0] + caps.moments[0] + caps.volume * length * (length / 4 + (3 * radius) / 8);
  return {
    volume: cylinder.volume + caps.volume,
    moments: [across, across, cylinder.moments[2] + caps.moments[2]],
  };
}

/** Moment of inertia of a solid sphere of some mass (kg) and the assumed density, kg m^2. */
export function momentOfSphere(mass: number): number {
  const radius = pow.value((3 * mass) / (4 * Math.PI * assumedDensity), 1 / 3, 0);
  return 0.4 * mass * radius * radius;
}
