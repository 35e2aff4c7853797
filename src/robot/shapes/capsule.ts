/** @file Capsules: all points within a radius of a segment. Distances to them are those to the segment, less the radius. */
import type { Vector3 } from '../model.ts';
import { length, times } from '../pose.ts';

/** A capsule about its own centre. */
export interface Capsule {
  /** m. */
  readonly radius: number;
  /** From its centre to one end of its segment, m; to the other it is the opposite. */
  readonly half: Vector3;
}

/** The capsule along the longest edge of a box: its segment is as long as that, and corners of the ends lie on its surface. */
export function capsuleAroundBox(size: Vector3): Capsule {
  const longest = size.indexOf(Math.max(...size));
  const across = size.map((edge, i) => (i === longest ? 0 : edge)) as unknown as Vector3;
  const along = size.map((edge, i) => (i === longest ? edge : 0)) as unknown as Vector3;
  return { radius: length(across) / 2, half: times(0.5, along) };
}
