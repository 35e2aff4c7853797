/** @file Copies a stretch of numbers from one array to another, as short ones are copied fastest. */
import type { NumberArray } from '../program/record/number-format.ts';

/** Numbers below which a loop is quicker than a view. */
const shortRow = 96;

/** By eights: V8 spends as much on an iteration as on four numbers (measured). */
export function copyNumbers(source: NumberArray, from: number, target: NumberArray, to: number, count: number): void {
  if (count >= shortRow) return target.set(source.subarray(from, from + count), to);
  let k = 0;
  for (; k + 8 <= count; k += 8) {
    target[to + k] = source[from + k];
    target[to + k + 1] = source[from + k + 1];
    target[to + k + 2] = source[from + k + 2];
    target[to + k + 3] = source[from + k + 3];
    target[to + k + 4] = source[from + k + 4];
    target[to + k + 5] = source[from + k + 5];
    target[to + k + 6] = source[from + k + 6];
    target[to + k + 7] = source[from + k + 7];
  }
  for (; k < count; k++) target[to + k] = source[from + k];
}
