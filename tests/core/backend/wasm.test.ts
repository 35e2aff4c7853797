import { describe, expect, it } from 'vitest';
import type { Precision } from '../../../src/core/program/record/number-format.ts';
import * as basic from '../../../src/core/scalar/basic.ts';
import { digitOfTwoOverPi } from '../../../src/core/scalar/large-angles.ts';
import { elementaryFunctions, instructions } from '../../../src/core/scalar/table.ts';
import { Random, testCases, testSeed } from '../../support/random.ts';
import { type Recipe, runRecipe } from '../../support/scalar-programs.ts';

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
  1e-45,
  -1.2e-39,
  3.4028234663852886e38,
  2.2e-308,
  1e-310,
  1.7e308,
  -1e300,
  0.5,
  2 ** 52,
  1e22,
];
const draw = (random: Random): number =>
  random.pick([
    random.pick(specials),
    random.uniform(-4, 4),
    ...[1070, 150].map((most) => random.pick([1, -1]) * 2 ** random.uniform(-most, most - 50)),
  ]);

/** Results of a program on both backends: same bits, where NaN is NaN whatever its payload. */
function expectSameBits(
  recipe: Recipe,
  columns: readonly (readonly number[])[],
  what: string,
  precision: Precision,
): void {
  expect(runRecipe(recipe, columns, 'wasm', precision), `${what}, TEST_SEED=${testSeed}`).toEqual(
    runRecipe(recipe, columns, 'interpreter', precision),
  );
}

/** (condition, x, y) with angles x that are not small: specified for them only. */
const rareOperands = (random: Random, operand: number): number => {
  if (operand === 0) return random.pick([0, -0, 0, 0, 1, NaN]);
  return operand === 2 ? draw(random) : random.pick([1, -1]) * 2 ** random.uniform(29, 1024);
};

/** Operands on which an instruction is specified. */
const domains: Readonly<Record<string, (random: Random, operand: number) => number>> = {
  digitOfTwoOverPi: (random) => random.integer(0, digitOfTwoOverPi.table!.length - 1),
  sinOfLarge: rareOperands,
  cosOfLarge: rareOperands,
  tanOfLarge: rareOperands,
  powerOfTwo: (random) => random.integer(-1022, 1023),
  // unspecified for NaN
  xor: (random) => random.pick([random.uniform(-4, 4), 0, -0, 1e300, Infinity]),
  shiftLeft62: (random) => random.uniform(-1e10, 1e10),
};

describe.each(['float64', 'float32'] as const)(
  'WebAssembly SIMD has the bits of the interpreter in %s',
  (precision) => {
    it.each([...instructions.keys()])('in %s, special values and subnormal numbers included', (name) => {
      const random = new Random();
      const instruction = instructions.get(name)!;
      const number = domains[name] ?? draw;
      for (const lanes of [1, 2, 3, 4, 5, 64]) {
        const columns = [0, 1, 2].map((operand) => Array.from({ length: lanes }, () => number(random, operand)));
        expectSameBits((builder, [x, y, z]) => [builder.apply(instruction, x, y, z)], columns, name, precision);
      }
    });

    it('in random programs over all instructions, of one to some hundred operations, for odd and even blocks', () => {
      const random = new Random();
      const usable = Object.values(basic).filter(({ name }) => !(name in domains));
      for (let i = 0; i < testCases(precision === 'float64' ? 1000 : 300); i++) {
        const inputs = random.integer(1, 5);
        const constants = [draw(random), 0.5];
        // elementary functions weigh a hundred operations each
        const isCommon = random.next() < 0.7;
        const plan = Array.from({ length: random.integer(1, isCommon ? 250 : 12) }, () => ({
          instruction:
            isCommon && random.next() < 0.97 ? random.pick(usable) : random.pick([...usable, ...elementaryFunctions]),
          picks: [0, 1, 2].map(() => random.next() ** 0.5),
        }));
        const outputs = [random.next(), random.next()];
        const recipe: Recipe = (builder, given) => {
          const values = [...given, ...constants.map((value) => builder.constant(value))];
          for (const { instruction, picks } of plan) {
            const [x, y, z] = picks.map((part) => values[Math.floor(part * values.length)]);
            values.push(builder.apply(instruction, x, y, z));
          }
          return [values.at(-1)!, ...outputs.map((part) => values[Math.floor(part * values.length)])];
        };
        const lanes = random.pick([1, 2, 3, 5, 8, 63]);
        const columns = Array.from({ length: inputs }, () => Array.from({ length: lanes }, () => draw(random)));
        expectSameBits(recipe, columns, `program ${i}`, precision);
      }
    });
  },
);
