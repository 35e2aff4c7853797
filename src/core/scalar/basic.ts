/** @file The basic scalar instructions: IEEE 754 double arithmetic, comparisons, selection and a few bit operations. */
import type { ScalarInstruction } from './instruction.ts';

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

function instruction(name: string, arity: 1 | 2 | 3, value: ScalarInstruction['value']): ScalarInstruction {
  return { name, arity, value };
}

export const add = instruction('add', 2, (x, y) => x + y);
export const sub = instruction('sub', 2, (x, y) => x - y);
export const mul = instruction('mul', 2, (x, y) => x * y);
export const div = instruction('div', 2, (x, y) => x / y);
export const neg = instruction('neg', 1, (x) => -x);
export const abs = instruction('abs', 1, (x) => Math.abs(x));
export const sqrt = instruction('sqrt', 1, (x) => Math.sqrt(x));
export const floor = instruction('floor', 1, (x) => Math.floor(x));
export const min = instruction('min', 2, (x, y) => (y < x ? y : x));
export const max = instruction('max', 2, (x, y) => (x < y ? y : x));
export const less = instruction('less', 2, (x, y) => (x < y ? 1 : 0));
export const lessEqual = instruction('lessEqual', 2, (x, y) => (x <= y ? 1 : 0));
export const equal = instruction('equal', 2, (x, y) => (x === y ? 1 : 0));
export const select = instruction('select', 3, (condition, x, y) => (condition !== 0 ? x : y));
/** Whether the sign bit is set; the bits themselves are looked at for NaN only, which is slow. */
function isNegative(x: number): boolean {
  if (x !== 0) {
    if (x > 0 || x < 0) return x < 0;
    float[0] = x;
    return words[1] >>> 31 === 1;
  }
  return 1 / x < 0;
}

export const copySign = instruction('copySign', 2, (x, y) => (isNegative(y) ? -Math.abs(x) : Math.abs(x)));
export const xor = instruction('xor', 2, (x, y) => {
  // nearly always a sign is changed, or not
  if (y === 0) return 1 / y < 0 ? -x : x;
  float[0] = y;
  const low = words[0];
  const high = words[1];
  float[0] = x;
  words[0] ^= low;
  words[1] ^= high;
  return float[0];
});
export const shiftLeft62 = instruction('shiftLeft62', 1, (x) => {
  float[0] = x;
  words[1] = words[0] << 30;
  words[0] = 0;
  return float[0];
});
export const exponent = instruction('exponent', 1, (x) => {
  float[0] = x;
  return ((words[1] >>> 20) & 0x7ff) - 1023;
});
export const powerOfTwo = instruction('powerOfTwo', 1, (n) => {
  words[0] = 0;
  words[1] = (n + 1023) << 20;
  return float[0];
});
export const truncateLow = instruction('truncateLow', 1, (x) => {
  float[0] = x;
  words[0] = 0;
  return float[0];
});
