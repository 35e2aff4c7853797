/** @file A backward loop reads what the forward loop has computed where that costs less, and computes again what is cheap. */
import { describe, expect, it } from 'vitest';
import { Executable } from '../../../../src/core/backend/executable.ts';
import { hvp, jvp, vjp } from '../../../../src/core/derivative/functions.ts';
import { evaluateConcrete, trace } from '../../../../src/core/graph.ts';
import { add, mul } from '../../../../src/core/ops/elementwise.ts';
import { exp } from '../../../../src/core/ops/exponential.ts';
import { sum } from '../../../../src/core/ops/reduction.ts';
import { cos, sin } from '../../../../src/core/ops/trigonometric.ts';
import { ones, PopulationTensor, tensor } from '../../../../src/core/population-tensor.ts';
import { explainProgram } from '../../../../src/core/backend/explain-program.ts';
import { scan } from '../../../../src/core/scan.ts';

const x = new PopulationTensor(
  { shape: [20, 3], population: 2 },
  Float64Array.from({ length: 120 }, (_, i) => Math.sin(i)),
);

/** A loop of an elementary function whose derivative needs it again, and of a cheap sum. */
const loop = (u: PopulationTensor): PopulationTensor =>
  sum(
    scan(
      (c: PopulationTensor, item: PopulationTensor) => ({ carry: mul(0.5, add(sin(c), exp(mul(c, item)))), output: c }),
      tensor([0.1, 0.2, 0.3]),
      u,
    ).carry,
  );

const gradient = (u: PopulationTensor): PopulationTensor[] => {
  const { value, pullback } = vjp(loop, u);
  return [value, pullback(ones([], 2))];
};

/** Operations of the loop backwards, by instruction. */
function backward(f: (u: PopulationTensor) => PopulationTensor[]) {
  const { stages } = new Executable(trace(f, x));
  const [stage] = stages;
  if (stage.kind !== 'kernel') throw new Error('no kernel');
  return explainProgram(stage, 2).regions.find(({ isReverse }) => isReverse)!;
}

describe('a reverse sweep through a loop', () => {
  it('takes the exponential from memory: what is left is some dozen operations, for the cosine that no one computed before', () => {
    const { byInstruction, operations } = backward(gradient);
    // an exponential clamps its argument by min and max, which nothing else here does
    expect(byInstruction.min ?? 0).toBe(0);
    expect(operations).toBeGreaterThan(10);
    const { operations: withoutSine } = backward((u) => {
      const { pullback } = vjp(
        (y: PopulationTensor) =>
          sum(
            scan(
              (c: PopulationTensor, item: PopulationTensor) => ({ carry: exp(mul(c, item)), output: c }),
              tensor([1, 2, 3]),
              y,
            ).carry,
          ),
        u,
      );
      return [pullback(ones([], 2))];
    });
    expect(withoutSine).toBeLessThan(20);
  });

  it.each([
    ['the gradient', gradient],
    ['a tangent', (u: PopulationTensor) => [jvp(loop, u, ones([20, 3], 2)).tangent]],
    ['a Hessian-vector product', (u: PopulationTensor) => [hvp(loop)(u, ones([20, 3], 2))]],
    [
      'a gradient through two loops of one length over the same items',
      (u: PopulationTensor) => {
        const both = (y: PopulationTensor): PopulationTensor => {
          const second = scan(
            (c: PopulationTensor, item: PopulationTensor) => ({ carry: cos(add(c, exp(item))), output: c }),
            tensor([1, 1, 1]),
            y,
          );
          return add(loop(y), sum(second.outputs));
        };
        return [vjp(both, u).pullback(ones([], 2))];
      },
    ],
  ] as const)('%s has the bits of the graph evaluated node by node', (_, f) => {
    const graph = trace(f, x);
    const expected = evaluateConcrete(graph, [x]);
    new Executable(graph)
      .run([x])
      .forEach(({ data }, i) => expect(Array.from(data)).toEqual(Array.from(expected[i].data)));
  });
});
