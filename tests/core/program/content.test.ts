/** @file Programs are cached by their content: what computes the same is one, what differs in anything is not. */
import { describe, expect, it } from 'vitest';
import { Executable } from '../../../src/core/backend/executable.ts';
import { vjp } from '../../../src/core/derivative/functions.ts';
import { observe } from '../../../src/core/derivative/gradient-norms.ts';
import { type Graph, trace } from '../../../src/core/graph.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { concat, gather, reshape } from '../../../src/core/ops/indexing.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { populationSum, spread } from '../../../src/core/ops/structural.ts';
import { cos, sin } from '../../../src/core/ops/trigonometric.ts';
import { full, ones, PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { apply, type Primitive } from '../../../src/core/primitive.ts';
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
/** The first of its operands. */
const firstPrimitive: Primitive = {
  name: 'first',
  compute: (_, [x]) => [x],
  jvp: (_, __, [dx]) => [dx],
  vjp: (_, __, [bar]) => [bar],
};
const first = (...operands: PopulationTensor[]): PopulationTensor => apply(firstPrimitive, operands, [operands[0]])[0];
/** Cosines and sines, those first that were recorded last. */
const sinesLast = trace(
  (x) => {
    const [sines, cosines] = [sin(x), cos(x)];
    return [cosines, sines];
  },
  zeros([3]),
);
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
    ['the order of outputs', trace((x) => [sin(x), cos(x)], zeros([3])), sinesLast],
    ['the shape of a result', graphOf((x) => reshape(x, [2, 2]), 1, 4), graphOf((x) => reshape(x, [4, 1]), 1, 4)],
    ['its population', graphOf((x) => spread(x, 2)), graphOf((x) => spread(x, 3))],
    ['that of an operand', graphOf((x) => first(x, full([3], 1, 2)), 2), graphOf((x) => first(x, full([3], 1)), 2)],
    ['the primitive of a name', graphOf((x) => first(x)), graphOf((x) => apply({ ...firstPrimitive }, [x], [x])[0])],
    [
      'the robot',
      graphOf((x) => forwardDynamics(assetModel('panda'), x, x, x), 1, 7),
      graphOf((x) => forwardDynamics({ ...assetModel('panda'), gravity: [0, 0, -1.62] }, x, x, x), 1, 7),
    ],
  ])('differs with %s', (_, a, b) => {
    expect(same(a, b)).toBe(false);
  });
});

describe('captured tensors', () => {
  const ofMembers = (size: number, value: number): PopulationTensor =>
    new PopulationTensor({ shape: [size], population: 2 }, new Float64Array(2 * size).fill(value));
  const [a, b] = [ofMembers(3, 1), ofMembers(1, 2)];
  const x = ofMembers(1, 0);

  it('tell their shapes: results go where those of the other program lay', () => {
    const joined = (...parts: PopulationTensor[]): Executable => new Executable(trace((y) => concat([y, ...parts]), x));
    const [one, other] = [joined(a, b), joined(b, a)];
    expect(one.run([x])[0].toArray()).toEqual([0, 1, 1, 1, 2]);
    expect(other.run([x])[0].toArray()).toEqual([0, 2, 1, 1, 1]);
  });

  it('are those of the question, however often a graph is asked', () => {
    const graph = trace((y) => concat([y, a]), x);
    const [known, asked, none] = [contentOf(graph, [b, a]), contentOf(graph, [a]), contentOf(graph)];
    expect(asked).not.toEqual(known);
    expect(none).not.toEqual(asked);
    expect(contentOf(graph, [a])).toEqual(asked);
  });

  it('are known as such in graphs inside of nodes', () => {
    const inside = (constant: PopulationTensor): Graph => {
      const inner: Graph = { inputs: [], outputs: [constant] };
      const holder: Primitive = { ...firstPrimitive, name: 'holder', content: () => ({ graphs: [inner] }) };
      return trace((y) => apply(holder, [y], [y])[0], x);
    };
    const others = [ofMembers(1, 0), ofMembers(1, 0)];
    const contents = others.map((constant) => contentOf(inside(constant), others));
    expect(contents[0]).not.toEqual(contents[1]);
  });
});

it('a sum over members and the members themselves are two images, as workers know them by their keys', () => {
  const members = zeros([3], 4);
  const [kept, summed] = [(y: PopulationTensor) => sin(y), (y: PopulationTensor) => populationSum(sin(y))].map(
    (f) => new Executable(trace(f, members)).factories[0],
  );
  expect(kept.image()!.key).not.toBe(summed.image()!.key);
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
