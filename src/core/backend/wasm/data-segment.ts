/** @file What code reads from memory besides a block's numbers: constants as vectors, and index tables. */

const vectorBytes = 16;

export class DataSegment {
  /** Address of the first byte; a multiple of 16. */
  readonly begin: number;
  #end: number;
  readonly #vectors = new Map<bigint, number>();
  readonly #tables: { readonly address: number; readonly table: Int32Array | Float64Array }[] = [];
  readonly #numbers = new Map<readonly number[], number>();

  constructor(begin: number) {
    this.begin = Math.ceil(begin / vectorBytes) * vectorBytes;
    this.#end = this.begin;
  }

  get end(): number {
    return this.#end;
  }

  /** Address of a vector whose halves have the given bits. */
  patternAt(bits: bigint): number {
    let address = this.#vectors.get(bits);
    if (address === undefined) {
      address = this.reserve(vectorBytes);
      this.#vectors.set(bits, address);
    }
    return address;
  }

  /** Address of float64 numbers; the same list is kept once. */
  numbersAt(list: readonly number[]): number {
    const address = this.#numbers.get(list) ?? this.tableAt(Float64Array.from(list));
    this.#numbers.set(list, address);
    return address;
  }

  tableAt(table: Int32Array | Float64Array): number {
    const address = this.reserve(table.byteLength);
    this.#tables.push({ address, table });
    return address;
  }

  /** Address of so many bytes, zero at first. */
  reserve(bytes: number): number {
    const address = this.#end;
    this.#end += Math.ceil(bytes / vectorBytes) * vectorBytes;
    return address;
  }

  /** The bytes from `begin` to `end`. */
  encode(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#end - this.begin);
    for (const [bits, address] of this.#vectors) new BigUint64Array(bytes.buffer, address - this.begin, 2).fill(bits);
    for (const { address, table } of this.#tables)
      bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), address - this.begin);
    return bytes;
  }
}
