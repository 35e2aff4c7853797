import { describe, expect, it } from 'vitest';
import type { BasicArithmetic } from '../../../src/core/scalar/arithmetic.ts';
import * as basic from '../../../src/core/scalar/basic.ts';
import { elementaryFunctions, instructions } from '../../../src/core/scalar/table.ts';
import { dd, functions, sub } from '../../support/double-double.ts';
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

/** Arguments over the documented range; the largest error that is accepted, in units of the last place. */
const ranges: Readonly<Record<string, { readonly draw: (random: Random) => number[]; readonly most: number }>> = {
  exp: { draw: (r) => [r.uniform(-708, 709)], most: 1 },
  expm1: { draw: (r) => [r.next() < 0.5 ? r.uniform(-40, 700) : power(r, -60, 2)], most: 1.5 },
  log: { draw: (r) => [r.next() < 0.5 ? Math.abs(power(r, -1070, 1023)) : r.uniform(0.5, 2)], most: 1 },
  log1p: { draw: (r) => [r.next() < 0.5 ? r.uniform(-0.99, 4) : Math.abs(power(r, -60, 60))], most: 1 },
  sin: {
    draw: (r) => [r.pick([r.uniform(-10, 10), power(r, -60, 28.9), (r.integer(-1e8, 1e8) * Math.PI) / 2])],
    most: 1,
  },
  cos: {
    draw: (r) => [r.pick([r.uniform(-10, 10), power(r, -60, 28.9), (r.integer(-1e8, 1e8) * Math.PI) / 2])],
    most: 1,
  },
  tan: { draw: (r) => [r.pick([r.uniform(-10, 10), power(r, -60, 28.9)])], most: 2.5 },
  asin: { draw: (r) => [r.uniform(-1, 1)], most: 2.5 },
  acos: { draw: (r) => [r.uniform(-1, 1)], most: 2.5 },
  atan: { draw: (r) => [r.next() < 0.5 ? r.uniform(-3, 3) : power(r, -60, 60)], most: 1 },
  atan2: { draw: (r) => [power(r, -20, 20), power(r, -20, 20)], most: 1.5 },
  tanh: { draw: (r) => [r.next() < 0.5 ? r.uniform(-20, 20) : power(r, -60, 4)], most: 4 },
  sigmoid: { draw: (r) => [r.uniform(-700, 40)], most: 2.5 },
  softplus: { draw: (r) => [r.uniform(-700, 700)], most: 2.5 },
  pow: { draw: (r) => [Math.abs(power(r, -40, 40)), r.uniform(-20, 20)], most: 1.5 },
};

describe('elementary functions against 106-bit references', () => {
  it.each(elementaryFunctions.map(({ name }) => name))('%s', (name) => {
    const random = new Random();
    const { value } = instructions.get(name)!;
    const { draw, most } = ranges[name];
    let worst = 0;
    let at: number[] = [];
    for (let i = 0; i < testCases(4000); i++) {
      const args = draw(random);
      const exact = functions[name](dd(args[0]), dd(args[1] ?? 0), dd(0));
      if (Math.abs(exact.hi) < 1e-290) continue;
      const error = Math.abs(sub(dd(value(args[0], args[1] ?? 0, 0)), exact).hi) / ulp(exact.hi);
      if (error > worst) [worst, at] = [error, args];
    }
    if (process.env.TOL_SCALE === '0') console.log(`${name}: ${worst.toFixed(3)} ulp at ${at.join(', ')}`);
    expect(worst, at.join(', ')).toBeLessThan(most);
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
      const [ours, theirs] = [value(args[0], args[1] ?? 0, 0), host(...args)];
      if (Math.abs(theirs) > 0 && Number.isFinite(theirs)) expect(Math.abs(ours - theirs)).toBeLessThan(1e-15);
      else expect(ours, `${name}(${args.join(', ')})`).toBe(theirs);
    }
  });

  it('a power of 1 is 1, and so is (-1)^infinity, as in C99', () => {
    const { value } = instructions.get('pow')!;
    expect([value(1, NaN, 0), value(-1, Infinity, 0), value(-1, -Infinity, 0), value(NaN, 0, 0)]).toEqual([1, 1, 1, 1]);
  });

  it('angles beyond the range are NaN rather than wrong', () => {
    for (const name of ['sin', 'cos', 'tan']) expect(instructions.get(name)!.value(1e10, 0, 0)).toBe(NaN);
  });
});

describe('basic instructions', () => {
  it('nearest rounds ties to even and keeps the sign of zero', () => {
    const cases = [
      [0.5, 0],
      [1.5, 2],
      [2.5, 2],
      [-0.5, -0],
      [-1.5, -2],
      [0.49999999999999994, 0],
      [2 ** 52 + 1, 2 ** 52 + 1],
      [-0, -0],
      [Infinity, Infinity],
    ];
    for (const [x, expected] of cases) expect(basic.nearest.value(x, 0, 0), String(x)).toBe(expected);
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
  const arithmetic = { ...byTable, constant: (value: number) => value };
  for (const { name, value, expansion } of elementaryFunctions)
    for (let i = 0; i < 500; i++) {
      const [x, y = 0] = ranges[name].draw(random);
      expect(expansion!(arithmetic, x, y, 0), `${name}(${x}, ${y})`).toBe(value(x, y, 0));
    }
});
