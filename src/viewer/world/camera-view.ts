/** @file Where a camera stands, as numbers that can be stored: angles and a distance about the point that it looks at. */
import { Vector3 } from 'three';

/** World axes are z up. */
export interface CameraView {
  /** Of the camera from its target about z, from x towards y, rad. */
  readonly azimuth: number;
  /** Over the level of its target, rad. */
  readonly elevation: number;
  /** From the target, m. */
  readonly distance: number;
  /** What it looks at, m. */
  readonly target: readonly [number, number, number];
}

/** Lowest and highest view, rad: a little from below, and nearly from straight above. */
export const elevations = { lowest: -0.02 * Math.PI, highest: Math.PI / 2 - 0.01 };

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** The view of a camera at `position` that looks at `target`, m. */
export function viewFrom(position: Vector3, target: Vector3): CameraView {
  const { x, y, z } = position.clone().sub(target);
  const distance = Math.hypot(x, y, z);
  return { azimuth: Math.atan2(y, x), elevation: Math.asin(clamp(z / distance, -1, 1)), distance, target: target.toArray() }; // prettier-ignore
}

/** Where the camera of a view stands, m. */
export function positionOf({ azimuth, elevation, distance, target }: CameraView): Vector3 {
  const level = distance * Math.cos(elevation);
  return new Vector3(level * Math.cos(azimuth), level * Math.sin(azimuth), distance * Math.sin(elevation)).add(
    new Vector3(...target),
  );
}

/** The same view turned by these angles (rad), no lower and no higher than a view may be. */
export const turned = (view: CameraView, azimuth: number, elevation: number): CameraView => ({
  ...view,
  azimuth: view.azimuth + azimuth,
  elevation: clamp(view.elevation + elevation, elevations.lowest, elevations.highest),
});
