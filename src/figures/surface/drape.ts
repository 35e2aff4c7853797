/** @file Lines on a surface: ways across it laid onto its triangles, and the parts of them that are seen and hidden. */
import { pathOf, shareInside } from '../shapes.ts';
import { between, type Point, type Projection, xOf, yOf } from './projection.ts';
import type { Relief } from './relief.ts';
import { isSeen } from './sight.ts';
import { walkAlong } from './walk.ts';

const floor = { left: -1, top: -1, width: 2, height: 2 };

/** A way over the floor as lines on the surface: lifted where the surface is open, and beside it. */
export function drape(relief: Relief, xs: ArrayLike<number>, ys: ArrayLike<number>): Point[][] {
  const lines: Point[][] = [];
  let line: Point[] = [];
  const lift = (): void => {
    if (line.length > 1) lines.push(line);
    line = [];
  };
  for (let k = 1; k < xs.length; k++) {
    const segment = [xs[k - 1], ys[k - 1], xs[k], ys[k]];
    const share = segment.every(Number.isFinite) ? shareInside(segment, floor) : null;
    if (!share || share[0] > 0) lift();
    if (!share) continue;
    drapeSegment(relief, segment, share, {
      add: (point) => line.push(point),
      lift,
      isUp: () => line.length === 0,
    });
    if (share[1] < 1) lift();
  }
  lift();
  return lines;
}

interface Pen {
  readonly add: (point: Point) => void;
  readonly lift: () => void;
  readonly isUp: () => boolean;
}

function drapeSegment(
  relief: Relief,
  [ax, ay, bx, by]: readonly number[],
  share: readonly [number, number],
  pen: Pen,
): void {
  const whole = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
  if (whole === 0) return;
  const [dx, dy] = [(bx - ax) / whole, (by - ay) / whole];
  const [x, y] = [ax + share[0] * (bx - ax), ay + share[0] * (by - ay)];
  walkAlong(relief, { x, y, dx, dy, length: (share[1] - share[0]) * whole }, (from, to, heightFrom, heightTo) => {
    if (Number.isNaN(heightFrom)) {
      pen.lift();
      return false;
    }
    if (pen.isUp()) pen.add([x + from * dx, y + from * dy, heightFrom]);
    pen.add([x + to * dx, y + to * dy, heightTo]);
    return false;
  });
}

/** Lines in pixels, x and y in turns. */
export interface Parts {
  readonly seen: readonly (readonly number[])[];
  readonly hidden: readonly (readonly number[])[];
}

/** Halvings of a segment that find where it comes out of hiding: to a hundredth of it. */
const halvings = 7;

/** Lines on the surface, parted where they go behind it and where they come out. */
export function partsOf(relief: Relief, projection: Projection, lines: readonly (readonly Point[])[]): Parts {
  const parts = { seen: [] as number[][], hidden: [] as number[][] };
  for (const line of lines) {
    let isIn = isSeen(relief, projection, line[0]);
    let open: number[] = [xOf(projection, line[0]), yOf(projection, line[0])];
    const put = (point: Point): void => void open.push(xOf(projection, point), yOf(projection, point));
    const close = (): void => void (isIn ? parts.seen : parts.hidden).push(open);
    for (let k = 1; k < line.length; k++) {
      const isNext = isSeen(relief, projection, line[k]);
      if (isNext !== isIn) {
        let [low, high] = [0, 1];
        for (let step = 0; step < halvings; step++) {
          const middle = (low + high) / 2;
          if (isSeen(relief, projection, between(line[k - 1], line[k], middle)) === isIn) low = middle;
          else high = middle;
        }
        const turn = between(line[k - 1], line[k], (low + high) / 2);
        put(turn);
        close();
        isIn = isNext;
        open = [];
        put(turn);
      }
      put(line[k]);
    }
    close();
  }
  return parts;
}

export const pathOfLines = (lines: readonly (readonly number[])[]): string =>
  lines.map((line) => pathOf(line)).join('');
