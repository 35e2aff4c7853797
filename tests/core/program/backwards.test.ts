/** @file Memory that is read backwards: addresses stay positive in every kernel, records in windows and segments included. */
import { describe, expect, it } from 'vitest';
import { Executable } from '../../../src/core/backend/executable.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { trace } from '../../../src/core/graph.ts';
import { square } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { gather, reshape, slice, transpose } from '../../../src/core/ops/indexing.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { type PopulationTensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { drawTensor } from '../../support/draw-tensor.ts';
import { Random } from '../../support/random.ts';
import { differenceOf, memories, runAllWays, runCompiled, type TensorFunction } from '../../support/run-ways.ts';

/** Rows `begin`, `begin + step`, … as far as there are some. */
function everyRow(x: PopulationTensor, step: number, begin = step < 0 ? x.shape[0] - 1 : 0): PopulationTensor {
  const rows: number[] = [];
  for (let i = begin; i >= 0 && i < x.shape[0]; i += step) rows.push(i);
  return gather(x, rows);
}
const flip = (x: PopulationTensor): PopulationTensor => everyRow(x, -1);

const views: Readonly<Record<string, (x: PopulationTensor) => PopulationTensor>> = {
  flipped: flip,
  'every second row backwards': (x) => everyRow(x, -2),
  'every third row backwards, from the last but one': (x) => everyRow(x, -3, x.shape[0] - 2),
  'columns flipped': (x) =>
    x.shape.length < 2
      ? flip(x)
      : gather(
          x,
          Array.from({ length: x.shape[1] }, (_, i) => x.shape[1] - 1 - i),
          1,
        ),
  'all elements backwards': (x) => flip(reshape(x, [-1])),
  'a stretch of a flipped one': (x) => slice(flip(x), [1]),
  'transposed and flipped': (x) => flip(transpose(x)),
  'flipped twice': (x) => flip(flip(x)),
};

const firstColumn = (x: PopulationTensor): PopulationTensor => reshape(x, [x.shape[0], -1]);

/** What is done with a view. */
const work: Readonly<Record<string, (x: PopulationTensor) => PopulationTensor>> = {
  'comes out': (x) => x,
  'is added to': (x) => add(sin(x), mul(x, x)),
  'is summed': (x) => sum(firstColumn(x), 0),
  'is a sequence': (x) => {
    const rows = firstColumn(x);
    const step = (c: PopulationTensor, row: PopulationTensor) => {
      const next = add(mul(0.5, c), sum(row));
      return { carry: next, output: [next, slice(row, [0], [1])] };
    };
    const { carry, outputs } = scan(step, zeros([]), rows, { reverse: rows.shape[0] % 2 === 0 });
    return add(carry, sum(mul(outputs[0], reshape(outputs[1], [-1]))));
  },
  'is a factor': (x) => {
    const rows = firstColumn(x);
    return matmul(rows, transpose(slice(rows, [0], [Math.min(3, rows.shape[0])])));
  },
  'is squared; its gradient': (x) => grad((y: PopulationTensor) => sum(square(flip(y))))(x),
};

describe('a tensor', () => {
  it.each([
    [[5], 1],
    [[200], 3],
    [[20, 20], 1],
    [[100, 3], 3],
    [[2, 200], 2],
    [[40, 17], 1],
  ] as const)('%j read backwards has the numbers of the ops (%i members)', (shape, members) => {
    const x = drawTensor(new Random(), { shape, population: members }, -1, 1);
    for (const [view, look] of Object.entries(views)) {
      const f: TensorFunction = (y) => Object.values(work).map((use) => use(look(y)));
      const right = f(x);
      for (const [way, found] of runAllWays(f, [x]))
        expect(differenceOf(found, right, 1e-12), `${view}: ${way}`).toBeNull();
      const narrow = Object.values(memories).map((memory) =>
        runCompiled(f, [x], 'wasm', { ...memory, precision: 'float32' }),
      );
      for (const found of narrow) expect(differenceOf(found, right, 2e-4), `${view}: float32`).toBeNull();
      const interpreted = runCompiled(f, [x], 'interpreter', { precision: 'float32' });
      expect(differenceOf(interpreted, narrow[0], 0), `${view}: float32 on the interpreter`).toBeNull();
    }
  });
});

/** A loop whose states a second one reads from the last to the first, beside work on them in the order that `seen` puts it in. */
const twoLoops =
  (seen: (states: PopulationTensor) => PopulationTensor): TensorFunction =>
  (x) => {
    const states = scan(
      (c: PopulationTensor, item: PopulationTensor) => {
        const next = add(mul(0.7, sin(c)), item);
        return { carry: next, output: next };
      },
      zeros(x.shape.slice(1)),
      x,
    ).outputs;
    const step = (c: PopulationTensor, [a, b]: readonly PopulationTensor[]) => ({
      carry: add(mul(0.5, c), mul(a, b)),
      output: [],
    });
    return [scan(step, zeros(x.shape.slice(1)), [states, seen(sin(states))], { reverse: true }).carry];
  };

describe('records of a loop', () => {
  const x = drawTensor(new Random(), { shape: [20, 20], population: 2 }, -1, 1);
  const layoutOf = (f: TensorFunction, memory: keyof typeof memories) =>
    new Executable(trace(f, x), memories[memory]).factories[0].laidOut('wasm').layout;

  it.each([
    ['in order', (y: PopulationTensor) => y, 1],
    ['backwards', flip, 0],
    ['across', transpose, 0],
  ] as const)('read %s in the loop that can run their segments again', (_, seen, segments) => {
    const f = twoLoops(seen);
    expect(layoutOf(f, 'segments').segments).toHaveLength(segments);
    const right = runCompiled(f, [x], 'interpreter');
    for (const [way, found] of runAllWays(f, [x])) expect(differenceOf(found, right, 0), way).toBeNull();
  });

  it('read backwards or across many of them have no window, and others have theirs', () => {
    const inputs = [
      [300, 20],
      [300, 20],
      [20, 300],
    ].map((shape, i) => drawTensor(new Random(i), { shape, population: 2 }, -1, 1));
    const f: TensorFunction = (a, b, c) => {
      const step = (total: PopulationTensor, items: readonly PopulationTensor[]) => ({
        carry: add(mul(0.5, total), items.reduce(mul)),
        output: sin(items[0]),
      });
      const { carry, outputs } = scan(step, zeros([20]), [a, flip(b), transpose(c)]);
      return [carry, outputs];
    };
    const executable = new Executable(trace(f, ...inputs), memories.windows);
    const { layout, kernel } = executable.factories[0].laidOut('wasm');
    const near = layout.windows.flatMap(({ windows }) => windows.filter(({ array }) => kernel.inputs.includes(array)));
    expect(near.map(({ stride }) => stride)).toEqual([20]);
    const right = runCompiled(f, inputs, 'interpreter');
    for (const [way, found] of runAllWays(f, inputs)) expect(differenceOf(found, right, 0), way).toBeNull();
  });
});
