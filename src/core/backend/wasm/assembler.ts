/** @file A small WebAssembly assembler: bytes of a module with functions over one imported memory. No text, no eval. */

import { ByteWriter } from './byte-writer.ts';

const types = { i32: 0x7f, f64: 0x7c, v128: 0x7b, function: 0x60, empty: 0x40 } as const;
export type LocalType = 'i32' | 'f64' | 'v128';

/** Opcodes of plain instructions. */
export const opcode = {
  i32And: 0x71,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Mul: 0x6c,
  i32LessUnsigned: 0x49,
  i32ShiftLeft: 0x74,
  f64Less: 0x63,
  f64GreaterEqual: 0x66,
  f64Floor: 0x9c,
  f64Add: 0xa0,
  f32Add: 0x92,
  /** float64 -> float32, and back. */
  demote: 0xb6,
  promote: 0xbb,
  select: 0x1b,
} as const;

/** What a function takes, in its first locals, and what it leaves on the stack. */
export interface Signature {
  readonly parameters: readonly LocalType[];
  readonly results: readonly LocalType[];
}

/** Code of one function; by default it neither takes nor leaves anything. */
export class FunctionWriter {
  readonly signature: Signature;
  readonly #code = new ByteWriter(4096);
  readonly #locals: LocalType[] = [];

  constructor({ parameters = [], results = [] }: Partial<Signature> = {}) {
    this.signature = { parameters, results };
  }

  local(type: LocalType): number {
    return this.signature.parameters.length + this.#locals.push(type) - 1;
  }

  get(local: number): this {
    this.#code.byte(0x20).unsigned(local);
    return this;
  }

  set(local: number): this {
    this.#code.byte(0x21).unsigned(local);
    return this;
  }

  tee(local: number): this {
    this.#code.byte(0x22).unsigned(local);
    return this;
  }

  getGlobal(index: number): this {
    this.#code.byte(0x23).unsigned(index);
    return this;
  }

  setGlobal(index: number): this {
    this.#code.byte(0x24).unsigned(index);
    return this;
  }

  /** A 32-bit integer, read as signed or unsigned. */
  integer(value: number): this {
    this.#code.byte(0x41).signed(value | 0);
    return this;
  }

  float64(value: number): this {
    this.#code.byte(0x44).list([...new Uint8Array(Float64Array.of(value).buffer)]);
    return this;
  }

  /** The float64 on the stack as a 32-bit integer, towards 0. */
  truncate(): this {
    this.#code.byte(0xfc).unsigned(2);
    return this;
  }

  plain(code: number): this {
    this.#code.byte(code);
    return this;
  }

  call(index: number): this {
    this.#code.byte(0x10).unsigned(index);
    return this;
  }

  simd(code: number): this {
    this.#code.byte(0xfd).unsigned(code);
    return this;
  }

  #access(alignment: number, offset: number): this {
    this.#code.unsigned(alignment).unsigned(offset);
    return this;
  }

  /** 16 bytes at the address on the stack plus `offset`. */
  loadVector(offset: number): this {
    return this.simd(0x00).#access(3, offset);
  }

  /** 8 bytes there, in both halves. */
  loadSplat64(offset: number): this {
    return this.simd(0x0a).#access(3, offset);
  }

  /** 8 bytes at the address below the vector on the stack, into its upper half. */
  loadUpperHalf(offset: number): this {
    this.simd(0x57).#access(3, offset);
    return this.plain(1);
  }

  /** One of the four 32-bit integers of the vector on the stack. */
  extractInteger(lane: number): this {
    return this.simd(0x1b).plain(lane);
  }

  /** 4 bytes there, in all quarters. */
  loadSplat32(offset: number): this {
    return this.simd(0x09).#access(2, offset);
  }

  /** The vector on the stack to the address below it plus `offset`. */
  storeVector(offset: number): this {
    return this.simd(0x0b).#access(3, offset);
  }

  loadInteger(offset: number): this {
    this.#code.byte(0x28);
    return this.#access(2, offset);
  }

  storeInteger(offset: number): this {
    this.#code.byte(0x36);
    return this.#access(2, offset);
  }

  loadFloat64(offset: number): this {
    this.#code.byte(0x2b);
    return this.#access(3, offset);
  }

  storeFloat64(offset: number): this {
    this.#code.byte(0x39);
    return this.#access(3, offset);
  }

  loadFloat32(offset: number): this {
    this.#code.byte(0x2a);
    return this.#access(2, offset);
  }

  storeFloat32(offset: number): this {
    this.#code.byte(0x38);
    return this.#access(2, offset);
  }

  /** 16 bytes picked from the 32 of the two vectors on the stack. */
  shuffle(bytes: readonly number[]): this {
    this.simd(0x0d);
    this.#code.list(bytes);
    return this;
  }

  /** Zeros `count` bytes from the address on. */
  clear(address: number, count: number): this {
    this.integer(address).integer(0).integer(count);
    this.#code.byte(0xfc).unsigned(11).byte(0);
    return this;
  }

  /** Copies as many bytes as the integer on the stack says; below it are where to and where from. */
  copyMemory(): this {
    this.#code.byte(0xfc).unsigned(10).byte(0).byte(0);
    return this;
  }

  /** local += value. */
  advance(local: number, value: number): this {
    return value === 0 ? this : this.get(local).integer(value).plain(opcode.i32Add).set(local);
  }

  /** Runs `body` with `counter` = 0, `step`, 2 `step`, … below `end`; at least once. */
  repeat(counter: number, end: number, step: number, body: () => void): this {
    if (end <= step) {
      this.integer(0).set(counter);
      body();
      return this;
    }
    this.integer(0).set(counter);
    this.#code.byte(0x03).byte(types.empty);
    body();
    this.get(counter).integer(step).plain(opcode.i32Add).tee(counter).integer(end).plain(opcode.i32LessUnsigned);
    this.#code.byte(0x0d).unsigned(0).byte(0x0b);
    return this;
  }

  /** Runs `body` with `counter` = 0, 1, … below the integer that `pushEnd` pushes; at least once. */
  repeatTo(counter: number, pushEnd: () => void, body: () => void): this {
    this.integer(0).set(counter);
    this.#code.byte(0x03).byte(types.empty);
    body();
    this.get(counter).integer(1).plain(opcode.i32Add).tee(counter);
    pushEnd();
    this.plain(opcode.i32LessUnsigned);
    this.#code.byte(0x0d).unsigned(0).byte(0x0b);
    return this;
  }

  /** Runs `then` where the integer on the stack is not 0, else `otherwise`, if there is one. */
  branch(then: () => void, otherwise?: () => void): this {
    this.#code.byte(0x04).byte(types.empty);
    then();
    if (otherwise) {
      this.#code.byte(0x05);
      otherwise();
    }
    this.#code.byte(0x0b);
    return this;
  }

  /** Bytes of the code, declarations apart. */
  get length(): number {
    return this.#code.length;
  }

  /** Appends the function's body, preceded by its length. */
  encodeTo(bodies: ByteWriter): void {
    const groups: { type: LocalType; count: number }[] = [];
    this.#locals.forEach((type) => {
      const last = groups.at(-1);
      if (last?.type === type) last.count++;
      else groups.push({ type, count: 1 });
    });
    const declarations = new ByteWriter().unsigned(groups.length);
    for (const { type, count } of groups) declarations.unsigned(count).byte(types[type]);
    bodies.unsigned(declarations.length + this.#code.length + 1);
    bodies.append(declarations.bytes).append(this.#code.bytes).byte(0x0b);
  }
}

/** Of a function's locals and lengths, mostly. */
const declarationBytes = 32;

/**
 * A module that imports `m.m` (memory), has mutable i32 globals, and exports functions by name. Section ids and layout:
 * WebAssembly core 2.0, sec. 5.5.
 */
export function encodeModule(
  functions: readonly FunctionWriter[],
  globals: number,
  exported: Readonly<Record<string, number>>,
): Uint8Array<ArrayBuffer> {
  const roughly = functions.reduce((total, { length }) => total + length + declarationBytes, declarationBytes);
  const module = new ByteWriter(roughly + 1024).list([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  const section = (id: number, content: ByteWriter): void => void module.byte(id).sized(content.bytes);
  const keyOf = ({ signature: { parameters, results } }: FunctionWriter): string =>
    `${parameters.join()} ${results.join()}`;
  const distinct = new Map(functions.map((writer) => [keyOf(writer), writer.signature]));
  const signatures = new ByteWriter().unsigned(distinct.size);
  for (const { parameters, results } of distinct.values()) {
    signatures.byte(types.function);
    for (const list of [parameters, results]) signatures.unsigned(list.length).list(list.map((type) => types[type]));
  }
  section(1, signatures);
  section(2, new ByteWriter().unsigned(1).text('m').text('m').list([0x02, 0x00]).unsigned(1));
  const kinds = new ByteWriter().unsigned(functions.length);
  const order = [...distinct.keys()];
  for (const writer of functions) kinds.unsigned(order.indexOf(keyOf(writer)));
  section(3, kinds);
  const variables = new ByteWriter().unsigned(globals);
  for (let i = 0; i < globals; i++) variables.list([types.i32, 1, 0x41, 0, 0x0b]);
  section(6, variables);
  const names = Object.entries(exported);
  const list = new ByteWriter().unsigned(names.length);
  for (const [name, index] of names) list.text(name).byte(0x00).unsigned(index);
  section(7, list);
  const bodies = new ByteWriter(roughly).unsigned(functions.length);
  for (const writer of functions) writer.encodeTo(bodies);
  section(10, bodies);
  return module.bytes.slice();
}
