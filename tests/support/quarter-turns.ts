/** @file Angles of any size less whole quarter turns, in integers; and the doubles that come closest to a multiple of pi/2. */
import type { DD } from './double-double.ts';

/** Binary digits behind the point: enough for multiples of pi/2 up to 2^1024. */
const places = 1400n;

/** arctan(1/n) 2^bits by its series. */
function arctangentOfReciprocal(n: bigint, bits: bigint): bigint {
  let power = (1n << bits) / n;
  let total = power;
  for (let k = 3n; power !== 0n; k += 2n) {
    power /= -n * n;
    total += power / k;
  }
  return total;
}

/** Machin: pi/4 = 4 arctan(1/5) - arctan(1/239). */
const halfPi = (8n * arctangentOfReciprocal(5n, places + 64n) - 2n * arctangentOfReciprocal(239n, places + 64n)) >> 64n;

/** 2/pi 2^bits, rounded down; for up to 1,300 bits. */
export const twoOverPi = (bits: number): bigint => (1n << (places + BigInt(bits))) / halfPi;

const shifted = (n: bigint, by: number): bigint => (by < 0 ? n >> BigInt(-by) : n << BigInt(by));

/** Integer and power of two whose product is x. */
function integerParts(x: number): { readonly integer: bigint; readonly exponent: number } {
  const bits = new BigUint64Array(Float64Array.of(x).buffer)[0];
  const field = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  const magnitude = field === 0 ? fraction : fraction | (1n << 52n);
  return { integer: x < 0 ? -magnitude : magnitude, exponent: Math.max(field, 1) - 1075 };
}

/** x = (4 n + quarter) pi/2 + rest, |rest| <= pi/4, for any finite x. */
export function quarterTurnsOf(x: number): { readonly quarter: number; readonly rest: DD } {
  if (Math.abs(x) < 0.5) return { quarter: 0, rest: { hi: x, lo: 0 } };
  const { integer, exponent } = integerParts(x);
  const angle = shifted(integer, exponent + Number(places));
  const turns = (2n * angle + halfPi) / (2n * halfPi) - (2n * angle + halfPi < 0n ? 1n : 0n);
  // no remainder of a double is below 2^-70
  const kept = 400;
  const rest = shifted(angle - turns * halfPi, kept - Number(places));
  const hi = Number(rest);
  const unit = 2 ** -kept;
  return { quarter: Number(((turns % 4n) + 4n) % 4n), rest: { hi: hi * unit, lo: Number(rest - BigInt(hi)) * unit } };
}

/**
 * Of the numbers m 2^exponent, m < 2^53, the one closest to a multiple of pi/2 for its size: m is the last denominator below
 * 2^53 of the continued fraction of 2^exponent / (pi/2).
 */
export function closestToQuarterTurn(exponent: number): number {
  let [p, q] = [1n << (BigInt(Math.max(exponent, 0)) + places), halfPi << BigInt(Math.max(-exponent, 0))];
  let [before, denominator] = [1n, 0n];
  for (;;) {
    const next = before + (p / q) * denominator;
    if (next >= 1n << 53n) return Number(denominator) * 2 ** exponent;
    [before, denominator] = [denominator, next];
    [p, q] = [q, p % q];
  }
}
