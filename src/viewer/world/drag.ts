/** @file Pointer -> point in the world: where a drag leads on a plane that faces the camera, and steps of the arrow keys. */
import { type Camera, Plane, Raycaster, Vector2, Vector3 } from 'three';

/** Pixels of a canvas (CSS pixels from its upper left corner). */
export interface Pixel {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a point of the world is seen; `depth` > 1 is behind the camera or beyond its range. */
export function project(point: Vector3, camera: Camera, { width, height }: Size): Pixel & { readonly depth: number } {
  const { x, y, z } = point.clone().project(camera);
  return { x: ((x + 1) / 2) * width, y: ((1 - y) / 2) * height, depth: z };
}

/** Whether a pointer takes hold of a ball that stands at `center`: within its outline, or `tolerance` pixels of its center. */
export function holds(
  pointer: Pixel,
  center: Vector3,
  radius: number,
  tolerance: number,
  camera: Camera,
  size: Size,
): boolean {
  const seen = project(center, camera, size);
  if (seen.depth > 1) return false;
  const sideways = new Vector3().setFromMatrixColumn(camera.matrixWorld, 0).multiplyScalar(radius).add(center);
  const rim = project(sideways, camera, size);
  const outline = Math.hypot(rim.x - seen.x, rim.y - seen.y);
  return Math.hypot(pointer.x - seen.x, pointer.y - seen.y) <= Math.max(outline, tolerance);
}

/** The point under the pointer on the plane through `through` that faces the camera; null where the ray misses it. */
export function pointUnder(pointer: Pixel, through: Vector3, camera: Camera, { width, height }: Size): Vector3 | null {
  const ray = new Raycaster();
  ray.setFromCamera(new Vector2((2 * pointer.x) / width - 1, 1 - (2 * pointer.y) / height), camera);
  const plane = new Plane().setFromNormalAndCoplanarPoint(camera.getWorldDirection(new Vector3()), through);
  return ray.ray.intersectPlane(plane, new Vector3());
}

/** A step in world axes: `right` and `away` lie in the ground plane as the camera sees it, `up` is z (m). */
export function stepInView(right: number, away: number, up: number, camera: Camera): Vector3 {
  const sideways = new Vector3().setFromMatrixColumn(camera.matrixWorld, 0).setZ(0).normalize();
  const forward = new Vector3(-sideways.y, sideways.x, 0);
  return sideways
    .multiplyScalar(right)
    .addScaledVector(forward, away)
    .add(new Vector3(0, 0, up));
}
