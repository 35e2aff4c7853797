/** @file The particle filter's score against Kalman's: right in expectation in one of the named modes, and not in the other. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { at, reshape } from '../../../src/core/ops/indexing.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { spread } from '../../../src/core/ops/structural.ts';
import { PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { normal, uniform } from '../../../src/core/random.ts';
import { particleFilter } from '../../../src/estimation/filters/particle.ts';
import { runFilter } from '../../../src/estimation/filters/run-filter.ts';
import type { ParticleGradient } from '../../../src/estimation/particles/generation.ts';
import { euclideanSpace } from '../../../src/estimation/space.ts';
import { covarianceFilter, linearTestModel } from '../../support/covariance-filter.ts';

const [ticks, particles, seeds] = [6, 100, 200];
const parameters = tensor([0.9, 0.7, 0.5]);
const names = ['transition', 'process noise', 'reading noise'];
const start = { mean: tensor([0.1]), factor: tensor([[1]]) };

const modelOf = (theta: PopulationTensor) =>
  linearTestModel({
    transition: reshape(at(theta, 0), [1, 1]),
    control: tensor([[1]]),
    noise: reshape(at(theta, 1), [1, 1]),
    sensors: [{ reads: tensor([[1]]), deviation: reshape(at(theta, 2), [1]) }],
    space: euclideanSpace,
  });

/** What a walk of the model told. */
function told(): number[] {
  const noise = normal({ seed: 2 }, 2 * ticks + 1);
  let x = 0.1 + noise[2 * ticks];
  return Array.from({ length: ticks }, (_, k) => {
    const reading = x + 0.5 * noise[2 * k];
    x = 0.9 * x + 0.7 * noise[2 * k + 1];
    return reading;
  });
}
const column = (list: readonly number[]): PopulationTensor => tensor([...list], [ticks, 1]);
const recording = {
  readings: [{ value: column(told()), present: column(told().map(() => 1)) }],
  sensed: column(told().map(() => 0)),
  acting: column(told().map(() => 0)),
};

const exactly = (theta: PopulationTensor): PopulationTensor =>
  sum(runFilter(covarianceFilter(modelOf(theta)), start, recording).ticks.innovations[0].logLikelihood);

/** Numbers of their own for every seed, a member each. */
function drawn(shape: readonly number[], draw: typeof normal, stream: number): PopulationTensor {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const data = new Float64Array(size * seeds);
  for (let member = 0; member < seeds; member++)
    draw({ seed: 1, member, stream }, size).forEach((value, i) => (data[i * seeds + member] = value));
  return new PopulationTensor({ shape, population: seeds }, data);
}

/** Likelihood over the exact one, and score, of every seed. */
function estimates(gradient: ParticleGradient): { readonly ratio: number; readonly score: readonly number[] }[] {
  const run = (theta: PopulationTensor, first: PopulationTensor, n: PopulationTensor, u: PopulationTensor) => {
    const options = { particles, gradient, start: first, roughening: false, sources: 1 } as const;
    const filter = particleFilter(modelOf(theta), options);
    const { ticks: all } = runFilter(filter, start, { ...recording, draws: { normal: n, uniform: u } });
    return sum(all.innovations[0].logLikelihood);
  };
  type Given = [PopulationTensor, PopulationTensor, PopulationTensor, PopulationTensor];
  const given: Given = [
    spread(parameters, seeds),
    drawn([particles, 1], normal, 2),
    drawn([ticks, particles], normal, 3),
    drawn([ticks, 1], uniform, 4),
  ];
  const both = (...[theta, ...rest]: Given) => ({
    value: run(theta, ...rest),
    score: grad((x: PopulationTensor) => run(x, ...rest))(theta),
  });
  const { value, score } = compile(both, given)(...given);
  const exact = exactly(parameters).item();
  return Array.from({ length: seeds }, (_, seed) => ({
    ratio: Math.exp(value.item(seed) - exact),
    score: score.toArray(seed),
  }));
}

/** By how many standard errors a mean is off. */
function off(list: readonly number[], exact: number): number {
  const mean = list.reduce((total, value) => total + value, 0) / list.length;
  const square = list.reduce((total, value) => total + (value - mean) ** 2, 0) / (list.length - 1);
  return Math.abs(mean - exact) / Math.sqrt(square / list.length);
}

const kalman = grad(exactly)(parameters).toArray();

describe('the score of the particle filter', () => {
  it("with a stop-gradient correction agrees with Kalman's in expectation", () => {
    const found = estimates('stop-gradient-score');
    expect(
      off(
        found.map(({ ratio }) => ratio),
        1,
      ),
    ).toBeLessThan(3);
    names.forEach((name, k) => {
      const scores = found.map(({ score }) => score[k]);
      expect(off(scores, kalman[k]), name).toBeLessThan(3);
      // without the bias of a logarithm: the derivative of the likelihood itself
      const slopes = found.map(({ ratio, score }) => ratio * score[k]);
      expect(off(slopes, kalman[k]), name).toBeLessThan(3);
    });
  });

  it('through ancestors that are frozen does not, as who lives on depends on the parameters', () => {
    const found = estimates('frozen-ancestors');
    const worst = names.map((_, k) =>
      off(
        found.map(({ ratio, score }) => ratio * score[k]),
        kalman[k],
      ),
    );
    expect(Math.max(...worst)).toBeGreaterThan(5);
  });
});
