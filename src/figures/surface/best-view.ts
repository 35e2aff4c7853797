/** @file From where a surface is seen best where nobody says it: from the side that hides least of its low ground, its ways and its places. */
import type { ContourData } from '../contour/contour-data.ts';
import { type Point, projectionFor } from './projection.ts';
import { boxHeight, onFloor, type Relief, reliefOf } from './relief.ts';
import { isSeen } from './sight.ts';
import type { SurfaceView } from './view.ts';
import { heightAt } from './walk.ts';

/** Cells a side that it is judged by. */
const cells = 20;
/** The first of each is usual; another azimuth is to show more by this part, a steeper view by much more, as it shows less of heights. */
const azimuths = [-60, -30, -120, -150, 30, 60, 120, 150] as const;
const elevations = [40, 55] as const;
const margin = { azimuth: 0.04, elevation: 0.2 } as const;
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
function partSeen(points: readonly Weighted[], relief: Relief, view: SurfaceView): number {
  const projection = projectionFor(view, room);
  let [seen, all] = [0, 0];
  for (const { point, weight } of points) {
    all += weight;
    if (isSeen(relief, projection, point)) seen += weight;
  }
  return all > 0 ? seen / all : 1;
}

interface Judged {
  readonly view: SurfaceView;
  /** Mean part that is seen of ground and ways. */
  readonly worth: number;
}

export function bestView(data: ContourData): SurfaceView {
  const relief = reliefOf(data, cells);
  const [low, ways] = [ground(relief), travelled(data, relief)];
  const judged = (azimuth: number, elevation: number): Judged => {
    const view = { azimuth, elevation };
    return { view, worth: (partSeen(low, relief, view) + partSeen(ways, relief, view)) / 2 };
  };
  const [usual, steep] = elevations.map((elevation) => {
    const [first, ...others] = azimuths.map((azimuth) => judged(azimuth, elevation));
    const best = others.reduce((most, other) => (other.worth > most.worth ? other : most));
    return best.worth > first.worth + margin.azimuth ? best : first;
  });
  return (steep.worth > usual.worth + margin.elevation ? steep : usual).view;
}
