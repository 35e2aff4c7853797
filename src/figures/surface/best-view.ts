/** @file From where a surface is seen best where nobody says it: from the side that hides least of its low ground, its ways and its places. */
import type { ContourData } from '../contour/contour-data.ts';
import { type Point, projectionFor } from './projection.ts';
import { boxHeight, onFloor, type Relief, reliefOf } from './relief.ts';
import { isSeen } from './sight.ts';
import type { SurfaceView } from './view.ts';
import { heightAt } from './walk.ts';

/** Cells a side that it is judged by. */
const cells = 20;
const elevation = 40;
/** The first is usual; another one is to be better by more than this part. */
const azimuths = [-60, -30, -120, -150, 30, 60, 120, 150] as const;
const margin = 0.04;
/** Most points of a way that are looked at. */
const mostPoints = 60;

const room = { left: 0, top: 0, width: 1, height: 1 };

interface Weighted {
  readonly point: Point;
  readonly weight: number;
}

/** All points of the grid, the low ones most. */
const ground = ({ xs, ys, heights }: Relief): Weighted[] =>
  Array.from(heights, (height, at): Weighted => {
    const depth = 1 - height / boxHeight;
    return { point: [xs[at % xs.length], ys[Math.floor(at / xs.length)], height], weight: depth * depth };
  }).filter(({ weight }) => weight > 0);

/** Points of ways and places. */
function travelled({ x, y, paths = [], marks = [] }: ContourData, relief: Relief): Weighted[] {
  const places = [
    ...marks.map((mark) => [mark.x, mark.y] as const),
    ...paths.flatMap((path) => {
      const every = Math.max(1, Math.ceil(path.x.length / mostPoints));
      return Array.from(
        { length: Math.ceil(path.x.length / every) },
        (_, k) => [path.x[k * every], path.y[k * every]] as const,
      );
    }),
  ];
  return places.flatMap(([atX, atY]): Weighted[] => {
    const [across, up] = [onFloor(x, atX), onFloor(y, atY)];
    const height = heightAt(relief, across, up);
    return Number.isFinite(height) ? [{ point: [across, up, height], weight: 1 }] : [];
  });
}

/** The part that is seen, by weight; 1 of nothing. */
function partSeen(points: readonly Weighted[], relief: Relief, azimuth: number): number {
  const projection = projectionFor({ azimuth, elevation }, room);
  let [seen, all] = [0, 0];
  for (const { point, weight } of points) {
    all += weight;
    if (isSeen(relief, projection, point)) seen += weight;
  }
  return all > 0 ? seen / all : 1;
}

export function bestView(data: ContourData): SurfaceView {
  const relief = reliefOf(data, cells);
  const [low, ways] = [ground(relief), travelled(data, relief)];
  const worth = azimuths.map((azimuth) => partSeen(low, relief, azimuth) + partSeen(ways, relief, azimuth));
  let best = 0;
  for (const [k, value] of worth.entries()) if (value > worth[best] + (best === 0 ? 2 * margin : 0)) best = k;
  return { azimuth: azimuths[best], elevation };
}
