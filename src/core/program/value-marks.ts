/** @file A set of values by their ids, which are small and dense: no hashing, and a byte each. */
import type { Value } from './values.ts';

export class ValueMarks {
  #marks = new Uint8Array(8192);

  has({ id }: Value): boolean {
    return id < this.#marks.length && this.#marks[id] === 1;
  }

  /** Whether it was not there. */
  add({ id }: Value): boolean {
    if (id >= this.#marks.length) this.#reserve(id);
    if (this.#marks[id] === 1) return false;
    this.#marks[id] = 1;
    return true;
  }

  #reserve(id: number): void {
    const larger = new Uint8Array(Math.max(2 * this.#marks.length, id + 1));
    larger.set(this.#marks);
    this.#marks = larger;
  }
}
