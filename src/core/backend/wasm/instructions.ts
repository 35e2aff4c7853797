/** @file WebAssembly SIMD of each basic instruction, with the bits of its value in the table. Two float64 a vector. */
import type { Value } from '../../program/values.ts';

/** SIMD instructions by their opcodes after the prefix 0xfd. */
export const simd = {
  equal: 0x47,
  notEqual: 0x48,
  less: 0x49,
  lessEqual: 0x4b,
  and: 0x4e,
  andNot: 0x4f,
  or: 0x50,
  xor: 0x51,
  bitSelect: 0x52,
  floor: 0x75,
  shiftLeft: 0xcb,
  shiftRight: 0xcd,
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
  relaxedMultiplyAdd: 0x107,
  relaxedNegatedMultiplyAdd: 0x108,
} as const;

/** Bit patterns and numbers that instructions need besides the program's own constants. */
export const patterns = {
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

/** What a sequence is written with: operands and patterns are pushed, instructions take them. */
export interface SequenceWriter {
  value(operand: Value): this;
  /** Pushes a condition as a mask of all ones or zeros. */
  mask(operand: Value): this;
  pattern(name: Pattern): this;
  simd(code: number): this;
  integer(value: number): this;
}

type Sequence = (write: SequenceWriter, operands: readonly Value[]) => void;

const binary =
  (code: number): Sequence =>
  (write, [x, y]) =>
    void write.value(x).value(y).simd(code);
const unary =
  (code: number): Sequence =>
  (write, [x]) =>
    void write.value(x).simd(code);

/** Comparisons leave a mask, which becomes 1 or 0 where it is read as a number. */
export const comparisons: Readonly<Record<string, number>> = {
  less: simd.less,
  lessEqual: simd.lessEqual,
  equal: simd.equal,
};

const isZero = (value: Value): boolean => value.kind === 'constant' && Object.is(value.value, 0);

export const sequences: Readonly<Record<string, Sequence>> = {
  add: binary(simd.add),
  sub: binary(simd.sub),
  mul: binary(simd.mul),
  div: binary(simd.div),
  neg: unary(simd.neg),
  abs: unary(simd.abs),
  sqrt: unary(simd.sqrt),
  floor: unary(simd.floor),
  min: binary(simd.pseudoMin),
  max: binary(simd.pseudoMax),
  less: binary(simd.less),
  lessEqual: binary(simd.lessEqual),
  equal: binary(simd.equal),
  select: (write, [condition, x, y]) => {
    if (isZero(y)) write.value(x).mask(condition).simd(simd.and);
    else if (isZero(x)) write.value(y).mask(condition).simd(simd.andNot);
    // all ones are a NaN
    else if (x.kind === 'constant' && Number.isNaN(x.value)) write.value(y).mask(condition).simd(simd.or);
    else write.value(x).value(y).mask(condition).simd(simd.bitSelect);
  },
  copySign: (write, [x, y]) => {
    write.value(y).value(x).pattern('sign').simd(simd.bitSelect);
  },
  xor: binary(simd.xor),
  shiftLeft62: (write, [x]) => {
    write.value(x).integer(62).simd(simd.shiftLeft);
  },
  exponent: (write, [x]) => {
    write.value(x).integer(52).simd(simd.shiftRight);
    write.pattern('exponentMask').simd(simd.and);
    write.pattern('integerMagic').simd(simd.or);
    write.pattern('unbias').simd(simd.sub);
  },
  powerOfTwo: (write, [x]) => {
    write.value(x).pattern('exponentMagic').simd(simd.add).integer(52).simd(simd.shiftLeft);
  },
  truncateLow: (write, [x]) => {
    write.value(x).pattern('headMask').simd(simd.and);
  },
};
