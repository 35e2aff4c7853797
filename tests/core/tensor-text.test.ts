import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { grad } from '../../src/core/derivative/functions.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { sin } from '../../src/core/ops/trigonometric.ts';
import { square } from '../../src/core/ops/arithmetic.ts';
import { full, population, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { ArgumentError } from '../../src/errors.ts';

const shown: readonly [PopulationTensor, string][] = [
  [tensor(-0), 'PopulationTensor [] -0'],
  [tensor([1, 2.5, NaN]), 'PopulationTensor [3] [1, 2.5, NaN]'],
  [
    tensor([
      [1, 2],
      [3, 4],
    ]),
    'PopulationTensor [2, 2] [[1, 2], [3, 4]]',
  ],
  [zeros([0]), 'PopulationTensor [0] []'],
  [zeros([2, 0]), 'PopulationTensor [2, 0] [[], []]'],
  [zeros([1000]), 'PopulationTensor [1000] [0, 0, 0, 0, 0, 0, … 994 more]'],
  [
    population([
      [1, 2],
      [3, 4],
    ]),
    'PopulationTensor [2] of 2 members: [1, 2], [3, 4]',
  ],
  [population(Array.from({ length: 9 }, (_, i) => i)), 'PopulationTensor [] of 9 members: 0, 1, 2, 3, 4, 5, … 3 more'],
  [full([2], 7, 5000), 'PopulationTensor [2] of 5000 members, each: [7, 7]'],
];

it.each(shown)('a tensor shows its numbers, the first of many: %#', (x, text) => {
  expect(String(x)).toBe(text);
  expect(inspect(x)).toBe(text);
  expect(inspect({ x })).toBe(`{ x: ${text} }`);
});

it('text of a large tensor is short', () => {
  expect(String(zeros([100, 100, 100])).length).toBeLessThan(3000);
});

it('JSON holds all numbers, those that are not finite as strings', () => {
  const json = (x: PopulationTensor): unknown => JSON.parse(JSON.stringify(x));
  expect(json(zeros([9]))).toEqual({ shape: [9], data: zeros([9]).toArray() });
  expect(json(tensor([NaN, -Infinity]))).toEqual({ shape: [2], data: ['NaN', '-Infinity'] });
  expect(json(full([2], 7, 2))).toEqual({
    shape: [2],
    population: 2,
    members: [
      [7, 7],
      [7, 7],
    ],
  });
});

it('a symbolic tensor says what it is, and is refused by JSON', () => {
  const texts: string[] = [];
  const f = (x: PopulationTensor): PopulationTensor => {
    const y = sin(x);
    texts.push(String(x), inspect(y));
    expect(() => JSON.stringify({ y })).toThrow(ArgumentError);
    expect(() => JSON.stringify({ y })).toThrow(/symbolic.*return the tensor/);
    return sum(square(y));
  };
  compile(f, [zeros([3], 2)]);
  grad(f)(zeros([3]));
  expect(texts).toEqual([
    'PopulationTensor [3] of 2 members, symbolic (an argument of what is traced)',
    'PopulationTensor [3] of 2 members, symbolic (output of sin)',
    'PopulationTensor [3], symbolic (output of alias)',
    'PopulationTensor [3], symbolic (output of sin)',
  ]);
});

it("JavaScript's own arithmetic is refused, its strings are not", () => {
  const x: unknown = tensor(2);
  expect(`${x as string}` + (x as string)).toBe('PopulationTensor [] 2PopulationTensor [] 2');
  expect(() => (x as number) * 2).toThrow(ArgumentError);
  expect(() => (x as number) < 3).toThrow(/use ops/);
  expect(() => Math.max(x as number)).toThrow(ArgumentError);
});
