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
  select: 0x1b,
} as const;

/** Code of one function without results; its parameters, if any, are 32-bit integers in the first locals. */
export class FunctionWriter {
  readonly parameters: number;
  readonly #code = new ByteWriter(4096);
  readonly #locals: LocalType[] = [];

  constructor(parameters = 0) {
    this.parameters = parameters;
  }

  local(type: LocalType): number {
    return this.parameters + this.#locals.push(type) - 1;
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
    return this.get(local).integer(value).plain(opcode.i32Add).set(local);
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

  /** Runs `then` where the integer on the stack is not 0, else `otherwise`. */
  branch(then: () => void, otherwise: () => void): this {
    this.#code.byte(0x04).byte(types.empty);
    then();
    this.#code.byte(0x05);
    otherwise();
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
  const most = functions.reduce((largest, { parameters }) => Math.max(largest, parameters), 0);
  const signatures = new ByteWriter().unsigned(most + 1);
  for (let count = 0; count <= most; count++) {
    signatures.byte(types.function).unsigned(count);
    for (let i = 0; i < count; i++) signatures.byte(types.i32);
    signatures.byte(0);
  }
  section(1, signatures);
  section(2, new ByteWriter().unsigned(1).text('m').text('m').list([0x02, 0x00]).unsigned(1));
  const kinds = new ByteWriter().unsigned(functions.length);
  for (const { parameters } of functions) kinds.unsigned(parameters);
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
