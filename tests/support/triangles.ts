/** @file The triangles of a drawn surface met by lines of sight, written from the geometry: Möller and Trumbore 1997, each triangle on its own. */
import type { Point } from '../../src/figures/surface/projection.ts';
import type { Relief } from '../../src/figures/surface/relief.ts';

type Vector = readonly [number, number, number];

const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const inner = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Distance along the direction, either way; null where the line passes by. */
function meets(origin: Vector, direction: Vector, [a, b, c]: readonly Vector[]): number | null {
  const [side, other] = [minus(b, a), minus(c, a)];
  const across = cross(direction, other);
  const volume = inner(side, across);
  if (Math.abs(volume) < 1e-14) return null;
  const from = minus(origin, a);
  const u = inner(from, across) / volume;
  const turned = cross(from, side);
  const v = inner(direction, turned) / volume;
  return u >= 0 && v >= 0 && u + v <= 1 ? inner(other, turned) / volume : null;
}

export interface Met {
  readonly column: number;
  readonly row: number;
  /** 0: the triangle that has the corner of large x and small y; 1: the other one. */
  readonly half: 0 | 1;
  /** How near the viewer. */
  readonly distance: number;
}

/** All triangles of whole cells that a line meets. */
export function trianglesMet({ xs, ys, heights, whole }: Relief, origin: Point, direction: Point): Met[] {
  const corner = (i: number, j: number): Vector => [xs[i], ys[j], heights[j * xs.length + i]];
  const met: Met[] = [];
  for (let row = 0; row < ys.length - 1; row++)
    for (let column = 0; column < xs.length - 1; column++) {
      if (whole[row * (xs.length - 1) + column] === 0) continue;
      const [a, b, c, d] = [
        corner(column, row),
        corner(column + 1, row),
        corner(column + 1, row + 1),
        corner(column, row + 1),
      ];
      const halves = [
        [a, b, c],
        [a, c, d],
      ];
      for (const half of [0, 1] as const) {
        const distance = meets(origin, direction, halves[half]);
        if (distance !== null) met.push({ column, row, half, distance });
      }
    }
  return met;
}
