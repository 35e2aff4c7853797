/** @file Faces of a surface on the screen: a cell as a whole, or its two triangles where they are folded over one another; and the bands on them. */
import { type Point, type Projection, xOf, yOf } from './projection.ts';
import type { Relief } from './relief.ts';

/** A corner in pixels with its height. */
interface Corner {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** A cell, or a half of it: what it covers, its triangles, and a normal that points up. */
interface Face {
  readonly outline: readonly Corner[];
  readonly triangles: readonly (readonly Corner[])[];
  readonly normal: Point;
}

/** How far the corners of a cell are moved outwards, pixels: no seam is seen between neighbours. */
const overlap = 0.45;

function spread(corners: readonly Corner[]): Corner[] {
  const [x, y] = [
    corners.reduce((sum, corner) => sum + corner.x, 0) / corners.length,
    corners.reduce((sum, corner) => sum + corner.y, 0) / corners.length,
  ];
  return corners.map((corner) => {
    const [dx, dy] = [corner.x - x, corner.y - y];
    const length = Math.sqrt(dx * dx + dy * dy) || 1;
    return { ...corner, x: corner.x + (overlap * dx) / length, y: corner.y + (overlap * dy) / length };
  });
}

/** The part of a triangle that is at least so high (Sutherland and Hodgman). */
function atLeast(corners: readonly Corner[], level: number): Corner[] {
  return corners.flatMap((corner, k) => {
    const next = corners[(k + 1) % corners.length];
    const [isIn, isNext] = [corner.height >= level, next.height >= level];
    if (isIn === isNext) return isIn ? [corner] : [];
    const share = (level - corner.height) / (next.height - corner.height);
    const crossing = {
      x: corner.x + share * (next.x - corner.x),
      y: corner.y + share * (next.y - corner.y),
      height: level,
    };
    return isIn ? [corner, crossing] : [crossing];
  });
}

const tenths = (value: number): number => Math.round(10 * value);

/** Twice the area, positive one way around. */
const twiceArea = (corners: readonly Corner[]): number =>
  corners.reduce((sum, { x, y }, k) => {
    const next = corners[(k + 1) % corners.length];
    return sum + x * next.y - next.x * y;
  }, 0);

/** A polygon, always the same way around: where several are one path they add up. */
function polygon(corners: readonly Corner[]): string {
  if (corners.length < 3) return '';
  const turned = twiceArea(corners) < 0 ? corners.toReversed() : corners;
  let [x, y] = [tenths(turned[0].x), tenths(turned[0].y)];
  const steps = turned.slice(1).map((corner) => {
    const [dx, dy] = [tenths(corner.x) - x, tenths(corner.y) - y];
    [x, y] = [x + dx, y + dy];
    return `${dx / 10} ${dy / 10}`;
  });
  return `M${tenths(turned[0].x) / 10} ${tenths(turned[0].y) / 10}l${steps.join(' ')}z`;
}

const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Faces of a cell, the farther one first: of two triangles the one beyond the upright plane through their diagonal. */
export function facesOf({ xs, ys, heights }: Relief, projection: Projection, i: number, j: number): Face[] {
  const pointOf = (column: number, row: number): Point => [xs[column], ys[row], heights[row * xs.length + column]];
  const points = [pointOf(i, j), pointOf(i + 1, j), pointOf(i + 1, j + 1), pointOf(i, j + 1)];
  const [a, b, c, d] = spread(
    points.map((point) => ({ x: xOf(projection, point), y: yOf(projection, point), height: point[2] })),
  );
  const [right, left] = [
    [a, b, c],
    [a, c, d],
  ];
  const sides = points.map((point) => minus(point, points[0]));
  const isFolded = twiceArea(right) * twiceArea(left) < 0;
  if (!isFolded) {
    const normal = cross(sides[2], minus(points[3], points[1]));
    return [{ outline: [a, b, c, d], triangles: [right, left], normal }];
  }
  const faces = [
    { outline: right, triangles: [right], normal: cross(sides[1], sides[2]) },
    { outline: left, triangles: [left], normal: cross(sides[2], sides[3]) },
  ];
  const isRightNearer = projection.toViewer[0] * sides[2][1] > projection.toViewer[1] * sides[2][0];
  return isRightNearer ? faces.reverse() : faces;
}

/** Bands of a face in the order of painting: the lowest one all over it, then what is higher on top. */
export function* bandsOf({ outline, triangles }: Face, levels: Float64Array): Generator<{ band: number; d: string }> {
  const heights = outline.map(({ height }) => height);
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  let first = 0;
  while (first < levels.length && levels[first] <= low) first++;
  yield { band: first, d: polygon(outline) };
  for (let k = first; k < levels.length && levels[k] <= high; k++)
    yield { band: k + 1, d: triangles.map((triangle) => polygon(atLeast(triangle, levels[k]))).join('') };
}
