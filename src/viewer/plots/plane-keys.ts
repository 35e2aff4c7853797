/** @file Keys that move a place over a plane: a step of its grid at once, ten with Shift. */
import { nearestPoint, type GridAxis } from '../../figures/plane.ts';

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

interface At {
  readonly x: number;
  readonly y: number;
}

/** The point of the grid that a key leads to, from the middle where there was none; null: the key is another. */
export function placeAfterKey(
  key: string,
  isLong: boolean,
  axes: { readonly x: GridAxis; readonly y: GridAxis },
  from: At | null,
): At | null {
  const step = steps[key] as readonly [number, number] | undefined;
  if (!step) return null;
  const { x, y } = axes;
  const [columns, rows] = [x.values.length, y.values.length];
  const start = from
    ? nearestPoint(axes, from.x, from.y)
    : { column: Math.floor(columns / 2), row: Math.floor(rows / 2) };
  const moved = (at: number, by: number, count: number): number =>
    Math.min(Math.max(at + (isLong ? 10 : 1) * by, 0), count - 1);
  return { x: x.values[moved(start.column, step[0], columns)], y: y.values[moved(start.row, step[1], rows)] };
}
