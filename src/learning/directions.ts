/** @file Random directions of parameters, along which every entry of a gradient counts about as much: a wrong one shows. */
import { largest } from '../core/largest.ts';
import { uniform } from '../core/random.ts';

/** Entries smaller than this part of the largest count as if they were of it. */
export const floorPart = 1e-3;

/** Direction number k for a gradient: its largest entry is at most 1, and it is the same for the same seed. */
export function randomDirection(gradient: Float64Array, seed: number, k: number): Float64Array {
  const most = largest(0, gradient.map(Math.abs)) || 1;
  const random = uniform({ seed, step: k }, gradient.length);
  const weights = gradient.map((entry, i) => {
    // of either sign, half to all of its weight
    const sign = random[i] < 0.5 ? random[i] - 1 : random[i];
    return (sign * most) / Math.max(Math.abs(entry), floorPart * most);
  });
  const longest = largest(0, weights.map(Math.abs));
  return weights.map((weight) => weight / longest);
}

/** A gradient's slope along some entries of a direction, and the size of what adds up to it. */
export function slopeAlong(
  gradient: Float64Array,
  direction: Float64Array,
  entries: readonly number[],
): { readonly slope: number; readonly size: number } {
  const floor = floorPart * largest(0, gradient.map(Math.abs));
  let [slope, size] = [0, 0];
  for (const i of entries) {
    slope += gradient[i] * direction[i];
    size += Math.max(Math.abs(gradient[i]), floor) * Math.abs(direction[i]);
  }
  return { slope, size };
}

/** A direction in some of its entries only. */
export function withinEntries(direction: Float64Array, entries: readonly number[]): Float64Array {
  const within = new Float64Array(direction.length);
  for (const i of entries) within[i] = direction[i];
  return within;
}
