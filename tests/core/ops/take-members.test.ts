/** @file Members moved by computed indices: in loops, in compiled programs, and where something is not finite. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad, jacobian } from '../../../src/core/derivative/functions.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { log } from '../../../src/core/ops/exponential.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { populationSum } from '../../../src/core/ops/structural.ts';
import { takeMembers } from '../../../src/core/ops/take-members.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { population, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { ArgumentError, NonFiniteError, ShapeError } from '../../../src/errors.ts';
import { complexTangent } from '../../support/complex-step.ts';
import { expectClose } from '../../support/check.ts';
import { trace } from '../../../src/core/graph.ts';

const x = population([
  [0.3, -1],
  [0.7, 2],
  [-0.2, 0.5],
  [1.1, 0.1],
]);
const indices = [
  [3, 0, 0, 2],
  [1, 1, 3, 0],
  [2, 0, 1, 1],
];
const index = (row: readonly number[]): PopulationTensor => population(row);
const rows = population([0, 1, 2, 3].map((member) => indices.map((row) => row[member])));

/** Moved, and changed in between. */
const loop = (start: PopulationTensor, moves: PopulationTensor): PopulationTensor =>
  scan(
    (state: PopulationTensor, move: PopulationTensor) => {
      const next = add(sin(takeMembers(state, move)), mul(0.5, state));
      return { carry: next, output: [] };
    },
    start,
    moves,
  ).carry;

describe('takeMembers', () => {
  it('has the same bits in a loop, compiled, and written out', () => {
    const written = indices.reduce((state, row) => add(sin(takeMembers(state, index(row))), mul(0.5, state)), x);
    expect(Array.from(loop(x, rows).data)).toEqual(Array.from(written.data));
    expect(Array.from(compile(loop, [x, rows])(x, rows).data)).toEqual(Array.from(written.data));
  });

  it('has the gradient of the complex step through a loop', () => {
    const loss = (start: PopulationTensor): PopulationTensor => populationSum(sum(loop(start, rows)));
    const graph = trace(loss, x);
    const found = compile(grad(loss), [x])(x);
    x.data.forEach((_, i) => {
      const [element, member] = [Math.floor(i / 4), i % 4];
      const [[[exact]]] = complexTangent(graph, [x], (_input, e, m) => (e === element && m === member ? 1 : 0));
      expectClose(found.data[i], exact, 1e-12);
    });
  });

  it('leaves what members share as it is, and refuses an index with axes', () => {
    expect(takeMembers(tensor([1, 2]), index([1, 0])).population).toBe(1);
    expect(() => takeMembers(x, zeros([1], 4))).toThrow(ShapeError);
    expect(() => jacobian((y: PopulationTensor) => takeMembers(y, index([1, 0, 0, 0])))(x)).toThrow(ArgumentError);
  });

  it('leads from a result that is not finite to the member that is the cause', () => {
    const f = compile(
      (y: PopulationTensor, i: PopulationTensor) => sin(takeMembers(log(y), i)),
      [x, index(indices[0])],
      {
        checkFinite: true,
      },
    );
    expect(() =>
      f(
        population([
          [1, 2],
          [1, 2],
          [-1, 2],
          [1, 2],
        ]),
        index(indices[0]),
      ),
    ).toThrow(NonFiniteError);
    expect(() =>
      f(
        population([
          [1, 2],
          [1, 2],
          [-1, 2],
          [1, 2],
        ]),
        index(indices[0]),
      ),
    ).toThrow(/log/);
  });
});
