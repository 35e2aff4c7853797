/** @file Shared memory: whether there is any, and arrays in it that runs borrow one after the other. */

/** A page has shared memory only where its host isolates it from other origins; Node always has. */
export const hasSharedMemory = (): boolean =>
  typeof SharedArrayBuffer === 'function' &&
  (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false;

export const isShared = ({ buffer }: Float64Array): boolean =>
  typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;

export const allocateShared = (length: number): Float64Array =>
  new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));

/** What the arrays that wait to be borrowed may hold together. */
const mostBytes = 64e6;

/** An array that is posted stays alive until every worker has collected its garbage, which can take long: so they are used again. */
export class SharedArrays {
  /** The one that waits for the longest time first. */
  readonly #waiting: Float64Array[] = [];
  #bytes = 0;

  /** Holds whatever it held before. */
  borrow(length: number): Float64Array {
    const found = this.#waiting.findLastIndex((array) => array.length === length);
    return found < 0 ? allocateShared(length) : this.#remove(found);
  }

  /** Nobody writes into these any more. */
  giveBack(arrays: Iterable<Float64Array>): void {
    for (const array of arrays) {
      this.#waiting.push(array);
      this.#bytes += array.byteLength;
    }
    while (this.#bytes > mostBytes) this.#remove(0);
  }

  #remove(index: number): Float64Array {
    const [array] = this.#waiting.splice(index, 1);
    this.#bytes -= array.byteLength;
    return array;
  }
}
