/**
 * @file The surface as filled pieces, the farthest first. Two cells of a grid are parted by an upright plane along x or y, so the one
 * on the viewer's side is never behind the other: rows and columns in the order of their distance are an exact order.
 */
import { cividis } from '../cividis.ts';
import type { Rgb } from '../colours.ts';
import { dot, type Point, type Projection, xOf, yOf } from './projection.ts';
import type { Relief } from './relief.ts';

/** A filled piece of the surface. */
export interface Piece {
  readonly d: string;
  readonly fill: string;
}

/** Indices of cells along one axis, the farthest first. */
function farFirst(count: number, towardsViewer: number): number[] {
  const order = Array.from({ length: count }, (_, k) => k);
  return towardsViewer >= 0 ? order : order.reverse();
}

/** Columns and rows of the whole cells, the farthest first. */
export function cellsInOrder({ xs, ys, whole }: Relief, { toViewer }: Projection): (readonly [number, number])[] {
  const [columns, rows] = [Math.max(xs.length - 1, 0), Math.max(ys.length - 1, 0)];
  const across = farFirst(columns, toViewer[0]);
  return farFirst(rows, toViewer[1]).flatMap((j) =>
    across.filter((i) => whole[j * columns + i] === 1).map((i) => [i, j] as const),
  );
}

/** Steps of light, so that neighbours of one colour are one piece. */
const shades = 10;
/** What of a colour is left in the shade and on the lit side. */
const light = { least: 0.78, most: 1.08 } as const;
/** What the side below is mixed with, and how much of its colour is left: it is told apart at sight. */
const below = { grey: [186, 192, 200], left: 0.4 } as const;

const hex = (channel: number): string => Math.min(Math.round(channel), 255).toString(16).padStart(2, '0');
const lit = (colour: Rgb, share: number): string => `#${colour.map((channel) => hex(channel * share)).join('')}`;

/** Colours of all bands in all shades; the last shade is that of the side below. */
const shaded = (bands: readonly number[]): string[][] =>
  bands.map((place) => {
    const colour = cividis(place);
    const steps = Array.from(
      { length: shades },
      (_, k) => light.least + ((light.most - light.least) * k) / (shades - 1),
    );
    const [red, green, blue] = colour.map((channel, k) => below.left * channel + (1 - below.left) * below.grey[k]);
    return [...steps.map((share) => lit(colour, share)), lit([red, green, blue], 1)];
  });

/** From the viewer's upper left. */
function lightOf({ right, up, toViewer }: Projection): Point {
  const [across, along, towards] = [-0.48, 0.64, 0.6];
  const part = (k: 0 | 1 | 2): number => across * right[k] + along * up[k] + towards * toViewer[k];
  return [part(0), part(1), part(2)];
}

/** A corner in pixels with its height. */
interface Corner {
  readonly x: number;
  readonly y: number;
  readonly height: number;
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

/** A polygon, always the same way around: where several are one path they add up. */
function polygon(corners: readonly Corner[]): string {
  if (corners.length < 3) return '';
  const twice = corners.reduce((sum, { x, y }, k) => {
    const next = corners[(k + 1) % corners.length];
    return sum + x * next.y - next.x * y;
  }, 0);
  const turned = twice < 0 ? corners.toReversed() : corners;
  let [x, y] = [tenths(turned[0].x), tenths(turned[0].y)];
  const steps = turned.slice(1).map((corner) => {
    const [dx, dy] = [tenths(corner.x) - x, tenths(corner.y) - y];
    [x, y] = [x + dx, y + dy];
    return `${dx / 10} ${dy / 10}`;
  });
  return `M${tenths(turned[0].x) / 10} ${tenths(turned[0].y) / 10}l${steps.join(' ')}z`;
}

/** Pieces of one cell in the order of painting: the lowest band all over it, then what is higher on top. */
function* cellPieces(corners: readonly Corner[], levels: Float64Array): Generator<{ band: number; d: string }> {
  const heights = corners.map(({ height }) => height);
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  const [a, b, c, d] = spread(corners);
  let first = 0;
  while (first < levels.length && levels[first] <= low) first++;
  yield { band: first, d: polygon([a, b, c, d]) };
  for (let k = first; k < levels.length && levels[k] <= high; k++)
    yield { band: k + 1, d: polygon(atLeast([a, b, c], levels[k])) + polygon(atLeast([a, c, d], levels[k])) };
}

/** The step of light of a cell, by the slope of its middle. */
function shadeOf({ xs, ys, heights }: Relief, i: number, j: number, towards: Point, viewer: Point): number {
  const at = j * xs.length + i;
  const [low, right, up, high] = [heights[at], heights[at + 1], heights[at + xs.length], heights[at + xs.length + 1]];
  const slopeX = (right - low + high - up) / (2 * (xs[i + 1] - xs[i]));
  const slopeY = (up - low + high - right) / (2 * (ys[j + 1] - ys[j]));
  const length = Math.sqrt(slopeX * slopeX + slopeY * slopeY + 1);
  const normal: Point = [-slopeX / length, -slopeY / length, 1 / length];
  if (dot(normal, viewer) < 0) return shades;
  return Math.round(Math.max(dot(normal, towards), 0) * (shades - 1));
}

/** The surface, to be painted one piece over the other; neighbours of one colour are one piece. */
export function piecesOf(relief: Relief, projection: Projection): Piece[] {
  const { xs, ys, heights, levels, colours } = relief;
  const fills = shaded(colours);
  const towards = lightOf(projection);
  const pixels = Array.from(heights, (height, at): Corner => {
    const point: Point = [xs[at % xs.length], ys[Math.floor(at / xs.length)], height];
    return { x: xOf(projection, point), y: yOf(projection, point), height };
  });
  const pieces: { fill: string; parts: string[] }[] = [];
  for (const [i, j] of cellsInOrder(relief, projection)) {
    const at = j * xs.length + i;
    const corners = [pixels[at], pixels[at + 1], pixels[at + xs.length + 1], pixels[at + xs.length]];
    const shade = shadeOf(relief, i, j, towards, projection.toViewer);
    for (const { band, d } of cellPieces(corners, levels)) {
      const fill = fills[band][shade];
      const last = pieces.at(-1);
      if (last?.fill === fill) last.parts.push(d);
      else pieces.push({ fill, parts: [d] });
    }
  }
  return pieces.map(({ fill, parts }) => ({ fill, d: parts.join('') }));
}
