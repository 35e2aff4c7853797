import { expect, it } from 'vitest';
import { vjp } from '../../src/core/derivative/functions.ts';
import { trace } from '../../src/core/graph.ts';
import { mul } from '../../src/core/ops/elementwise.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { populationSum } from '../../src/core/ops/structural.ts';
import { div, sub } from '../../src/core/ops/arithmetic.ts';
import { at, concat, reshape, stack, transpose } from '../../src/core/ops/indexing.ts';
import { add, neg, where } from '../../src/core/ops/elementwise.ts';
import { cross, matmul, norm, outer } from '../../src/core/ops/linear-algebra.ts';
import { atan, cos, sin, tanh } from '../../src/core/ops/trigonometric.ts';
import { exp, sigmoid, softplus } from '../../src/core/ops/exponential.ts';
import { less, maximum } from '../../src/core/ops/comparison.ts';
import { logsumexp, mean } from '../../src/core/ops/reduction.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { Executable } from '../../src/core/backend/executable.ts';
import { complexTangent } from '../support/complex-step.ts';
import { Random, testCases, testSeed } from '../support/random.ts';
import { drawTensor } from './ops/catalogue.ts';

/** Grammar over 3-vectors whose values stay of order one: bounded ops, and ops followed by one that bounds. */
type Rule = (random: Random, pick: () => PopulationTensor) => PopulationTensor;
const rules: readonly Rule[] = [
  (_, pick) => add(pick(), pick()),
  (_, pick) => sub(pick(), pick()),
  (_, pick) => tanh(mul(pick(), pick())),
  (_, pick) => div(pick(), add(2, mul(sin(pick()), 0.5))),
  (_, pick) => sin(pick()),
  (_, pick) => cos(pick()),
  (_, pick) => atan(pick()),
  (_, pick) => neg(pick()),
  (_, pick) => sigmoid(pick()),
  (_, pick) => softplus(tanh(pick())),
  (_, pick) => exp(tanh(pick())),
  (_, pick) => tanh(cross(pick(), pick())),
  (_, pick) => tanh(matmul(outer(pick(), pick()), pick())),
  (_, pick) => tanh(matmul(transpose(reshape(concat([pick(), pick(), pick()]), [3, 3])), pick())),
  (_, pick) => stack([norm(add(pick(), 3)), mean(pick()), logsumexp(tanh(pick()))]),
  (random, pick) => stack([at(pick(), random.integer(0, 2)), at(pick(), 0), at(pick(), 2)]),
  (_, pick) => where(less(pick(), 0.3), pick(), mul(pick(), 0.5)),
  (_, pick) => maximum(pick(), mul(pick(), -0.7)),
];

it('random graphs of 5 to 120 nodes over many ops have the gradient of the complex step, also lowered', () => {
  const random = new Random();
  for (let i = 0; i < testCases(300); i++) {
    const inputs = [0, 1, 2].map((k) =>
      drawTensor(random, [3], [1, 2, 1][(k + i) % 3], (r) => r.uniform(-1.5, 1.5), k),
    );
    const plan = Array.from({ length: random.integer(2, 40) }, () => [
      random.integer(0, rules.length - 1),
      random.next(),
      random.next(),
      random.next(),
      random.next(),
      random.next(),
    ]);
    const h = (x: readonly PopulationTensor[]): PopulationTensor => {
      const known = [...x];
      for (const [rule, ...choices] of plan) {
        let next = 0;
        const draw = {
          integer: (low: number, high: number) => low + Math.floor(choices[4] * (high - low + 1)),
        } as Random;
        known.push(rules[rule](draw, () => known[Math.floor(choices[next++ % 4] * known.length)]));
      }
      return sum(mul(known.at(-1)!, tensor([1, -2, 0.5])));
    };
    const f = (x: readonly PopulationTensor[]): PopulationTensor => populationSum(h(x));
    const { value, pullback } = vjp(f, inputs);
    const bars = pullback(tensor(1));
    const direction = inputs.map((x) => x.data.map(() => random.uniform(-1, 1)));
    const terms = bars.flatMap((bar, k) => Array.from(bar.data, (g, j) => g * direction[k][j]));
    const along = terms.reduce((a, b) => a + b, 0);
    const graph = trace(f, inputs);
    const exact = complexTangent(graph, inputs, (k, e, m) => direction[k][e * inputs[k].population + m])[0][0][0];
    const scale = Math.max(
      terms.reduce((a, b) => a + Math.abs(b), 0),
      1e-3,
    );
    expect(Math.abs(along - exact) / scale, `case ${i} of TEST_SEED=${testSeed}`).toBeLessThan(1e-11);
    const members = trace(h, inputs);
    const [lowered] = new Executable(members).run(inputs);
    expect(Array.from(lowered.data, (x) => x + 0)).toEqual(Array.from(h(inputs).data, (x) => x + 0));
    expect(Number.isFinite(value.item())).toBe(true);
  }
});
