/** @file A small WebAssembly assembler: bytes of a module with functions over one imported memory. No text, no eval. */

/** Growing list of bytes with the encodings of the binary format (WebAssembly core 2.0, ch. 5). */
export class ByteWriter {
  readonly bytes: number[] = [];

  byte(...values: readonly number[]): this {
    for (const value of values) this.bytes.push(value);
    return this;
  }

  /** Unsigned LEB128. */
  unsigned(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.bytes.push((rest & 0x7f) | 0x80);
      rest = Math.floor(rest / 128);
    }
    return this.byte(rest);
  }

  /** Signed LEB128 of a 32-bit integer. */
  signed(value: number): this {
    let rest = value;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return this.byte(low);
      this.bytes.push(low | 0x80);
    }
  }

  /** A vector of bytes preceded by its length. */
  sized(content: readonly number[]): this {
    this.unsigned(content.length);
    for (const value of content) this.bytes.push(value);
    return this;
  }

  text(value: string): this {
    return this.sized(Array.from(new TextEncoder().encode(value)));
  }
}

const types = { i32: 0x7f, v128: 0x7b, function: 0x60, empty: 0x40 } as const;

/** Two-operand and one-operand SIMD instructions by their opcodes after the prefix 0xfd. */
export const simd = {
  load: 0x00,
  store: 0x0b,
  equal: 0x47,
  notEqual: 0x48,
  less: 0x49,
  lessEqual: 0x4b,
  and: 0x4e,
  andNot: 0x4f,
  or: 0x50,
  bitSelect: 0x52,
  floor: 0x75,
  nearest: 0x94,
  shiftLeft: 0xcb,
  shiftRight: 0xcd,
  abs: 0xec,
  neg: 0xed,
  sqrt: 0xef,
  add: 0xf0,
  sub: 0xf1,
  mul: 0xf2,
  div: 0xf3,
} as const;

/** Code of one function without parameters: local 0 is the loop's byte offset, the others are vectors. */
export class FunctionWriter {
  readonly #code = new ByteWriter();
  #vectors = 0;

  /** A new vector local. */
  local(): number {
    return 1 + this.#vectors++;
  }

  get(local: number): this {
    this.#code.byte(0x20).unsigned(local);
    return this;
  }

  set(local: number): this {
    this.#code.byte(0x21).unsigned(local);
    return this;
  }

  integer(value: number): this {
    this.#code.byte(0x41).signed(value);
    return this;
  }

  simd(opcode: number): this {
    this.#code.byte(0xfd).unsigned(opcode);
    return this;
  }

  /** Loads 16 bytes at the address on the stack plus `offset`. */
  load(offset: number): this {
    this.simd(simd.load).#code.unsigned(3).unsigned(offset);
    return this;
  }

  /** Stores the vector on the stack at the address below it plus `offset`. */
  store(offset: number): this {
    this.simd(simd.store).#code.unsigned(3).unsigned(offset);
    return this;
  }

  /** Runs `body` with local 0 = 0, `step`, 2 `step`, … below `end`. */
  loop(end: number, step: number, body: () => void): this {
    this.integer(0).set(0);
    this.#code.byte(0x03, types.empty);
    body();
    // local 0 += step; continue while local 0 < end
    this.get(0).integer(step).#code.byte(0x6a).byte(0x22).unsigned(0);
    this.integer(end).#code.byte(0x49, 0x0d).unsigned(0).byte(0x0b);
    return this;
  }

  encode(): number[] {
    const body = new ByteWriter().unsigned(2).unsigned(1).byte(types.i32).unsigned(this.#vectors).byte(types.v128);
    for (const value of this.#code.bytes) body.bytes.push(value);
    return body.byte(0x0b).bytes;
  }
}

/**
 * A module that imports `m.m` (memory) and exports `run`, which calls all functions in order. Section ids and layout:
 * WebAssembly core 2.0, sec. 5.5.
 */
export function encodeModule(functions: readonly FunctionWriter[]): Uint8Array<ArrayBuffer> {
  const module = new ByteWriter().byte(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  const section = (id: number, content: ByteWriter): void => void module.byte(id).sized(content.bytes);
  section(1, new ByteWriter().unsigned(1).byte(types.function, 0, 0));
  section(2, new ByteWriter().unsigned(1).text('m').text('m').byte(0x02, 0x00).unsigned(1));
  const count = functions.length + 1;
  const kinds = new ByteWriter().unsigned(count);
  for (let i = 0; i < count; i++) kinds.unsigned(0);
  section(3, kinds);
  section(7, new ByteWriter().unsigned(1).text('run').byte(0x00).unsigned(functions.length));
  const bodies = new ByteWriter().unsigned(count);
  for (const writer of functions) bodies.sized(writer.encode());
  const calls = new ByteWriter().unsigned(0);
  functions.forEach((_, i) => calls.byte(0x10).unsigned(i));
  bodies.sized(calls.byte(0x0b).bytes);
  section(10, bodies);
  return Uint8Array.from(module.bytes);
}
