/** @file Numbers move faster where they are known to be numbers: with the bits of the definition, which is written for any arithmetic. */
import { describe, expect, it } from 'vitest';
import { evaluateGraph, trace } from '../../../src/core/graph.ts';
import { join, scatterAdd } from '../../../src/core/ops/structural.ts';
import { full, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { fromMembers, membersOf } from '../../../src/core/primitive.ts';
import { numberArithmetic } from '../../../src/core/scalar/number-arithmetic.ts';
import { expectEqual } from '../../support/check.ts';
import { Random, testCases } from '../../support/random.ts';
import { catalogue, drawOperands } from './catalogue.ts';

const populationPatterns = [[1], [3], [3, 1], [1, 3]] as const;

/** The definition's value. */
function defined(f: (...x: PopulationTensor[]) => PopulationTensor, x: readonly PopulationTensor[]): PopulationTensor {
  const graph = trace(f, ...x);
  const [members] = evaluateGraph(graph, numberArithmetic, x.map(membersOf));
  return fromMembers(members, graph.outputs[0]);
}

describe('known numbers get the bits of the definition', () => {
  it.each(catalogue.map((op) => [op.name, op] as const))('%s', (_, op) => {
    const random = new Random();
    for (let i = 0; i < testCases(24); i++) {
      const operands = drawOperands(random, op, i, populationPatterns[Math.floor(i / op.shapes.length) % 4]);
      expectEqual(op.f(...operands), defined(op.f, operands));
    }
  });

  const places = Int32Array.of(2, 0, 2, 2, 3, 0);
  const scatter = (x: PopulationTensor): PopulationTensor => scatterAdd(x, places, [5]);

  it.each([
    ['-0 alone', tensor([1, 1, -0, 0, -0, -1])],
    ['-0 and -0', tensor([-0, -0, -0, -0, 1, -0])],
    ['what is not finite', tensor([Infinity, NaN, -Infinity, 1, 2, 3])],
  ])('sums at repeated places: %s', (_, x) => {
    expectEqual(scatter(x), defined(scatter, [x]));
  });

  it('a sum starts with what arrives first: -0 stays, and places that nothing arrives at are 0', () => {
    const x = tensor([-0, -0, -0, -0, -0, 1]);
    expectEqual(scatter(x), [1, 0, -0, -0, 0]);
    expectEqual(scatterAdd(zeros([0]), Int32Array.of(), [2]), [0, 0]);
    expectEqual(scatterAdd(zeros([2], 3), Int32Array.of(0, 0), [1]), [0, 0, 0]);
  });

  it('joins members of members: empty lists and shared ones among them', () => {
    const all = [full([2], 3, 4), zeros([0], 4), full([1], -0, 4), tensor([5])];
    const f = (...x: PopulationTensor[]): PopulationTensor => join(x, [4]);
    expect(f(...all).population).toBe(4);
    expectEqual(f(...all), defined(f, all));
  });
});
