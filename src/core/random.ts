/** @file Random numbers from a counter: Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011). No state, so order and workers do not matter. */
import { ArgumentError } from '../errors.ts';
import { requireInteger, requireOptions } from './arguments.ts';
import { log } from './scalar/logarithm.ts';
import { cos, sin } from './scalar/trigonometric.ts';

/** Words have 32 bits: another number would repeat a stream that is some other's. */
export const largestWord = 2 ** 32 - 1;

function requireWords(words: Readonly<Record<string, number>>): void {
  for (const [name, word] of Object.entries(words)) requireInteger(name, word, 0, largestWord);
}

/** What a stream belongs to: integers from 0 to 2^32 - 1; others are refused. */
export interface RandomKey {
  readonly seed: number;
  readonly member?: number;
  readonly step?: number;
  /** What is drawn, where a member draws several things in a step: none moves where another one is drawn besides. */
  readonly stream?: number;
}

type Words = readonly [number, number, number, number];

/** High and low 32 bits of a product of two 32-bit integers. */
function multiply(a: number, b: number): readonly [number, number] {
  const [ah, al, bh, bl] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const low = al * bl;
  const middle = ah * bl + (low >>> 16);
  const cross = al * bh + (middle & 0xffff);
  const high = ah * bh + Math.floor(middle / 65536) + Math.floor(cross / 65536);
  return [high >>> 0, Math.imul(a, b) >>> 0];
}

/** Ten rounds of Philox on a counter of four words under a key of two, integers from 0 to 2^32 - 1. */
export function philox(counter: Words, key: readonly [number, number]): Words {
  for (const [list, length] of [
    [counter, 4],
    [key, 2],
  ] as const)
    // prettier-ignore
    if (list.length !== length) throw new ArgumentError('philox', `${list.length} words`, `${length} words`);
  const [c0, c1, c2, c3] = counter;
  requireWords({ c0, c1, c2, c3, k0: key[0], k1: key[1] });
  return tenRounds(counter, key);
}

function tenRounds(counter: Words, key: readonly [number, number]): Words {
  let [x0, x1, x2, x3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const [h0, l0] = multiply(0xd2511f53, x0);
    const [h1, l1] = multiply(0xcd9e8d57, x2);
    [x0, x1, x2, x3] = [(h1 ^ x1 ^ k0) >>> 0, l1, (h0 ^ x3 ^ k1) >>> 0, l0];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [x0, x1, x2, x3];
}

/** `count` numbers in [0, 1) with 53 random bits each. */
export function uniform(key: RandomKey, count: number): Float64Array {
  requireOptions('key', key, ['seed', 'member', 'step', 'stream']);
  const { seed, member = 0, step = 0, stream = 0 } = key;
  requireWords({ seed, member, step, stream, count });
  const numbers = new Float64Array(count);
  for (let block = 0; 2 * block < count; block++) {
    const words = tenRounds([block, step, stream, 0], [seed, member]);
    for (let half = 0; half < 2 && 2 * block + half < count; half++) {
      const [high, low] = [words[2 * half], words[2 * half + 1]];
      numbers[2 * block + half] = ((high >>> 5) * 67108864 + (low >>> 6)) / 9007199254740992;
    }
  }
  return numbers;
}

/** `count` numbers of the standard normal distribution, by Box and Muller's method. */
export function normal(key: RandomKey, count: number): Float64Array {
  requireWords({ count });
  const pairs = uniform(key, 2 * Math.ceil(count / 2));
  return Float64Array.from({ length: count }, (_, i) => {
    const first = pairs[i - (i % 2)];
    const angle = 2 * Math.PI * pairs[i - (i % 2) + 1];
    const radius = Math.sqrt(-2 * log.value(1 - first, 0, 0));
    return radius * (i % 2 === 0 ? cos : sin).value(angle, 0, 0);
  });
}
