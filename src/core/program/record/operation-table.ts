/** @file A hash table from an instruction and up to three operands to the value that they make. */
import type { Value } from './values.ts';

const none = -1;

/** Numbers of a key: code, and ids of operands. */
const width = 4;

/**
 * Open addressing over numbers: no keys are allocated, which is most of what looking up costs. Entries lie in the order in
 * which they came, so that little memory is touched.
 */
export class OperationTable {
  /** By place: the number of the entry, 0 where there is none. */
  #places = new Int32Array(2048);
  #keys = new Int32Array(width * 512);
  readonly #values: (Value | undefined)[] = [undefined];

  get(code: number, operands: readonly Value[]): Value | undefined {
    const place = this.#find(code, idOf(operands, 0), idOf(operands, 1), idOf(operands, 2));
    return this.#values[this.#places[place]];
  }

  set(code: number, operands: readonly Value[], value: Value): void {
    const x = idOf(operands, 0);
    const y = idOf(operands, 1);
    const z = idOf(operands, 2);
    const place = this.#find(code, x, y, z);
    const known = this.#places[place];
    if (known > 0) {
      this.#values[known] = value;
      return;
    }
    const entry = this.#values.push(value) - 1;
    if (width * entry === this.#keys.length) this.#keys = enlarged(this.#keys);
    const at = width * entry;
    this.#keys[at] = code;
    this.#keys[at + 1] = x;
    this.#keys[at + 2] = y;
    this.#keys[at + 3] = z;
    this.#places[place] = entry;
    if (2 * this.#values.length > this.#places.length) this.#spread();
  }

  /** The place of the key, or the empty one where it belongs. */
  #find(code: number, x: number, y: number, z: number): number {
    const places = this.#places;
    const keys = this.#keys;
    const mask = places.length - 1;
    for (let place = hashOf(code, x, y, z) & mask; ; place = (place + 1) & mask) {
      const at = width * places[place];
      if (at === 0) return place;
      if (keys[at] === code && keys[at + 1] === x && keys[at + 2] === y && keys[at + 3] === z) return place;
    }
  }

  /** Twice as many places for the same entries. */
  #spread(): void {
    this.#places = new Int32Array(2 * this.#places.length);
    const keys = this.#keys;
    for (let entry = 1; entry < this.#values.length; entry++) {
      const at = width * entry;
      this.#places[this.#find(keys[at], keys[at + 1], keys[at + 2], keys[at + 3])] = entry;
    }
  }
}

function enlarged(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * numbers.length);
  larger.set(numbers);
  return larger;
}

function hashOf(code: number, x: number, y: number, z: number): number {
  let hash = Math.imul(code + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ x, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ y, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13) ^ z, 0x27d4eb2f);
  return hash ^ (hash >>> 16);
}

const idOf = (operands: readonly Value[], k: number): number => (k < operands.length ? operands[k].id : none);
