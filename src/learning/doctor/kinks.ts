/** @file Corners of a loss on the way of a method: where a slope changes within next to nothing of a step. */
import { requireCallback } from '../../core/arguments.ts';

/** Halvings of a step: a part 2^-16 of it is left. */
const halvings = 16;

/** Of all that was seen to change, what changed within a part of it. */
const shareOf = (inside: number, outside: number): number => (inside === 0 ? 0 : inside / (inside + outside));

/**
 * Part of all that a slope changes from 0 to 1, as far as it is seen, that happens within 2^-16 of the way: at its beginning, where methods
 * like to start in a corner, or where always the half with more of it is looked into. About 2^-16 for a slope that changes evenly, 1 for a
 * corner and nothing else; 0 where the slope does not change, NaN where it is not finite somewhere.
 */
export async function concentration(slopeAt: (place: number) => number | Promise<number>): Promise<number> {
  requireCallback('slopeAt', slopeAt);
  let [left, right] = [0, 1];
  let [atLeft, atRight] = [await slopeAt(0), await slopeAt(1)];
  const behind = await slopeAt(2 ** -halvings);
  const first = shareOf(Math.abs(behind - atLeft), Math.abs(atRight - behind));
  let outside = 0;
  for (let k = 0; k < halvings; k++) {
    const middle = (left + right) / 2;
    const slope = await slopeAt(middle);
    const [before, after] = [Math.abs(slope - atLeft), Math.abs(atRight - slope)];
    outside += Math.min(before, after);
    if (before >= after) [right, atRight] = [middle, slope];
    else [left, atLeft] = [middle, slope];
  }
  const found = shareOf(Math.abs(atRight - atLeft), outside);
  // a number that is none is the larger one
  return first <= found ? found : first;
}
