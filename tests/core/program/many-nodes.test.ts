/** @file Programs of very many nodes are compiled, however deep they are. */
import { expect, it } from 'vitest';
import { grad } from '../../../src/core/derivative/functions.ts';
import { trace } from '../../../src/core/graph.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { populationMean, sum } from '../../../src/core/ops/reduction.ts';
import { full, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { stagesOf } from '../../../src/core/program/stages.ts';
import { drawTensor } from '../../support/draw-tensor.ts';
import { Random } from '../../support/random.ts';
import { differenceOf, runCompiled, type TensorFunction } from '../../support/run-ways.ts';

/** x, then 0.9 y + x again and again. */
const chain =
  (steps: number) =>
  (x: PopulationTensor): PopulationTensor => {
    let y = x;
    for (let i = 0; i < steps; i++) y = add(mul(y, 0.9), x);
    return y;
  };

it.each([
  ['40,000 nodes of small tensors', 20_000, tensor([0.3, 0.4])],
  ['20,000 nodes of large tensors, done row by row in one loop', 10_000, full([300], 0.3)],
])('%s', (_, steps, x) => {
  const f: TensorFunction = (y) => [sum(chain(steps)(y))];
  expect(differenceOf(runCompiled(f, [x], 'wasm'), f(x), 1e-12)).toBeNull();
});

it('the gradient of 20,000 nodes', () => {
  const f: TensorFunction = (y) => [grad((z: PopulationTensor) => sum(chain(10_000)(z)))(y)];
  const x = tensor([0.3, 0.4]);
  expect(differenceOf(runCompiled(f, [x], 'wasm'), f(x), 1e-12)).toBeNull();
});

it('looks across the members between many stages', () => {
  const f: TensorFunction = (x) => {
    let y = x;
    for (let i = 0; i < 40; i++) y = add(mul(0.5, y), mul(populationMean(y), add(populationMean(mul(y, y)), y)));
    return [y, populationMean(y)];
  };
  const x = drawTensor(new Random(), { shape: [2], population: 5 }, -0.5, 0.5);
  const kernels = stagesOf(trace(f, x)).filter((stage) => stage.kind === 'kernel');
  expect(kernels).toHaveLength(42);
  for (const { sums } of kernels.slice(0, -1)) expect(sums.size).toBeGreaterThan(0);
  // y, what the means are of, and the last two results
  for (const { graph } of kernels) expect(graph.outputs.length).toBeLessThanOrEqual(4);
  expect(differenceOf(runCompiled(f, [x], 'wasm'), f(x), 1e-12)).toBeNull();
});
