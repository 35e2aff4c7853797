/** @file Along a straight line over the floor, from triangle to triangle: how high the surface is at every edge that is crossed. */
import type { Relief } from './relief.ts';

/** A line over the floor. */
export interface Line {
  readonly x: number;
  readonly y: number;
  /** Of unit length. */
  readonly dx: number;
  readonly dy: number;
  /** How far it goes. */
  readonly length: number;
}

/** A piece within one triangle: from and to along the line, and the heights of the surface there; NaN where it is open. Returns true to end the walk. */
export type Visit = (from: number, to: number, heightFrom: number, heightTo: number) => boolean;

/** The interval that a coordinate lies in; of two that touch, the one that the direction leads into. */
function intervalOf(values: Float64Array, at: number, direction: number): number {
  let [low, high] = [0, values.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle] < at || (values[middle] === at && direction >= 0)) low = middle;
    else high = middle;
  }
  return low;
}

/** Height of a cell's surface at shares of its sides, by the heights of its corners. */
function heightIn(low: number, right: number, up: number, high: number, s: number, t: number): number {
  return s >= t ? low + s * (right - low) + t * (high - right) : low + t * (up - low) + s * (high - up);
}

/** Visits each triangle that a line crosses, as long as it stays over the grid. */
export function walkAlong(relief: Relief, line: Line, visit: Visit): void {
  const { xs, ys, whole } = relief;
  const { x, y, dx, dy, length } = line;
  const [columns, rows] = [xs.length - 1, ys.length - 1];
  if (columns < 1 || rows < 1) return;
  let [i, j] = [intervalOf(xs, x, dx), intervalOf(ys, y, dy)];
  let from = 0;
  while (i >= 0 && j >= 0 && i < columns && j < rows && from < length) {
    const toX = dx === 0 ? Infinity : (xs[dx > 0 ? i + 1 : i] - x) / dx;
    const toY = dy === 0 ? Infinity : (ys[dy > 0 ? j + 1 : j] - y) / dy;
    const to = Math.min(toX, toY, length);
    if (to > from) {
      const isOver =
        whole[j * columns + i] === 1 ? visitCell(relief, line, i, j, from, to, visit) : visit(from, to, NaN, NaN);
      if (isOver) return;
      from = to;
    }
    if (toX <= from) i += dx > 0 ? 1 : -1;
    if (toY <= from) j += dy > 0 ? 1 : -1;
  }
}

/** One cell: one piece, or two where the line crosses its diagonal. Called for each cell of each line of sight, so it makes no object. */
function visitCell(
  { xs, ys, heights }: Relief,
  { x, y, dx, dy }: Line,
  i: number,
  j: number,
  from: number,
  to: number,
  visit: Visit,
): boolean {
  const at = j * xs.length + i;
  const low = heights[at];
  const right = heights[at + 1];
  const up = heights[at + xs.length];
  const high = heights[at + xs.length + 1];
  const stepX = 1 / (xs[i + 1] - xs[i]);
  const stepY = 1 / (ys[j + 1] - ys[j]);
  const s0 = (x + from * dx - xs[i]) * stepX;
  const t0 = (y + from * dy - ys[j]) * stepY;
  const s1 = (x + to * dx - xs[i]) * stepX;
  const t1 = (y + to * dy - ys[j]) * stepY;
  const heightFrom = heightIn(low, right, up, high, s0, t0);
  const heightTo = heightIn(low, right, up, high, s1, t1);
  const [before, after] = [s0 - t0, s1 - t1];
  if (before * after >= 0) return visit(from, to, heightFrom, heightTo);
  const share = before / (before - after);
  const cut = from + (to - from) * share;
  const between = low + (s0 + share * (s1 - s0)) * (high - low);
  return visit(from, cut, heightFrom, between) || visit(cut, to, between, heightTo);
}

/** Height of the surface over a place of the floor; NaN where it is open, and beside the grid. */
export function heightAt(relief: Relief, x: number, y: number): number {
  const { xs, ys, whole, heights } = relief;
  const [columns, rows] = [xs.length - 1, ys.length - 1];
  if (columns < 1 || rows < 1) return NaN;
  const isInside = x >= xs[0] && x <= xs[columns] && y >= ys[0] && y <= ys[rows];
  const [i, j] = [intervalOf(xs, x, 1), intervalOf(ys, y, 1)];
  if (!isInside || whole[j * columns + i] === 0) return NaN;
  const at = j * xs.length + i;
  const [s, t] = [(x - xs[i]) / (xs[i + 1] - xs[i]), (y - ys[j]) / (ys[j + 1] - ys[j])];
  return heightIn(heights[at], heights[at + 1], heights[at + xs.length], heights[at + xs.length + 1], s, t);
}
