/** @file Rows with a pattern (repeated values, widths that do not divide, views of rows): compiled work on them has the numbers of the ops. */
import { describe, expect, it } from 'vitest';
import { grad } from '../../../src/core/derivative/functions.ts';
import { sub } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { at, concat, gather, reshape, slice, stack, transpose } from '../../../src/core/ops/indexing.ts';
import { amax, logsumexp, sum } from '../../../src/core/ops/reduction.ts';
import { broadcastTo } from '../../../src/core/ops/structural.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { drawTensor } from '../../support/draw-tensor.ts';
import { Random, testCases, testSeed } from '../../support/random.ts';
import { differenceOf, runAllWays, type TensorFunction } from '../../support/run-ways.ts';

/** Two factors of a size. */
function factors(random: Random, size: number): [number, number] {
  const divisors = Array.from({ length: size }, (_, i) => i + 1).filter((n) => size % n === 0);
  const rows = random.pick(divisors);
  return [rows, size / rows];
}

/** A vector of few different values: parameters, zeros, ones. */
function drawPattern(random: Random, p: PopulationTensor, width: number): PopulationTensor {
  const parameters = [0, 1].map((i) => at(p, random.integer(0, 2 - i)));
  const choices = [...parameters, tensor(0), tensor(1)];
  const [usual, other] = [random.pick(choices), random.pick(choices)];
  const period = random.integer(1, width);
  const odd = random.integer(0, width - 1);
  const isOther = random.pick<(i: number) => boolean>([
    (i) => i === odd,
    (i) => i < odd,
    (i) => i % period === 0,
    (i) => i % 2 === 0 && i < odd,
  ]);
  return stack(Array.from({ length: width }, (_, i) => (isOther(i) ? other : usual)));
}

type Move = (x: PopulationTensor, p: PopulationTensor, random: Random) => PopulationTensor;

/** Rows to rows [T, n]. */
const moves: Readonly<Record<string, Move>> = {
  'times a pattern': (x, p, random) => mul(x, drawPattern(random, p, x.shape[1])),
  'plus a pattern': (x, p, random) => add(drawPattern(random, p, x.shape[1]), x),
  'times a pattern down': (x, p, random) => mul(x, reshape(drawPattern(random, p, x.shape[0]), [-1, 1])),
  sine: (x) => sin(x),
  regroup: (x, _, random) => reshape(x, factors(random, x.size)),
  transpose: (x) => transpose(x),
  'some rows': (x, _, random) => {
    const begin = random.integer(0, x.shape[0] - 1);
    return slice(x, [begin], [random.integer(begin + 1, x.shape[0])]);
  },
  'some columns': (x, _, random) => {
    const begin = random.integer(0, x.shape[1] - 1);
    return slice(x, [0, begin], [x.shape[0], random.integer(begin + 1, x.shape[1])]);
  },
  'rows in steps': (x, _, random) => {
    const [begin, step] = [random.integer(0, x.shape[0] - 1), random.pick([0, 1, 2, -1, -2])];
    const count = random.integer(1, 40);
    const rows = x.shape[0];
    return gather(
      x,
      Array.from({ length: count }, (_, i) => (((begin + i * step) % rows) + rows) % rows),
    );
  },
  'columns in steps': (x, _, random) => {
    const columns = x.shape[1];
    const [begin, step] = [random.integer(0, columns - 1), random.pick([0, 1, -1, 3])];
    const list = Array.from(
      { length: random.integer(1, 12) },
      (_, i) => (((begin + i * step) % columns) + columns) % columns,
    );
    return gather(x, list, 1);
  },
  backwards: (x) =>
    reshape(
      gather(
        reshape(x, [-1]),
        Array.from({ length: x.size }, (_, i) => x.size - 1 - i),
      ),
      x.shape,
    ),
  'one row again and again': (x, _, random) =>
    broadcastTo(at(x, random.integer(0, x.shape[0] - 1)), [random.integer(2, 60), x.shape[1]]),
  'a pattern below': (x, p, random) =>
    concat([x, broadcastTo(drawPattern(random, p, x.shape[1]), [random.integer(1, 9), x.shape[1]])]),
  'a pattern beside': (x, p, random) => concat([broadcastTo(drawPattern(random, p, 3), [x.shape[0], 3]), x], 1),
  twice: (x, _, random) => concat([x, x], random.integer(0, 1)),
  'less its sums down': (x) => sub(x, mul(0.1, sum(x, 0))),
  'less its sums across': (x) => sub(x, mul(0.1, reshape(sum(x, 1), [-1, 1]))),
  'less its largest': (x, _, random) => {
    const axis = random.integer(0, 1);
    return sub(x, reshape(amax(x, axis), axis === 0 ? [1, -1] : [-1, 1]));
  },
  'less its logarithmic sum': (x, _, random) => {
    const axis = random.integer(0, 1);
    return sub(x, reshape(logsumexp(x, axis), axis === 0 ? [1, -1] : [-1, 1]));
  },
};

const loopWidth = 12;

/** Outputs of a loop over the rows: some of their elements, values of the carry, and a pattern. */
function outputsOfLoop(x: PopulationTensor, p: PopulationTensor, random: Random): PopulationTensor {
  const columns = Math.min(loopWidth, x.shape[1]);
  const pattern = drawPattern(random, p, random.integer(1, 5));
  const isComputed = random.next() < 0.5;
  const step = (carry: PopulationTensor, row: PopulationTensor) => {
    const seen = slice(row, [0], [columns]);
    const next = add(mul(0.3, carry), sum(seen));
    const work = isComputed ? [sin(seen)] : [seen];
    return { carry: next, output: concat([reshape(carry, [1]), pattern, ...work, reshape(next, [1])]) };
  };
  return scan(step, tensor(0.1), x, { reverse: random.next() < 0.3 }).outputs;
}

const sizes: readonly (readonly [number, number])[] = [
  [60, 7],
  [24, 10],
  [7, 60],
  [120, 2],
  [200, 1],
  [33, 9],
  [20, 20],
];
const largest = 3000;

interface Drawn {
  readonly f: TensorFunction;
  readonly text: string;
}

/** A function of rows and parameters: a few moves, `withLoops` of loops among them. */
function draw(seed: number, withLoops: boolean): Drawn {
  const random = new Random(seed);
  const names = Array.from({ length: random.integer(2, 6) }, () => random.pick(Object.keys(moves)));
  const loopAt = withLoops ? random.integer(0, names.length - 1) : -1;
  const f: TensorFunction = (x, p) => {
    const inner = new Random(seed + 1);
    let at = x;
    names.forEach((name, i) => {
      const from =
        at.size > largest ? slice(at, [0], [Math.max(1, Math.floor((at.shape[0] * largest) / at.size))]) : at;
      at = moves[name](i === loopAt ? outputsOfLoop(from, p, inner) : from, p, inner);
    });
    return [at, sum(at, 0), sum(at, 1)];
  };
  return { f, text: names.map((name, i) => (i === loopAt ? `loop, ${name}` : name)).join(', ') };
}

const total = (results: readonly PopulationTensor[]): PopulationTensor =>
  results.map((x, k) => sum(mul(sin(x), 1 + 0.1 * k))).reduce((a, b) => add(a, b));

const gradient =
  (f: TensorFunction): TensorFunction =>
  (x, p) =>
    grad((y: readonly PopulationTensor[]) => total(f(...y)))([x, p]);

/** In the steps of a loop, as an item of it and as what it takes from outside. */
const inLoop =
  (f: TensorFunction): TensorFunction =>
  (x, p) => {
    const step = (carry: PopulationTensor, item: PopulationTensor) => {
      const results = f(add(x, item), mul(p, carry));
      return { carry: add(mul(0.5, carry), 0.1), output: results };
    };
    return scan(step, tensor(1), tensor([0.1, 0.2])).outputs;
  };

const inLoopWrittenOut =
  (f: TensorFunction): TensorFunction =>
  (x, p) => {
    const [first, second] = [f(add(x, 0.1), p), f(add(x, 0.2), mul(p, 0.6))];
    return first.map((y, k) => stack([y, second[k]]));
  };

describe(`random work on rows (TEST_SEED=${testSeed})`, () => {
  const plain = (f: TensorFunction): TensorFunction => f;
  it.each([
    ['values', plain, plain],
    ['gradients', gradient, gradient],
    ['values in a loop', inLoop, inLoopWrittenOut],
  ] as const)('has the numbers of the ops: %s', (name, compiled, direct) => {
    const cases = testCases(name === 'gradients' ? 6 : 9);
    for (let i = 0; i < cases; i++) {
      const random = new Random(testSeed + 104_729 * i);
      const { f, text } = draw(random.integer(0, 2 ** 30), name === 'gradients' && i % 3 === 0);
      const members = random.pick([1, 3]);
      const x = drawTensor(random, { shape: random.pick(sizes), population: members }, -1, 1);
      const p = drawTensor(random, { shape: [3], population: random.pick([1, members]) }, -2, 2);
      const right = direct(f)(x, p);
      for (const [way, found] of runAllWays(compiled(f), [x, p]))
        expect(differenceOf(found, right, 1e-11), `case ${i}: ${text}; ${way}`).toBeNull();
    }
  });
});
