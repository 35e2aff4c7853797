/** @file Numbers of random programs: the same in every JavaScript engine, as they are made of bits and additions alone. */
import type { Random } from '../random.ts';

const specials = [
  0,
  -0,
  1,
  -1,
  NaN,
  Infinity,
  -Infinity,
  5e-324,
  -5e-324,
  2.2e-308,
  -1e-310,
  1.7976931348623157e308,
  -1e300,
  4503599627370496,
  1e22,
];

/** Any of the 2^64 patterns of bits, NaNs and subnormal numbers among them. */
function anyBits(random: Random): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, random.integer(0, 4294967295));
  view.setUint32(4, random.integer(0, 4294967295));
  return view.getFloat64(0);
}

/** `wildness` 0: ordinary numbers of order one; else the share of special ones and of any pattern of bits. */
export function drawNumber(random: Random, wildness: number): number {
  if (random.next() >= wildness) return random.uniform(-2, 2);
  return random.next() < 0.7 ? random.pick(specials) : anyBits(random);
}

/** A hash of the bits of all numbers in order, where NaN is NaN whatever its payload (FNV-1a over words, twice). */
export function hashBits(arrays: readonly Float64Array[]): string {
  let [low, high] = [0x811c9dc5, 0x9747b28c];
  const mix = (word: number): void => {
    low = Math.imul(low ^ word, 0x01000193);
    high = Math.imul(high ^ (low >>> 15) ^ word, 0x85ebca6b);
  };
  for (const array of arrays) {
    mix(array.length);
    const canonical = array.map((value) => (Number.isNaN(value) ? NaN : value));
    new Uint32Array(canonical.buffer).forEach(mix);
  }
  return [high, low].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
