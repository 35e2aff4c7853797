/** @file An axis in blocks that are worked on in registers, and a tail of what is left. */
import type { FunctionWriter } from './assembler.ts';

/** Writes `body` for blocks of `most` elements of an axis and for the tail; `body` moves its pointers on by the size that it is told. */
export function repeatBlocks(code: FunctionWriter, extent: number, most: number, body: (size: number) => void): void {
  const whole = Math.floor(extent / most);
  if (whole > 0) code.repeat(code.local('i32'), whole, 1, () => body(most));
  if (extent % most > 0) body(extent % most);
}
