/** @file Offsets in a text to lines and columns, as editors count them. */
import type { Position } from '../findings.ts';

/** Offsets to lines and columns, both from 1. */
export class Lines {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  position(offset: number): Position {
    let [low, high] = [0, this.#starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - this.#starts[low] + 1 };
  }
}

/** Where an offset stands in a text that is asked only once. */
export const positionAt = (text: string, offset: number): Position => new Lines(text).position(offset);
