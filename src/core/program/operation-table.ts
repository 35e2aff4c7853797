/** @file A hash table from an instruction and up to three operands to the value that they make. */
import type { Value } from './values.ts';

const none = -1;

/** Open addressing over numbers: no keys are allocated, which is most of what looking up costs. */
export class OperationTable {
  #capacity = 32_768;
  /** Four numbers a place: code, and ids of operands. */
  #keys = new Int32Array(4 * this.#capacity).fill(none);
  #values = new Array<Value | undefined>(this.#capacity);
  #count = 0;

  get(code: number, operands: readonly Value[]): Value | undefined {
    return this.#values[this.#find(code, idOf(operands, 0), idOf(operands, 1), idOf(operands, 2))];
  }

  set(code: number, operands: readonly Value[], value: Value): void {
    if (2 * this.#count >= this.#capacity) this.#grow();
    this.#put(code, idOf(operands, 0), idOf(operands, 1), idOf(operands, 2), value);
  }

  #put(code: number, x: number, y: number, z: number, value: Value): void {
    const place = this.#find(code, x, y, z);
    if (this.#keys[4 * place] === none) this.#count++;
    this.#keys[4 * place] = code;
    this.#keys[4 * place + 1] = x;
    this.#keys[4 * place + 2] = y;
    this.#keys[4 * place + 3] = z;
    this.#values[place] = value;
  }

  /** The place of the key, or the empty one where it belongs. */
  #find(code: number, x: number, y: number, z: number): number {
    const mask = this.#capacity - 1;
    const keys = this.#keys;
    let hash = Math.imul(code + 1, 0x9e3779b1);
    hash = Math.imul(hash ^ x, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15) ^ y, 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 13) ^ z, 0x27d4eb2f);
    for (let place = (hash ^ (hash >>> 16)) & mask; ; place = (place + 1) & mask) {
      const at = 4 * place;
      if (keys[at] === none) return place;
      if (keys[at] === code && keys[at + 1] === x && keys[at + 2] === y && keys[at + 3] === z) return place;
    }
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#capacity *= 4;
    this.#count = 0;
    this.#keys = new Int32Array(4 * this.#capacity).fill(none);
    this.#values = new Array<Value | undefined>(this.#capacity);
    for (let place = 0; place < values.length; place++) {
      const value = values[place];
      const at = 4 * place;
      if (value) this.#put(keys[at], keys[at + 1], keys[at + 2], keys[at + 3], value);
    }
  }
}

const idOf = (operands: readonly Value[], k: number): number => (k < operands.length ? operands[k].id : none);
