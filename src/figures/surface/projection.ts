/**
 * @file From the box of a surface to pixels: orthographic, so that parallel lines stay parallel and equal steps stay equal, whatever
 * their distance. Right, up and towards the viewer are the columns of a rotation.
 */
import type { Box } from '../labels.ts';
import { boxHeight } from './relief.ts';
import type { SurfaceView } from './view.ts';

/** Coordinates of the box: x, y in [-1, 1], z in [0, boxHeight]. */
export type Point = readonly [number, number, number];

export interface Projection {
  /** Unit vectors of the screen in the box. */
  readonly right: Point;
  readonly up: Point;
  /** From the surface to the viewer. */
  readonly toViewer: Point;
  /** Pixels of a unit across the screen, and along it. */
  readonly across: number;
  readonly along: number;
  /** Pixels of the middle of the box. */
  readonly left: number;
  readonly top: number;
}

const middle: Point = [0, 0, boxHeight / 2];

export const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** How much wider than tall a unit may be where a room is wide. */
const mostStretch = 1.25;

/** As large as fits into a room whatever the azimuth, so that a turn changes no size. */
export function projectionFor({ azimuth, elevation }: SurfaceView, room: Box): Projection {
  const [a, e] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
  const [ca, sa, ce, se] = [Math.cos(a), Math.sin(a), Math.cos(e), Math.sin(e)];
  const diagonal = 2 * Math.SQRT2;
  const along = Math.min(room.width / diagonal, room.height / (diagonal * se + boxHeight * ce));
  return {
    right: [-sa, ca, 0],
    up: [-se * ca, -se * sa, ce],
    toViewer: [ce * ca, ce * sa, se],
    along,
    across: Math.min(room.width / diagonal, mostStretch * along),
    left: room.left + room.width / 2,
    top: room.top + room.height / 2,
  };
}

/** At a share of the way from one point to another. */
export const between = (a: Point, b: Point, share: number): Point => [
  a[0] + share * (b[0] - a[0]),
  a[1] + share * (b[1] - a[1]),
  a[2] + share * (b[2] - a[2]),
];

export const xOf = ({ right, across, left }: Projection, point: Point): number => left + across * dot(point, right);

export const yOf = ({ up, along, top }: Projection, point: Point): number =>
  top - along * (dot(point, up) - dot(middle, up));

/** How near the viewer a point is. */
export const nearness = ({ toViewer }: Projection, point: Point): number => dot(point, toViewer);

/** The point of the floor that a pixel shows: where its line of sight meets z = 0. */
export function floorAt({ right, up, toViewer, across, along, left, top }: Projection, x: number, y: number): Point {
  const [aside, above] = [(x - left) / across, (top - y) / along + dot(middle, up)];
  const at = [0, 1, 2].map((k) => aside * right[k] + above * up[k]);
  const back = at[2] / toViewer[2];
  return [at[0] - back * toViewer[0], at[1] - back * toViewer[1], 0];
}
