/** @file WebAssembly SIMD of each basic instruction, with the bits of its value in the table. */
import type { Value } from '../../program/record/values.ts';
import type { Pattern, VectorInstruction } from './vector-format.ts';

/** What a sequence is written with: operands and patterns are pushed, instructions take them. */
export interface SequenceWriter {
  value(operand: Value): this;
  /** Pushes a condition as a mask of all ones or zeros. */
  mask(operand: Value): this;
  pattern(name: Pattern): this;
  simd(instruction: VectorInstruction): this;
  /** Pushes 16 bytes picked from the 32 of the two vectors on the stack. */
  shuffle(bytes: readonly number[]): this;
  integer(value: number): this;
}

type Sequence = (write: SequenceWriter, operands: readonly Value[]) => void;

const binary =
  (instruction: VectorInstruction): Sequence =>
  (write, operands) =>
    void write.value(operands[0]).value(operands[1]).simd(instruction);
const unary =
  (instruction: VectorInstruction): Sequence =>
  (write, operands) =>
    void write.value(operands[0]).simd(instruction);

/** Comparisons leave a mask, which becomes 1 or 0 where it is read as a number. */
export const comparisons: ReadonlySet<string> = new Set(['less', 'lessEqual', 'equal']);

const range = (first: number): number[] => Array.from({ length: 8 }, (_, i) => first + i);

const isZero = (value: Value): boolean => value.kind === 'constant' && Object.is(value.value, 0);

export const sequences: Readonly<Record<string, Sequence>> = {
  add: binary('add'),
  sub: binary('sub'),
  mul: binary('mul'),
  div: binary('div'),
  neg: unary('neg'),
  abs: unary('abs'),
  sqrt: unary('sqrt'),
  floor: unary('floor'),
  min: binary('pseudoMin'),
  max: binary('pseudoMax'),
  less: binary('less'),
  lessEqual: binary('lessEqual'),
  equal: binary('equal'),
  select: (write, [condition, x, y]) => {
    if (isZero(y)) write.value(x).mask(condition).simd('and');
    else if (isZero(x)) write.value(y).mask(condition).simd('andNot');
    // all ones are a NaN
    else if (x.kind === 'constant' && Number.isNaN(x.value)) write.value(y).mask(condition).simd('or');
    else write.value(x).value(y).mask(condition).simd('bitSelect');
  },
  copySign: (write, [x, y]) => {
    write.value(y).value(x).pattern('sign').simd('bitSelect');
  },
  xor: binary('xor'),
  shiftLeft62: (write, [x]) => {
    write.value(x).integer(62).simd('shiftLeft');
  },
  exponent: (write, [x]) => {
    write.value(x).integer(52).simd('shiftRight');
    write.pattern('exponentMask').simd('and');
    write.pattern('integerMagic').simd('or');
    write.pattern('unbias').simd('sub');
  },
  powerOfTwo: (write, [x]) => {
    write.value(x).pattern('exponentMagic').simd('add').integer(52).simd('shiftLeft');
  },
  promoteLow: unary('promoteLow'),
  promoteHigh: (write, [x]) => {
    write
      .value(x)
      .value(x)
      .shuffle([...range(8), ...range(8)])
      .simd('promoteLow');
  },
  demote: (write, [low, high]) => {
    write.value(low).simd('demote').value(high).simd('demote');
    write.shuffle([...range(0), ...range(16)]);
  },
  truncateLow: (write, [x]) => {
    write.value(x).pattern('headMask').simd('and');
  },
};
