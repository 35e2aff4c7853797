/** @file What a step of a random program can be: every op of the catalogue, and what the catalogue's fixed operands leave out. */
import { catalogue } from '../../core/ops/catalogue.ts';
import { clamp, less } from '../../../src/core/ops/comparison.ts';
import { add, choose, mul, where } from '../../../src/core/ops/elementwise.ts';
import { gather, slice } from '../../../src/core/ops/indexing.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { spread } from '../../../src/core/ops/structural.ts';
import { tanh } from '../../../src/core/ops/trigonometric.ts';
import type { PopulationTensor } from '../../../src/core/population-tensor.ts';

/** How a rule gets what it needs. */
export interface Supply {
  /** A value known so far, seen in the given shape. */
  take(shape: readonly number[]): PopulationTensor;
  pick<T>(items: readonly T[]): T;
  readonly population: number;
}

export type Rule = (supply: Supply) => PopulationTensor;

const shapes = [[], [3], [2, 3]] as const;

/** Operands of a variant of shapes that the catalogue tests the op on. */
const ofCatalogue = catalogue
  .filter(({ name }) => name !== 'spread')
  .map(({ name, f, shapes: variants }): readonly [string, Rule] => [
    name,
    ({ take, pick }) => f(...pick(variants).map((shape) => take(shape))),
  ]);

const others: readonly (readonly [string, Rule])[] = [
  ['spread', ({ take, pick, population }) => widened(take(pick(shapes)), population)],
  [
    'where by a comparison',
    ({ take, pick }) => {
      const shape = pick(shapes);
      return where(less(take(shape), take(shape)), take(shape), take(shape));
    },
  ],
  [
    'choose by any number',
    ({ take, pick }) => {
      const shape = pick(shapes);
      return choose(take(shape), take(shape), take(shape));
    },
  ],
  ['clamp at drawn bounds', ({ take, pick }) => clamp(take(pick(shapes)), pick([-2, -0, 0]), pick([0, 0.5, 1e300]))],
  ['a map over memory', ({ take }) => tanh(mul(take([150]), take([150])))],
  ['a product over memory', ({ take }) => matmul(take([24, 20]), take([20, 6]))],
  ['a sum over memory', ({ take }) => sum(add(take([60, 4]), take([4])), 0)],
  ['rows over memory', ({ take }) => gather(take([50, 3]), [3, 49, 3, 0], 0)],
  ['a stretch of memory', ({ take }) => slice(take([200]), [7], [150])],
];

const widened = (x: PopulationTensor, population: number): PopulationTensor =>
  x.population === 1 ? spread(x, population) : x;

export const rules: ReadonlyMap<string, Rule> = new Map([...ofCatalogue, ...others]);
