/** @file What of a surface is seen: whether a point of it is hidden by the rest, and which point a pixel shows. Exact for its triangles. */
import { shareInside } from '../shapes.ts';
import { floorAt, type Point, type Projection } from './projection.ts';
import { boxHeight, type Relief } from './relief.ts';
import { type Line, walkAlong } from './walk.ts';

/** Heights that are the same. */
const same = 1e-6;

const signOf = (distance: number): number => (distance > same ? 1 : distance < -same ? -1 : 0);

/** Over the floor towards the viewer, and how much a line of sight rises along it. */
interface Sight {
  readonly dx: number;
  readonly dy: number;
  readonly slope: number;
}

function sightOf({ toViewer: [x, y, z] }: Projection): Sight {
  const length = Math.sqrt(x * x + y * y);
  return { dx: x / length, dy: y / length, slope: z / length };
}

/** Whether a point of the upper side of the surface is seen: its line of sight meets the surface nowhere else. */
export function isSeen(relief: Relief, projection: Projection, [x, y, z]: Point): boolean {
  const { dx, dy, slope } = sightOf(projection);
  let side = 1;
  let isHidden = false;
  walkAlong(relief, { x, y, dx, dy, length: Infinity }, (from, to, heightFrom, heightTo) => {
    // through an opening it may come to either side
    if (Number.isNaN(heightFrom)) side = 0;
    else {
      const before = signOf(z + from * slope - heightFrom);
      isHidden = before * side < 0;
      side = before || side;
      const after = signOf(z + to * slope - heightTo);
      isHidden ||= after * side < 0;
      side = after || side;
    }
    return isHidden || z + to * slope > boxHeight + same;
  });
  return !isHidden;
}

/** The floor below the box. */
const floor = { left: -1, top: -1, width: 2, height: 2 };

/** The line of sight of a pixel within the box, from the viewer away, and its height where it begins; null where it misses the box. */
function lineFor(projection: Projection, left: number, top: number): { line: Line; height: number } | null {
  const { dx, dy, slope } = sightOf(projection);
  const [x, y] = floorAt(projection, left, top);
  const reach = boxHeight / slope;
  const share = shareInside([x + reach * dx, y + reach * dy, x, y], floor);
  if (!share) return null;
  const begin = (1 - share[0]) * reach;
  return {
    line: { x: x + begin * dx, y: y + begin * dy, dx: -dx, dy: -dy, length: (share[1] - share[0]) * reach + same },
    height: begin * slope,
  };
}

/** The point of the surface that is seen at a pixel; null beside it. */
export function pointAt(relief: Relief, projection: Projection, left: number, top: number): Point | null {
  const sight = lineFor(projection, left, top);
  if (!sight) return null;
  const { line, height } = sight;
  const { slope } = sightOf(projection);
  let found: Point | null = null;
  let side = 0;
  const hit = (at: number): true => {
    found = [line.x + at * line.dx, line.y + at * line.dy, Math.max(height - at * slope, 0)];
    return true;
  };
  walkAlong(relief, line, (from, to, heightFrom, heightTo) => {
    if (Number.isNaN(heightFrom)) {
      side = 0;
      return false;
    }
    const [before, after] = [height - from * slope - heightFrom, height - to * slope - heightTo];
    // it may begin on the surface: at the border of the floor, or where the surface is cut
    side = side || (from > 0 ? Math.sign(before) : signOf(before));
    if (side === 0) return hit(from);
    if (after * side > 0) return false;
    return hit(before === after ? to : from + ((to - from) * before) / (before - after));
  });
  return found;
}
