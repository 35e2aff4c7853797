/** @file Where a sheet comes to rest that was dragged: at the stop it is nearest to, or the next one where it was thrown. */
import { type SheetStop, sheetStops } from './store/view.ts';

/** Heights of the stops, px. */
export type StopHeights = Readonly<Record<SheetStop, number>>;

/** px/ms. */
const throwSpeed = 0.4;

/** `speed`: upwards, px/ms. */
export function stopAfter(height: number, speed: number, heights: StopHeights): SheetStop {
  if (speed > throwSpeed) return sheetStops.find((stop) => heights[stop] > height) ?? 'full';
  if (speed < -throwSpeed) return sheetStops.findLast((stop) => heights[stop] < height) ?? 'closed';
  const distance = (stop: SheetStop): number => Math.abs(heights[stop] - height);
  return sheetStops.reduce((best, stop) => (distance(stop) < distance(best) ? stop : best));
}

/** The stop that a press leads to. */
export const stopAfterPress = (stop: SheetStop): SheetStop => (stop === 'closed' ? 'half' : 'closed');
