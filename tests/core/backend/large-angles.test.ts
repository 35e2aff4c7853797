/** @file Sine, cosine and tangent of large angles: rare lanes among others, on every backend, in both formats, and their derivatives. */
import { afterEach, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../../src/core/backend/choose-backend.ts';
import { emitProgram } from '../../../src/core/backend/wasm/emit-program.ts';
import { compile } from '../../../src/core/compile.ts';
import { vjp } from '../../../src/core/derivative/functions.ts';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { cos, sin, tan } from '../../../src/core/ops/trigonometric.ts';
import { ones, PopulationTensor } from '../../../src/core/population-tensor.ts';
import type { Precision } from '../../../src/core/program/record/number-format.ts';
import { scan } from '../../../src/core/scan.ts';
import * as basic from '../../../src/core/scalar/basic.ts';
import { instructions } from '../../../src/core/scalar/table.ts';
import { expectClose } from '../../support/check.ts';
import { Random, testSeed } from '../../support/random.ts';
import { programOf, type Recipe, runRecipe } from '../../support/scalar-programs.ts';

const names = ['sin', 'cos', 'tan'] as const;
const ops = { sin, cos, tan };
const valueOf = (name: string, x: number): number => instructions.get(name)!.value(x, 0, 0);
const roundTo: Readonly<Record<Precision, (x: number) => number>> = { float64: (x) => x, float32: Math.fround };

const membersOf = (numbers: readonly number[]): PopulationTensor =>
  new PopulationTensor({ shape: [], population: numbers.length }, Float64Array.from(numbers));

/** Small and large angles, up to the ends of the format. */
function angles(random: Random, count: number, precision: Precision): number[] {
  const most = precision === 'float32' ? 127 : 1023;
  return Array.from({ length: count }, () =>
    random.pick([
      random.uniform(-10, 10),
      random.pick([1, -1]) * 2 ** random.uniform(29, most),
      random.pick([0, -0, 2 ** 29, -(2 ** 29), 2 ** 29 - 1, Infinity, -Infinity, NaN, 5e-324]),
    ]),
  );
}

afterEach(() => chooseBackend('wasm'));

describe.each(['float64', 'float32'] as const)('large angles in %s', (precision) => {
  const round = roundTo[precision];

  it.each(names)('%s has the bits of its value wherever the rare lane lies in a vector', (name) => {
    for (const lanes of [1, 2, 3, 4, 7])
      for (let lane = 0; lane < lanes; lane++)
        for (const large of [1e22, -3.3e38, 2 ** 29, Infinity]) {
          const x = Array.from({ length: lanes }, (_, i) => (i === lane ? large : 0.5 + i));
          const expected = x.map((angle) => round(valueOf(name, round(angle))));
          for (const backend of ['wasm', 'interpreter'] as const) {
            const [found] = runRecipe((b, [y]) => [b.apply(instructions.get(name)!, y)], [x], backend, precision);
            expect(found, `${backend}, lane ${lane} of ${lanes}`).toEqual(expected);
          }
        }
  });

  it(`have the same bits in compiled and interpreted rollouts and element by element: TEST_SEED=${testSeed}`, () => {
    const random = new Random();
    const members = angles(random, 65, precision);
    const x = membersOf(members);
    const spin = (start: PopulationTensor): PopulationTensor =>
      scan((q: PopulationTensor) => ({ carry: mul(1e9, sin(q)), output: [] }), start, ones([3])).carry;
    for (const [name, f] of Object.entries({ ...ops, spin })) {
      const [compiled, interpreted] = (['wasm', 'interpreter'] as const).map((backend) => {
        chooseBackend(backend);
        return compile(f, [x], { precision, checkFinite: false })(x);
      });
      expect(compiled.data, name).toEqual(interpreted.data);
      if (name === 'spin') continue;
      expect(Array.from(compiled.data), name).toEqual(members.map((angle) => round(valueOf(name, round(angle)))));
      if (precision === 'float64') expect(f(x).data, name).toEqual(compiled.data);
    }
  });

  it('of whole arrays have the bits of their numbers', () => {
    const numbers = angles(new Random(), 300, precision);
    const x = new PopulationTensor({ shape: [300], population: 1 }, Float64Array.from(numbers));
    for (const name of names)
      expect(Array.from(compile(ops[name], [x], { precision, checkFinite: false })(x).data)).toEqual(
        numbers.map((angle) => round(valueOf(name, round(angle)))),
      );
  });

  it('leave what is read behind the branch as it is, whether a lane took the branch or not', () => {
    const [rare, add, less] = [instructions.get('sinOfLarge')!, basic.add, basic.less];
    // x is read for the first time where it is rare, then again
    const recipe: Recipe = (b, [x, limit, y]) => {
      const unusual = b.apply(rare, b.apply(less, limit, y), x, y);
      return [b.apply(add, unusual, x), b.apply(add, x, limit)];
    };
    const columns = [
      [1e10, 2e10, 3e30, 4e20],
      [0, 1, 0, 1],
      [0.5, 0.5, 0.25, 0.25],
    ];
    for (const y of [columns[2], [-1, -2, -3, -4]]) {
      const given = [columns[0], columns[1], y];
      const [wasm, interpreter] = (['wasm', 'interpreter'] as const).map((backend) =>
        runRecipe(recipe, given, backend, precision),
      );
      expect(wasm).toEqual(interpreter);
    }
  });
});

describe('the derivative at large angles', () => {
  it.each([1e9, -1e9, 1e22, 2 ** 1000])('of the sine is the cosine, at %d', (x) => {
    const gradientOf = (f: typeof sin) => (q: PopulationTensor) => vjp(f, q).pullback(ones([], 2));
    const q = membersOf([x, 0.3]);
    for (const gradient of [gradientOf(sin), compile(gradientOf(sin), [q])])
      expect(Array.from(gradient(q).data)).toEqual([valueOf('cos', x), valueOf('cos', 0.3)]);
    expect(Array.from(compile(gradientOf(cos), [q])(q).data)).toEqual([-valueOf('sin', x), -valueOf('sin', 0.3)]);
  });

  it('of the sine is its difference quotient where the grid is fine enough', () => {
    const x = 1e9;
    const h = 2 ** -12;
    expectClose((valueOf('sin', x + h) - valueOf('sin', x - h)) / (2 * h), valueOf('cos', x), 1e-7, 1);
  });
});

describe('a module', () => {
  const bytesOf = (name: string, times: number): number => {
    const recipe: Recipe = (b, inputs) =>
      Array.from({ length: times }, (_, i) => b.apply(instructions.get(name)!, inputs[i]));
    return emitProgram(programOf(recipe, 3, 'wasm', 2)).bytes.length;
  };

  it('has the function for large angles once, and only where there is an angle', () => {
    const [one, two, three] = [1, 2, 3].map((times) => bytesOf('sin', times));
    expect(three - two).toBeLessThan(two - one + 50);
    expect(one).toBeGreaterThan(2 * (two - one));
    const functionsOf = (name: string): number =>
      emitProgram(programOf((b, [x]) => [b.apply(instructions.get(name)!, x)], 1, 'wasm', 2)).functions;
    expect(functionsOf('sin')).toBe(functionsOf('exp') + 1);
  });

  it('has one such function for sine and cosine together', () => {
    const functionsOf = (...list: readonly string[]): number =>
      emitProgram(programOf((b, [x]) => list.map((name) => b.apply(instructions.get(name)!, x)), 1, 'wasm', 2))
        .functions;
    expect(functionsOf('sin', 'cos')).toBe(functionsOf('sin'));
  });
});
