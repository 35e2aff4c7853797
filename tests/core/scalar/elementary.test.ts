import { describe, expect, it } from 'vitest';
import type { BasicArithmetic } from '../../../src/core/scalar/arithmetic.ts';
import * as basic from '../../../src/core/scalar/basic.ts';
import { digitOfTwoOverPi } from '../../../src/core/scalar/large-angles.ts';
import { numberArithmetic } from '../../../src/core/scalar/number-arithmetic.ts';
import { elementaryFunctions, instructions } from '../../../src/core/scalar/table.ts';
import { dd, functions, sub } from '../../support/double-double.ts';
import { closestToQuarterTurn, quarterTurnsOf, twoOverPi } from '../../support/quarter-turns.ts';
import { Random, testCases } from '../../support/random.ts';

const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);

/** Unit in the last place of a number. */
function ulp(x: number): number {
  float[0] = Math.abs(x);
  bits[0] += 1n;
  const next = float[0];
  return Number.isFinite(next) ? next - Math.abs(x) : 2 ** 971;
}

const power = (random: Random, low: number, high: number): number =>
  2 ** random.uniform(low, high) * random.pick([1, -1]);

/** A few units in the last place away from x. */
function near(random: Random, x: number): number {
  float[0] = x;
  bits[0] += BigInt(random.integer(-50, 50));
  return float[0];
}

/** Doubles that lie closest to multiples of pi/2, as the continued fractions of pi 2^n show: the first to within 2^-60. */
const nearQuarterTurns = [
  45.553093477052, 14461176.67027838, 321307.9594422229, 1698673.2849629424, 1.5707963267948966, 46066.74387591393,
  252634696.53458422, 22743.560015663308,
];

type Draw = (random: Random) => number[];

const oneOf =
  (...draws: Draw[]): Draw =>
  (random) =>
    random.pick(draws)(random);

const uniform =
  (low: number, high: number): Draw =>
  (random) => [random.uniform(low, high)];

/** Of either sign, evenly spread over binary exponents. */
const magnitude =
  (low: number, high: number): Draw =>
  (random) => [power(random, low, high)];

const positive =
  (low: number, high: number): Draw =>
  (random) => [Math.abs(power(random, low, high))];

const angle = oneOf(
  uniform(-4, 4),
  uniform(-100, 100),
  magnitude(-1074, 1023.99),
  magnitude(28, 36),
  (random) => [near(random, (random.integer(-(2 ** 53), 2 ** 53) * Math.PI) / 2)],
  (random) => [random.pick([1, -1]) * closestToQuarterTurn(random.integer(-50, 971))],
  (random) => [near(random, (random.integer(-1e8, 1e8) * Math.PI) / 2)],
  (random) => [near(random, (random.integer(-100, 100) * Math.PI) / 4)],
  (random) => {
    return [random.pick(nearQuarterTurns) * 2 ** random.integer(0, 24)];
  },
);

const ratio = oneOf(
  uniform(-1, 1),
  magnitude(-1074, 0),
  (random) => [random.pick([1, -1]) * (1 - 2 ** random.uniform(-53, -1))],
  (random) => [near(random, random.pick([0.5, -0.5]))],
);

/** Arguments over the documented range, the hard places among them. */
const ranges: Readonly<Record<string, Draw>> = {
  exp: oneOf(uniform(-745.2, 709.78), uniform(-1, 1), magnitude(-60, 0)),
  expm1: oneOf(uniform(-40, 709.78), uniform(-3, 3), uniform(0.34, 0.4), magnitude(-1074, 0)),
  log: oneOf(positive(-1074, 1023.99), uniform(0.5, 2), (random) => [1 + power(random, -52, -1)]),
  log1p: oneOf(uniform(-0.999, 4), positive(-1074, 1023.99), magnitude(-60, -0.01)),
  sin: angle,
  cos: angle,
  tan: angle,
  asin: ratio,
  acos: ratio,
  atan: oneOf(uniform(-4, 4), magnitude(-30, 30), magnitude(-1074, 1023.99)),
  atan2: oneOf(
    (random) => [random.uniform(-1, 1), random.uniform(-1, 1)],
    (random) => [power(random, -1074, 1023.99), power(random, -1074, 1023.99)],
    (random) => {
      const x = power(random, -1060, 1010);
      return [x * power(random, -4, 4), x];
    },
    (random) => {
      const x = power(random, -10, 1023);
      return [x * power(random, -1074, -900), x];
    },
  ),
  tanh: oneOf(uniform(-20, 20), uniform(-2, 2), uniform(0.54, 0.6), magnitude(-1074, 4)),
  sigmoid: oneOf(uniform(-745, 40), uniform(-3, 3), magnitude(-60, 4)),
  softplus: oneOf(uniform(-745, 700), uniform(-3, 3), uniform(-37, -20), magnitude(-60, 4)),
  pow: oneOf(
    (random) => [Math.abs(power(random, -40, 40)), random.uniform(-20, 20)],
    (random) => [1 + power(random, -50, -2), power(random, 0, 50)],
    (random) => {
      const x = Math.abs(power(random, -1074, 1023.99));
      return [x, random.uniform(-1075, 1024) / Math.log2(x)];
    },
    (random) => [random.uniform(-3, 3), random.integer(-30, 30)],
  ),
};

describe('elementary functions against 106-bit references', () => {
  it.each(elementaryFunctions.map(({ name }) => name))('%s is within one unit in the last place', (name) => {
    const random = new Random();
    const { value } = instructions.get(name)!;
    let worst = 0;
    let at: number[] = [];
    for (let i = 0; i < testCases(10_000); i++) {
      const args = ranges[name](random);
      const exact = functions[name](dd(args[0]), dd(args[1] ?? 0), dd(0));
      if (!Number.isFinite(exact.hi)) continue;
      // among subnormal numbers the reference has no low part, and the error is a whole number of units
      const error = Math.abs(sub(dd(value(args[0], args[1] ?? 0, 0)), exact).hi) / ulp(exact.hi);
      if (!(error <= worst)) [worst, at] = [error, args];
    }
    if (process.env.TOL_SCALE === '0') console.log(`${name}: ${worst.toFixed(3)} ulp at ${at.join(', ')}`);
    expect(worst, at.join(', ')).toBeLessThanOrEqual(1);
  });

  it.each(elementaryFunctions.map(({ name }) => name))('%s keeps the special values of IEEE 754', (name) => {
    if (name === 'sigmoid' || name === 'softplus') return;
    const { value, arity } = instructions.get(name)!;
    const host = Math[name as 'sin'] as (...args: number[]) => number;
    const specials = [0, -0, Infinity, -Infinity, NaN];
    const pairs =
      arity === 1 ? specials.map((x) => [x]) : specials.flatMap((x) => [...specials, 1, -1, 2, 0.5].map((y) => [x, y]));
    for (const args of pairs) {
      // C99 differs from JavaScript here: a power of 1 is 1, and so is (-1)^infinity
      if (name === 'pow' && Math.abs(args[0]) === 1) continue;
      // zeros have no sign where another value depends on it
      const own = arity === 1 ? args : args.map((x) => x + 0);
      const [ours, theirs] = [value(args[0], args[1] ?? 0, 0), host(...own)];
      if (Math.abs(theirs) > 0 && Number.isFinite(theirs)) expect(Math.abs(ours - theirs)).toBeLessThan(1e-15);
      else expect(ours, `${name}(${args.join(', ')})`).toBe(theirs);
    }
  });

  it('a power of 1 is 1, and so is (-1)^infinity, as in C99', () => {
    const { value } = instructions.get('pow')!;
    expect([value(1, NaN, 0), value(-1, Infinity, 0), value(-1, -Infinity, 0), value(NaN, 0, 0)]).toEqual([1, 1, 1, 1]);
  });

  it.each(['sin', 'cos', 'tan'])(
    '%s is within one unit at the angle of every exponent that is closest to quarter turns',
    (name) => {
      const { value } = instructions.get(name)!;
      let smallest = 1;
      for (let exponent = -50; exponent <= 971; exponent++)
        for (const x of [1, -1].map((sign) => sign * closestToQuarterTurn(exponent))) {
          const exact = functions[name](dd(x), dd(0), dd(0));
          const error = Math.abs(sub(dd(value(x, 0, 0)), exact).hi) / ulp(exact.hi);
          expect(error, `${name}(${x})`).toBeLessThanOrEqual(1);
          smallest = Math.min(smallest, Math.abs(quarterTurnsOf(x).rest.hi));
        }
      // 6381956970095103 2^797, the worst of all doubles (Muller, Elementary Functions, 3rd ed., table 11.1)
      expect(smallest).toBe(Math.abs(quarterTurnsOf(6381956970095103 * 2 ** 797).rest.hi));
      expect(Math.log2(smallest)).toBeCloseTo(-60.89, 2);
    },
  );

  it('the digits of 2/pi are all that 26 bits of either sign can be', () => {
    const digits = digitOfTwoOverPi.table!;
    const bits = 26 * (digits.length - 1);
    const sum = digits.reduce((total, digit) => (total << 26n) + BigInt(digit), 0n);
    // the last digit is rounded
    expect(sum).toBe((twoOverPi(bits + 1) + 1n) >> 1n);
    for (const digit of digits) expect(Math.abs(digit)).toBeLessThanOrEqual(2 ** 25);
  });

  it.each([
    ['sin', 1e22, -0.8522008497671888],
    ['cos', 1e22, 0.5232147853951389],
    ['tan', 1e22, -1.6287782256068988],
    ['cos', 2 ** 1023, -0.8263698346141479],
    ['sin', Number.MAX_VALUE, 0.004961954789184062],
    ['cos', 6381956970095103 * 2 ** 797, -4.6871659242546277e-19],
  ])('%s %d is what others have found', (name, x, expected) => {
    expect(Math.abs(instructions.get(name)!.value(x, 0, 0) - expected)).toBeLessThanOrEqual(ulp(expected));
  });

  it('sigmoid and softplus end where they should', () => {
    const at = (name: string, points: readonly number[]): number[] =>
      points.map((x) => instructions.get(name)!.value(x, 0, 0));
    expect(at('sigmoid', [-Infinity, -800, -0, 0, 800, Infinity, NaN])).toEqual([0, 0, 0.5, 0.5, 1, 1, NaN]);
    expect(at('softplus', [-Infinity, -800, 800, Infinity, NaN])).toEqual([0, 0, 800, Infinity, NaN]);
  });

  it('odd functions are odd and even ones even, bit for bit, and small arguments come back unchanged', () => {
    const random = new Random();
    for (let i = 0; i < testCases(2000); i++) {
      for (const name of ['sin', 'tan', 'asin', 'atan', 'tanh']) {
        const { value } = instructions.get(name)!;
        const [x] = ranges[name](random);
        expect(value(-x, 0, 0), `${name}(${x})`).toBe(-value(x, 0, 0));
        const small = power(random, -1074, -30);
        expect(value(small, 0, 0), `${name}(${small})`).toBe(small);
      }
      const [x] = angle(random);
      expect(instructions.get('cos')!.value(-x, 0, 0)).toBe(instructions.get('cos')!.value(x, 0, 0));
    }
  });
});

describe('basic instructions', () => {
  it('min and max return their first operand where one is NaN', () => {
    const [min, max] = [basic.min, basic.max].map(({ value }) => value);
    expect([min(2, 1, 0), min(1, 2, 0), max(2, 1, 0), max(1, 2, 0)]).toEqual([1, 1, 2, 2]);
    expect([min(NaN, 1, 0), min(1, NaN, 0), max(NaN, 1, 0), max(1, NaN, 0)]).toEqual([NaN, 1, NaN, 1]);
    expect([min(0, -0, 0), max(-0, 0, 0)]).toEqual([0, -0]);
  });

  it('xor with a signed zero changes the sign, and shiftLeft62 tells quarter turns', () => {
    for (const x of [0, 1.5, -2, 5e-324, Infinity]) {
      expect(basic.xor.value(x, -0, 0)).toBe(-x);
      expect(basic.xor.value(x, 0, 0)).toBe(x);
    }
    const turns = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 2 ** 30 + 1];
    expect(turns.map((n) => basic.shiftLeft62.value(1.5 * 2 ** 52 + n, 0, 0))).toEqual(
      turns.map((n) => [0, 2, -0, -2][((n % 4) + 4) % 4]),
    );
  });

  it('exponent and powerOfTwo are inverse over the normal range', () => {
    for (let n = -1022; n <= 1023; n++) expect(basic.exponent.value(basic.powerOfTwo.value(n, 0, 0), 0, 0)).toBe(n);
    expect(basic.exponent.value(0, 0, 0)).toBe(-1023);
    expect(basic.exponent.value(Infinity, 0, 0)).toBe(1024);
  });
});

it('a recorded expansion, run instruction by instruction, has the bits of the value', () => {
  const random = new Random();
  const byTable = Object.fromEntries(
    Object.entries(basic).map(([name, { value }]) => [name, (x: number, y = 0, z = 0) => value(x, y, z)]),
  ) as unknown as BasicArithmetic<number>;
  const arithmetic = { ...byTable, ...numberArithmetic };
  for (const { name, value, expansion } of elementaryFunctions)
    for (let i = 0; i < 500; i++) {
      const [x, y = 0] = ranges[name](random);
      expect(expansion!(arithmetic, x, y, 0), `${name}(${x}, ${y})`).toBe(value(x, y, 0));
    }
});
