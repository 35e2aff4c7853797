/** @file The point of a way that lies next to a place on the screen. */
import { type Plane, xPixel, yPixel } from '../plane.ts';
import type { ContourPath } from './contour-data.ts';

export interface PathPoint {
  readonly path: ContourPath;
  readonly index: number;
}

/** Null where none is within so many pixels. */
export function pathNear(
  plane: Plane,
  paths: readonly ContourPath[],
  left: number,
  top: number,
  grip = 12,
): PathPoint | null {
  let found: PathPoint | null = null;
  let least = grip;
  for (const path of paths)
    for (let index = 0; index < path.x.length; index++) {
      const [dx, dy] = [xPixel(plane, path.x[index]) - left, yPixel(plane, path.y[index]) - top];
      const distance = Math.sqrt(dx * dx + dy * dy);
      if (distance < least) [found, least] = [{ path, index }, distance];
    }
  return found;
}
