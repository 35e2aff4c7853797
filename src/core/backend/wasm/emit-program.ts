/** @file Scalar program -> WebAssembly SIMD: tiles of operations, each looped over the lanes of a block, two lanes a vector. */
import type { Program } from '../../program/program.ts';
import { encodeModule, FunctionWriter, simd } from './assembler.ts';

/** Operations a tile: enough to keep values in registers, few enough for the instruction cache. */
const tileSize = 80;

/** Bytes of a vector: two float64. */
const vectorBytes = 16;

/** Bit patterns and numbers that instructions need besides the program's own constants. */
const patterns = {
  one: 0x3ff0000000000000n,
  sign: 0x8000000000000000n,
  headMask: 0xffffffff00000000n,
  exponentMask: 0x7ffn,
  /** 2^52: its low bits hold an integer that is or-ed in. */
  integerMagic: 0x4330000000000000n,
  /** 2^52 + 1023, subtracted to unbias an exponent. */
  unbias: 0x43300000000003ffn,
  /** 1.5 2^52 + 1023: adding n leaves n + 1023 in the low bits. */
  exponentMagic: 0x43380000000003ffn,
  zero: 0n,
} as const;
type Pattern = keyof typeof patterns;
const patternNames = Object.keys(patterns) as Pattern[];

export interface EmittedProgram {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Both halves of each constant vector, in memory from `constantsOffset` on. */
  readonly constants: BigInt64Array;
  readonly constantsOffset: number;
  readonly memoryBytes: number;
}

/** Whether a program consists of instructions that this backend has sequences for. */
export const canEmit = (program: Program): boolean => program.instructions.every(({ name }) => name in sequences);

type Emit = (tile: Tile, operands: readonly number[]) => void;

const binary =
  (opcode: number): Emit =>
  (tile, [x, y]) =>
    void tile.value(x).value(y).code.simd(opcode);
const unary =
  (opcode: number): Emit =>
  (tile, [x]) =>
    void tile.value(x).code.simd(opcode);
/** A comparison's mask as 1 or 0. */
const comparison =
  (opcode: number): Emit =>
  (tile, [x, y]) => {
    tile.value(x).value(y).code.simd(opcode);
    tile.pattern('one').code.simd(simd.and);
  };

/** WASM SIMD of each basic instruction, with the bits of its value in the table. */
const sequences: Readonly<Record<string, Emit>> = {
  add: binary(simd.add),
  sub: binary(simd.sub),
  mul: binary(simd.mul),
  div: binary(simd.div),
  neg: unary(simd.neg),
  abs: unary(simd.abs),
  sqrt: unary(simd.sqrt),
  floor: unary(simd.floor),
  nearest: unary(simd.nearest),
  less: comparison(simd.less),
  lessEqual: comparison(simd.lessEqual),
  equal: comparison(simd.equal),
  select: (tile, [condition, x, y]) => {
    tile.value(x).value(y).value(condition).pattern('zero').code.simd(simd.notEqual).simd(simd.bitSelect);
  },
  copySign: (tile, [x, y]) => {
    tile.value(y).value(x).pattern('sign').code.simd(simd.bitSelect);
  },
  exponent: (tile, [x]) => {
    tile.value(x).code.integer(52).simd(simd.shiftRight);
    tile.pattern('exponentMask').code.simd(simd.and);
    tile.pattern('integerMagic').code.simd(simd.or);
    tile.pattern('unbias').code.simd(simd.sub);
  },
  powerOfTwo: (tile, [x]) => {
    tile.value(x).pattern('exponentMagic').code.simd(simd.add).integer(52).simd(simd.shiftLeft);
  },
  truncateLow: (tile, [x]) => {
    tile.value(x).pattern('headMask').code.simd(simd.and);
  },
};

/** Where everything lies: slots of a block of lanes first, constants behind them. */
interface Layout {
  readonly laneBytes: number;
  readonly constantsOffset: number;
  /** Position among the constants by slot. */
  readonly constantOf: ReadonlyMap<number, number>;
}

/** One function: a run of operations, looped over the lanes of a block. */
class Tile {
  readonly code: FunctionWriter;
  readonly #layout: Layout;
  /** Locals that hold what is in a slot. */
  readonly #locals = new Map<number, number>();

  constructor(code: FunctionWriter, layout: Layout) {
    this.code = code;
    this.#layout = layout;
  }

  /** Pushes what a slot holds; loaded once a tile. */
  value(slot: number): this {
    const { laneBytes, constantOf } = this.#layout;
    const constant = constantOf.get(slot);
    if (constant !== undefined) return this.#constant(constant);
    let local = this.#locals.get(slot);
    if (local === undefined) {
      local = this.code.local();
      this.#locals.set(slot, local);
      this.code
        .get(0)
        .load(slot * laneBytes)
        .set(local);
    }
    this.code.get(local);
    return this;
  }

  /** Pushes a pattern of the instruction set. */
  pattern(name: Pattern): this {
    return this.#constant(this.#layout.constantOf.size + patternNames.indexOf(name));
  }

  /** Takes the result from the stack into a local, and to memory where a later tile reads it. */
  result(slot: number, isRead: boolean): void {
    const local = this.code.local();
    this.code.set(local);
    this.#locals.set(slot, local);
    if (isRead)
      this.code
        .get(0)
        .get(local)
        .store(slot * this.#layout.laneBytes);
  }

  #constant(index: number): this {
    this.code.integer(0).load(this.#layout.constantsOffset + vectorBytes * index);
    return this;
  }
}

/** Position of the last operation that reads each operation's result; Infinity for outputs. */
function lastReads({ code, operands, results, outputs }: Program): Float64Array {
  const producer = new Map<number, number>();
  const last = new Float64Array(code.length).fill(-1);
  for (let k = 0; k < code.length; k++) {
    for (let i = 3 * k; i < 3 * k + 3; i++) {
      const source = producer.get(operands[i]);
      if (source !== undefined) last[source] = k;
    }
    producer.set(results[k], k);
  }
  for (const slot of outputs) {
    const source = producer.get(slot);
    if (source !== undefined) last[source] = Infinity;
  }
  return last;
}

/** Module for blocks of `lanes` lanes, an even number. */
export function emitProgram(program: Program, lanes: number): EmittedProgram {
  const laneBytes = 8 * lanes;
  const constantsOffset = program.slots * laneBytes;
  const constantOf = new Map(program.constants.map(({ slot }, i) => [slot, i]));
  const layout: Layout = { laneBytes, constantsOffset, constantOf };
  const last = lastReads(program);
  const functions: FunctionWriter[] = [];
  for (let begin = 0; begin < program.code.length; begin += tileSize) {
    const end = Math.min(begin + tileSize, program.code.length);
    const code = new FunctionWriter();
    const tile = new Tile(code, layout);
    code.loop(laneBytes, vectorBytes, () => {
      for (let k = begin; k < end; k++) {
        sequences[program.instructions[program.code[k]].name](tile, [...program.operands.subarray(3 * k, 3 * k + 3)]);
        tile.result(program.results[k], last[k] >= end);
      }
    });
    functions.push(code);
  }
  const constants = new BigInt64Array(2 * (program.constants.length + patternNames.length));
  const numbers = new Float64Array(constants.buffer);
  program.constants.forEach(({ value }, i) => numbers.fill(value, 2 * i, 2 * i + 2));
  patternNames.forEach((name, i) => {
    const at = 2 * (program.constants.length + i);
    constants.fill(BigInt.asIntN(64, patterns[name]), at, at + 2);
  });
  return {
    bytes: encodeModule(functions),
    constants,
    constantsOffset,
    memoryBytes: constantsOffset + constants.byteLength,
  };
}
