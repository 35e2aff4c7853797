/** @file Every op with operands to test it on: the battery runs over this list, and a meta-test keeps it complete. */
import { abs, div, sign, sqrt, square, sub } from '../../../src/core/ops/arithmetic.ts';
import {
  clamp,
  floor,
  greater,
  greaterEqual,
  less,
  lessEqual,
  maximum,
  minimum,
  relu,
} from '../../../src/core/ops/comparison.ts';
import { add, choose, equal, mul, neg, where } from '../../../src/core/ops/elementwise.ts';
import { exp, expm1, log, log1p, sigmoid, softplus } from '../../../src/core/ops/exponential.ts';
import { at, concat, gather, reshape, slice, stack, transpose } from '../../../src/core/ops/indexing.ts';
import { cross, dot, matmul, norm, outer } from '../../../src/core/ops/linear-algebra.ts';
import { pow } from '../../../src/core/ops/power.ts';
import { amax, logsumexp, mean, populationMean, sum } from '../../../src/core/ops/reduction.ts';
import { stopGradient } from '../../../src/core/ops/stop-gradient.ts';
import { broadcastTo, gatherFlat, join, populationSum, scatterAdd, spread } from '../../../src/core/ops/structural.ts';
import { takeMembers } from '../../../src/core/ops/take-members.ts';
import { dynamicSlice, take } from '../../../src/core/ops/take.ts';
import { acos, asin, atan, atan2, cos, sin, tan, tanh } from '../../../src/core/ops/trigonometric.ts';
import { PopulationTensor } from '../../../src/core/population-tensor.ts';
import type { Random } from '../../support/random.ts';
import { any, type OpCase, structural } from './op-case.ts';
import { systems } from './systems.ts';

const wide = (random: Random): number => random.pick([1, -1]) * 10 ** random.uniform(-6, 6);
const positive = (random: Random): number => 10 ** random.uniform(-6, 6);
const away = (random: Random): number => random.pick([1, -1]) * random.uniform(0.2, 3);
const within = (random: Random): number => random.uniform(-0.99, 0.99);

const scalarOrVector = [[[]], [[3]], [[2, 3]]];
const broadcasting = [
  [[], []],
  [[3], [3]],
  [[2, 3], [3]],
  [
    [2, 1],
    [1, 3],
  ],
  [[], [2, 2]],
  [
    [4, 1, 2],
    [3, 1],
  ],
];

const unary = (name: string, f: OpCase['f'], domain: OpCase['domain'] = any, isFlat = false): OpCase => ({
  name,
  f,
  shapes: scalarOrVector,
  domain,
  isFlat,
});
const binary = (name: string, f: OpCase['f'], domain: OpCase['domain'] = any, isFlat = false): OpCase => ({
  name,
  f,
  shapes: broadcasting,
  domain,
  isFlat,
});
/** A fixed pattern of branches that does not depend on the operands. */
const pattern = (x: PopulationTensor): PopulationTensor =>
  new PopulationTensor(
    { shape: x.shape, population: 1 },
    Float64Array.from({ length: x.size }, (_, i) => i % 2),
  );

export const catalogue: readonly OpCase[] = [
  binary('add', add, wide),
  binary('sub', sub, wide),
  binary('mul', mul, wide),
  binary('div', div, wide),
  unary('neg', neg, wide),
  unary('abs', abs, away),
  unary('sign', sign, away, true),
  unary('sqrt', sqrt, positive),
  unary('square', square, wide),
  binary('pow', pow, (random, operand) => (operand === 0 ? random.uniform(0.1, 4) : random.uniform(-3, 3))),
  unary('exp', exp, (random) => random.uniform(-30, 30)),
  unary('expm1', expm1, (random) => random.pick([random.uniform(-20, 20), random.uniform(-1e-6, 1e-6)])),
  unary('log', log, positive),
  unary('log1p', log1p, (random) => random.pick([random.uniform(-0.9, 5), random.uniform(-1e-6, 1e-6)])),
  unary('sigmoid', sigmoid, (random) => random.uniform(-40, 40)),
  unary('softplus', softplus, (random) => random.uniform(-40, 40)),
  unary('sin', sin, (random) => random.uniform(-20, 20)),
  unary('cos', cos, (random) => random.uniform(-20, 20)),
  unary('tan', tan, (random) => random.uniform(-1.4, 1.4)),
  unary('asin', asin, within),
  unary('acos', acos, within),
  unary('atan', atan, wide),
  binary('atan2', atan2, wide),
  unary('tanh', tanh, (random) => random.uniform(-15, 15)),
  binary('minimum', minimum, wide),
  binary('maximum', maximum, wide),
  { name: 'clamp', f: (x) => clamp(x, -1, 1.5), shapes: scalarOrVector, domain: away },
  unary('relu', relu, away),
  binary('less', less, any, true),
  binary('lessEqual', lessEqual, any, true),
  binary('greater', greater, any, true),
  binary('greaterEqual', greaterEqual, any, true),
  unary('floor', floor, away, true),
  binary('equal', equal, any, true),
  {
    name: 'where',
    f: (x, y) => where(pattern(x), x, y),
    shapes: [
      [[3], [3]],
      [
        [2, 3],
        [2, 3],
      ],
    ],
    domain: wide,
  },
  {
    name: 'choose',
    f: (x, y) => choose(pattern(x), x, y),
    shapes: [
      [[3], [3]],
      [
        [2, 3],
        [2, 3],
      ],
    ],
    domain: wide,
  },
  unary('stopGradient', stopGradient, any, true),
  structural('sum', (x) => add(sum(x), sum(sum(x, 0))), [[3]], [[2, 3]], [[2, 2, 2]]),
  structural('mean', (x) => mean(x, -1), [[3]], [[2, 3]]),
  structural('amax', (x) => amax(x, -1), [[5]], [[2, 3]], [[3, 7]]),
  structural('logsumexp', (x) => logsumexp(x, 0), [[5]], [[4, 3]]),
  structural('populationSum', (x) => populationSum(x), [[]], [[3]]),
  structural('populationMean', (x) => populationMean(x), [[]], [[3]]),
  structural('spread', (x) => (x.population === 1 ? spread(x, 3) : x), [[]], [[3]]),
  structural(
    'matmul',
    matmul,
    [
      [2, 3],
      [3, 4],
    ],
    [[3], [3]],
    [[3], [3, 2]],
    [[2, 3], [3]],
    [
      [2, 2, 3],
      [3, 2],
    ],
    [
      [4, 1, 2, 2],
      [3, 2, 2],
    ],
  ),
  structural(
    'dot',
    dot,
    [[3], [3]],
    [[2, 3], [3]],
    [
      [2, 3],
      [2, 3],
    ],
  ),
  structural('outer', outer, [[3], [2]], [[1], [4]]),
  structural('cross', cross, [[3], [3]], [[2, 3], [3]]),
  structural('norm', norm, [[3]], [[2, 4]], [[1]]),
  structural('transpose', (x) => transpose(x), [[2, 3]], [[2, 3, 4]], [[3]]),
  structural('reshape', (x) => reshape(x, [-1]), [[2, 3]], [[]], [[2, 1, 2]]),
  structural('slice', (x) => slice(x, [1], [3]), [[4]], [[3, 2]]),
  structural('at', (x) => at(x, -1), [[4]], [[3, 2]]),
  structural('gather', (x) => gather(x, [1, 0, 1, -1], -1), [[3]], [[2, 3]]),
  structural('gatherFlat', (x) => gatherFlat(x, Int32Array.of(2, 0, 2), [3]), [[3]], [[2, 2]]),
  structural('scatterAdd', (x) => scatterAdd(x, Int32Array.of(1, 0, 1), [4]), [[3]], [[3, 1]]),
  structural(
    'concat',
    (x, y) => concat([x, y, x], -1),
    [[2], [3]],
    [
      [2, 2],
      [2, 1],
    ],
  ),
  structural('join', (x, y) => join([x, y, x], [x.size * 2 + y.size]), [[2], [3]], [[2, 2], [1]]),
  structural(
    'stack',
    (x, y) => stack([x, y], 1),
    [[2], [2]],
    [
      [2, 3],
      [2, 3],
    ],
  ),
  {
    name: 'take',
    f: (x, index) => take(x, index, -1),
    shapes: [
      [[4], []],
      [[4], [3]],
      [
        [2, 4],
        [2, 2],
      ],
    ],
    domain: (random, operand) => (operand === 0 ? any(random) : random.uniform(-0.4, 3.4)),
  },
  {
    name: 'takeMembers',
    f: (x, index) => takeMembers(x, index),
    shapes: [
      [[], []],
      [[2], []],
      [[3, 2], []],
    ],
    domain: (random, operand) => (operand === 0 ? any(random) : random.uniform(-0.4, 2.4)),
  },
  {
    name: 'dynamicSlice',
    f: (x, begin) => dynamicSlice(x, begin, 2),
    shapes: [
      [[5], []],
      [[5, 2], []],
    ],
    domain: (random, operand) => (operand === 0 ? any(random) : random.uniform(-0.4, 3.4)),
  },
  structural('broadcastTo', (x) => broadcastTo(x, [2, 3]), [[]], [[3]], [[2, 1]]),
  ...systems,
];

/** A random concrete tensor. */
export function drawTensor(
  random: Random,
  shape: readonly number[],
  members: number,
  domain: OpCase['domain'],
  operand: number,
): PopulationTensor {
  const size = shape.reduce((n, extent) => n * extent, members);
  return new PopulationTensor(
    { shape, population: members },
    Float64Array.from({ length: size }, () => domain(random, operand)),
  );
}

/** Operands of one variant; some shared, some with members. */
export function drawOperands(
  random: Random,
  { shapes, domain }: OpCase,
  variant: number,
  populations: readonly number[],
): PopulationTensor[] {
  return shapes[variant % shapes.length].map((shape, operand) =>
    drawTensor(random, shape, populations[operand % populations.length], domain, operand),
  );
}
