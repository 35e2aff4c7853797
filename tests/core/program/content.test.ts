/** @file Programs are cached by their content: what computes the same is one, what differs in anything is not. */
import { describe, expect, it } from 'vitest';
import { Executable } from '../../../src/core/backend/executable.ts';
import { vjp } from '../../../src/core/derivative/functions.ts';
import { observe } from '../../../src/core/derivative/gradient-norms.ts';
import { type Graph, trace } from '../../../src/core/graph.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { gather } from '../../../src/core/ops/indexing.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { ones, PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { contentOf } from '../../../src/core/program/content.ts';
import { scan } from '../../../src/core/scan.ts';
import { forwardDynamics } from '../../../src/dynamics/forward-dynamics.ts';
import { assetModel } from '../../support/robots.ts';

type Function = (x: PopulationTensor) => PopulationTensor;

const loop = (gain: number, length: number, reverse = false): Function => {
  return (x) =>
    scan((c: PopulationTensor) => ({ carry: add(sin(c), gain), output: [] }), x, [], { length, reverse }).carry;
};
const graphOf = (f: Function, population = 1, size = 3): Graph => trace(f, zeros([size], population));
const same = (a: Graph, b: Graph): boolean => {
  const [x, y] = [contentOf(a)!, contentOf(b)!];
  return x.length === y.length && x.every((number, i) => number === y[i]);
};

describe('content of a graph', () => {
  it('is that of any other trace of the same function', () => {
    expect(same(graphOf(loop(0.5, 7)), graphOf(loop(0.5, 7)))).toBe(true);
    const model = assetModel('planar-2link');
    const dynamics = (x: PopulationTensor): PopulationTensor =>
      vjp((y: PopulationTensor) => sum(forwardDynamics(model, y, zeros([2]), y)), x).pullback(ones([]));
    expect(same(graphOf(dynamics, 1, 2), graphOf(dynamics, 1, 2))).toBe(true);
  });

  it('does not know names, which change nothing', () => {
    expect(
      same(
        graphOf((x) => sin(observe('a', x))),
        graphOf((x) => sin(observe('b', x))),
      ),
    ).toBe(true);
  });

  it.each<[string, Graph, Graph]>([
    ['a constant', graphOf(loop(0.5, 7)), graphOf(loop(0.5000000001, 7))],
    [
      'the sign of a zero',
      graphOf((x) => add(x, mul(x, tensor([0, 1, 2])))),
      graphOf((x) => add(x, mul(x, tensor([-0, 1, 2])))),
    ],
    ['the length of a loop', graphOf(loop(0.5, 7)), graphOf(loop(0.5, 8))],
    ['its direction', graphOf(loop(0.5, 7)), graphOf(loop(0.5, 7, true))],
    ['indices', graphOf((x) => gather(x, [0, 1])), graphOf((x) => gather(x, [0, 2]))],
    ['an op', graphOf((x) => add(x, x)), graphOf((x) => mul(x, x))],
    ['the order of operands', graphOf((x) => add(x, sin(x))), graphOf((x) => add(sin(x), x))],
    ['shared inputs', graphOf((x) => sin(x)), graphOf((x) => sin(x), 2)],
    ['a shape', graphOf((x) => sin(x)), graphOf((x) => sin(x), 1, 4)],
    [
      'the robot',
      graphOf((x) => forwardDynamics(assetModel('panda'), x, x, x), 1, 7),
      graphOf((x) => forwardDynamics({ ...assetModel('panda'), gravity: [0, 0, -1.62] }, x, x, x), 1, 7),
    ],
  ])('differs with %s', (_, a, b) => {
    expect(same(a, b)).toBe(false);
  });
});

it('one image serves all programs of one content, and gives each its own memory', () => {
  const [a, b] = [0, 1].map(() => new Executable(graphOf(loop(0.25, 5), 4)));
  expect(a.factories[0].image()).toBe(b.factories[0].image());
  const x = new PopulationTensor(
    { shape: [3], population: 4 },
    Float64Array.from({ length: 12 }, (_, i) => i),
  );
  const first = a.run([x])[0].data.slice();
  b.run([zeros([3], 4)]);
  expect(a.run([x])[0].data).toEqual(first);
  expect(b.run([x])[0].data).toEqual(first);
});

it('another population, precision or bound on memory is another image', () => {
  const graph = graphOf(loop(0.75, 5), 4);
  const image = new Executable(graph).factories[0].image();
  expect(new Executable(graph, { precision: 'float32' }).factories[0].image()).not.toBe(image);
  expect(new Executable(graph, { blockMemory: 2 ** 20 }).factories[0].image()).not.toBe(image);
  expect(new Executable(graphOf(loop(0.75, 5), 40)).factories[0].image()).not.toBe(image);
});
