/** @file A set of values by their ids, which are small and dense: no hashing, and a byte each. */
import type { Value } from './values.ts';

/** Bits of an id within its page. */
const pageBits = 12;

/** Pages, since there are many sets (one a loop), each of values that were recorded one after the other. */
export class ValueMarks {
  readonly #pages = new Map<number, Uint8Array>();
  /** The page that was looked at last. */
  #number = -1;
  #page: Uint8Array = new Uint8Array(0);

  has({ id }: Value): boolean {
    const number = id >>> pageBits;
    if (number !== this.#number) {
      const page = this.#pages.get(number);
      if (!page) return false;
      this.#turnTo(number, page);
    }
    return this.#page[id & (2 ** pageBits - 1)] === 1;
  }

  /** Whether it was not there. */
  add({ id }: Value): boolean {
    const number = id >>> pageBits;
    if (number !== this.#number) {
      const page = this.#pages.get(number) ?? new Uint8Array(2 ** pageBits);
      this.#pages.set(number, page);
      this.#turnTo(number, page);
    }
    const position = id & (2 ** pageBits - 1);
    if (this.#page[position] === 1) return false;
    this.#page[position] = 1;
    return true;
  }

  #turnTo(number: number, page: Uint8Array): void {
    this.#number = number;
    this.#page = page;
  }
}
