/** @file Shapes of the fuzzer's tensors: small ones in scalars, large ones in memory, and empty ones. */
import type { Random } from '../random.ts';

const smallShapes = [[], [], [1], [2], [3], [3], [4], [7], [2, 3], [3, 3], [3, 1], [2, 2, 2], [5, 7]];
export const largeShapes: readonly (readonly number[])[] = [[300], [257], [20, 20], [60, 7], [150, 2], [256], [20, 13]];
const emptyShapes = [[0], [0, 3]];

export function drawShape(random: Random): readonly number[] {
  const part = random.next();
  return random.pick(part < 0.04 ? emptyShapes : part < 0.25 ? largeShapes : smallShapes);
}
