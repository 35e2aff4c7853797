/** @file Vectors of either number format in WebAssembly: opcodes, bit patterns, moves of single numbers. */
import { type NumberFormat, numberFormats, type Precision } from '../../program/record/number-format.ts';
import { type FunctionWriter, opcode } from './assembler.ts';

/** SIMD instructions on bits, and between the formats, by their opcodes after the prefix 0xfd. */
const common = {
  and: 0x4e,
  andNot: 0x4f,
  or: 0x50,
  xor: 0x51,
  bitSelect: 0x52,
  /** Of 64-bit integers. */
  shiftLeft: 0xcb,
  shiftRight: 0xcd,
  /** Two float64 as the lower two float32, the others 0. */
  demote: 0x5e,
  /** The lower two float32. */
  promoteLow: 0x5f,
  /** Whether any bit is set, as an integer. */
  anyTrue: 0x53,
  /** Two float64 as the lower two 32-bit integers, the others 0. */
  truncate: 0xfc,
} as const;

const float64x2 = {
  ...common,
  equal: 0x47,
  notEqual: 0x48,
  less: 0x49,
  lessEqual: 0x4b,
  floor: 0x75,
  abs: 0xec,
  neg: 0xed,
  sqrt: 0xef,
  add: 0xf0,
  sub: 0xf1,
  mul: 0xf2,
  div: 0xf3,
  /** y < x ? y : x. */
  pseudoMin: 0xf6,
  /** x < y ? y : x. */
  pseudoMax: 0xf7,
  /** a b + c, rounded once or twice. */
  relaxedMultiplyAdd: 0x107,
  /** -(a b) + c. */
  relaxedNegatedMultiplyAdd: 0x108,
} as const;

export type VectorInstruction = keyof typeof float64x2;

const float32x4: Readonly<Record<VectorInstruction, number>> = {
  ...common,
  equal: 0x41,
  notEqual: 0x42,
  less: 0x43,
  lessEqual: 0x45,
  floor: 0x68,
  abs: 0xe0,
  neg: 0xe1,
  sqrt: 0xe3,
  add: 0xe4,
  sub: 0xe5,
  mul: 0xe6,
  div: 0xe7,
  pseudoMin: 0xea,
  pseudoMax: 0xeb,
  relaxedMultiplyAdd: 0x105,
  relaxedNegatedMultiplyAdd: 0x106,
};

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
export type Pattern = keyof typeof patterns;

const scratch = new DataView(new ArrayBuffer(8));

export interface VectorFormat extends NumberFormat {
  readonly opcodes: Readonly<Record<VectorInstruction, number>>;
  /** 64 bits, half a vector; in float32 those that its instructions use. */
  readonly patterns: Readonly<Partial<Record<Pattern, bigint>>>;
  /** Half a vector of the number. */
  readonly bitsOf: (value: number) => bigint;
  /** The number at the address on the stack, in all lanes. */
  readonly loadSplat: (code: FunctionWriter, offset: number) => FunctionWriter;
  /** Moves the number at the address on the stack to the address below it. */
  readonly moveNumber: (code: FunctionWriter) => FunctionWriter;
  /** The number at the address on the stack, as float64. */
  readonly loadNumber: (code: FunctionWriter) => FunctionWriter;
  /** The float64 on the stack to the address below it, as a number of the format. */
  readonly storeNumber: (code: FunctionWriter) => FunctionWriter;
  /** The sum of the numbers at the address on the stack and at the pushed one, to the address below. */
  readonly addNumber: (code: FunctionWriter, pushAddress: () => FunctionWriter) => FunctionWriter;
}

export const vectorFormats: Readonly<Record<Precision, VectorFormat>> = {
  float64: {
    ...numberFormats.float64,
    opcodes: float64x2,
    patterns,
    bitsOf: (value) => {
      scratch.setFloat64(0, value);
      return scratch.getBigUint64(0);
    },
    loadSplat: (code, offset) => code.loadSplat64(offset),
    moveNumber: (code) => code.loadFloat64(0).storeFloat64(0),
    loadNumber: (code) => code.loadFloat64(0),
    storeNumber: (code) => code.storeFloat64(0),
    addNumber: (code, pushAddress) => {
      code.loadFloat64(0);
      return pushAddress().loadFloat64(0).plain(opcode.f64Add).storeFloat64(0);
    },
  },
  float32: {
    ...numberFormats.float32,
    opcodes: float32x4,
    patterns: { one: 0x3f8000003f800000n, sign: 0x8000000080000000n, zero: 0n },
    bitsOf: (value) => {
      scratch.setFloat32(0, value);
      scratch.setFloat32(4, value);
      return scratch.getBigUint64(0);
    },
    loadSplat: (code, offset) => code.loadSplat32(offset),
    moveNumber: (code) => code.loadFloat32(0).storeFloat32(0),
    loadNumber: (code) => code.loadFloat32(0).plain(opcode.promote),
    storeNumber: (code) => code.plain(opcode.demote).storeFloat32(0),
    addNumber: (code, pushAddress) => {
      code.loadFloat32(0);
      return pushAddress().loadFloat32(0).plain(opcode.f32Add).storeFloat32(0);
    },
  },
};
