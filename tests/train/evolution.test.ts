/** @file What trainers without gradients choose by, on functions whose minimum and gradient are known. */
import { describe, expect, it } from 'vitest';
import { noiseOf, type Trials } from '../../src/train/candidates.ts';
import { cem, CrossEntropy, elitesOf, fitted } from '../../src/train/cem.ts';
import { centeredRanks, es, Evolution, mirroredGradient } from '../../src/train/es.ts';
import { isRefused, type Teaching } from '../../src/train/trainer.ts';
import { adam } from '../../src/optimize/adam.ts';
import { expectClose, expectEqual, uniform } from '../support/check.ts';
import { smallLesson, smallTraining } from '../support/lessons.ts';

const size = 5;
const target = uniform(-1, 1, size, 1);
const curvature = uniform(0.5, 3, size, 2);
const quadratic = (x: ArrayLike<number>): number =>
  target.reduce((total, goal, i) => total + 0.5 * curvature[i] * (x[i] - goal) ** 2, 0);

/** Candidates of a function of their parameters. */
const trialsOf = (f: (x: Float64Array) => number): Trials => ({
  physicsSteps: 0,
  noise: (iteration, candidate) => noiseOf({ seed: 1, iteration, candidate }, size),
  tried: async (vectors) => {
    const losses = Float64Array.from(vectors, f);
    return { losses, overall: { loss: losses.reduce((a, b) => a + b) / losses.length, terms: {}, measures: {} } };
  },
});

/** Where a trainer is after so many iterations from 0. */
async function after(teaching: Teaching, iterations: number): Promise<Float64Array> {
  let x: Float64Array = new Float64Array(size);
  let state = teaching.start(x);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const found = await teaching.step(x, state, iteration);
    if (isRefused(found)) throw found.refused;
    ({ x, state } = found);
  }
  return x;
}

describe('the cross-entropy method', () => {
  it('solves a quadratic, to the floor of its deviation', async () => {
    const x = await after(new CrossEntropy(trialsOf(quadratic), { candidates: 100, std: 0.5, floor: 1e-3 }), 40);
    expect(quadratic(x)).toBeLessThan(1e-4);
  });

  it('takes a tenth, and two at least', () => {
    const losses = Float64Array.from({ length: 45 }, (_, i) => (7 * i) % 45);
    expect(elitesOf(losses).map((i) => losses[i])).toEqual([0, 1, 2, 3]);
    expect(elitesOf(Float64Array.of(3, Infinity, 1, 2))).toEqual([2, 3]);
  });

  it('fits mean and variance, to which the floor is added', () => {
    const { mean, std } = fitted([Float64Array.of(1, 5), Float64Array.of(3, 5)], 0.1);
    expectClose(mean, [2, 5], 1e-15);
    expectClose(std, [Math.sqrt(1.01), 0.1], 1e-15);
  });

  it('keeps the best there was, to be tried again', async () => {
    const seen: Float64Array[][] = [];
    const trials = trialsOf(quadratic);
    const spied: Trials = {
      ...trials,
      tried: (vectors, ...rest) => (seen.push([...vectors]), trials.tried(vectors, ...rest)),
    };
    await after(new CrossEntropy(spied, { candidates: 20, std: 0.5, floor: 0.01 }), 4);
    for (let iteration = 1; iteration < 4; iteration++) {
      const before = seen[iteration - 1];
      const best = before.reduce((a, b) => (quadratic(b) < quadratic(a) ? b : a));
      expectEqual(seen[iteration][0], best);
    }
  });

  it('is refused where too few candidates have a loss, and where settings do not fit', async () => {
    const teaching = new CrossEntropy(
      trialsOf(() => Infinity),
      { candidates: 10, std: 1, floor: 0.1 },
    );
    expect(isRefused(await teaching.step(new Float64Array(size), teaching.start(new Float64Array(size)), 0))).toBe(
      true,
    );
    expect(() => cem({ candidates: 1 })).toThrow('candidates');
  });
});

describe('evolution strategies', () => {
  const x = uniform(-1, 1, size, 3);
  const [std, pairs] = [0.3, 4];
  const estimate = (f: (x: Float64Array) => number, seed: number): Float64Array => {
    const noise = Array.from({ length: pairs }, (_, candidate) => noiseOf({ seed, iteration: 0, candidate }, size));
    const at = (own: Float64Array, sign: number): number => f(own.map((n, i) => x[i] + sign * std * n));
    return mirroredGradient(Float64Array.from(noise.flatMap((own) => [at(own, 1), at(own, -1)])), noise, std);
  };
  /** Mean over many seeds, and its standard error, entry by entry. */
  const meanOf = (f: (x: Float64Array) => number, seeds = 4000): { mean: number[]; error: number[] } => {
    const all = Array.from({ length: seeds }, (_, seed) => estimate(f, seed));
    const mean = target.map((_, i) => all.reduce((total, own) => total + own[i], 0) / seeds);
    const error = mean.map((m, i) => Math.sqrt(all.reduce((total, own) => total + (own[i] - m) ** 2, 0)) / seeds);
    return { mean, error };
  };

  it('estimate the gradient of a quadratic without bias', () => {
    const { mean, error } = meanOf(quadratic);
    mean.forEach((m, i) => expect(Math.abs(m - curvature[i] * (x[i] - target[i])) / error[i]).toBeLessThan(4.5));
  });

  it('estimate 0 where a function is even about x, each time: what is mirrored cancels', () => {
    const even = (y: Float64Array): number => y.reduce((total, value, i) => total + (value - x[i]) ** 4, 0);
    expectClose(estimate(even, 1), new Float64Array(size), 1e-13);
  });

  it('estimate the gradient of the smoothed function where it is no quadratic', () => {
    // E (x + std n)^3 = x^3 + 3 x std^2
    const cubic = (y: Float64Array): number => y.reduce((total, value) => total + value ** 3, 0);
    const { mean, error } = meanOf(cubic);
    mean.forEach((m, i) => expect(Math.abs(m - 3 * (x[i] ** 2 + std ** 2)) / error[i]).toBeLessThan(4.5));
  });

  it('shape losses by their ranks, from -1/2 to 1/2', () => {
    expectEqual(centeredRanks(Float64Array.of(5, -2, Infinity, 5, 5)), [0, -0.5, 0.5, 0, 0]);
    expectEqual(centeredRanks(Float64Array.of(1, 1)), [0, 0]);
  });

  it('solve a quadratic', async () => {
    const rule = adam({ learningRate: 0.1, schedule: { type: 'cosine', iterations: 150, final: 0.01 } });
    const found = await after(new Evolution(trialsOf(quadratic), rule, { candidates: 20, std: 0.02 }), 150);
    expect(quadratic(found)).toBeLessThan(1e-3);
  });

  it('refuse what comes in no pairs', () => {
    expect(() => es({ learningRate: 0.1, candidates: 7 })).toThrow('candidates');
    expect(() => mirroredGradient(Float64Array.of(1), [Float64Array.of(1)], 1)).toThrow('values');
  });
});

describe('candidates', () => {
  it.each([
    ['the cross-entropy method', () => cem({ candidates: 6, episodes: 3 })],
    ['evolution strategies', () => es({ candidates: 6, episodes: 3, learningRate: 0.1 })],
  ])('of %s leave what is measured as it is, and count steps of physics', async (_, make) => {
    const experiment = smallTraining(
      { type: 'bptt', learningRate: 0.1 },
      { horizon: 0.08, policy: { normalize: true } },
    );
    const lesson = smallLesson(experiment);
    const teaching = make().teach(lesson);
    expect(teaching.physicsSteps).toBe(6 * 3 * lesson.settings.steps);
    expect(teaching.gradients).toBe(0);
    const x = experiment.initialParameters;
    const found = await teaching.step(x, teaching.start(x), 0);
    if (isRefused(found)) throw found.refused;
    const measured = (vector: Float64Array) => (lesson.layout.fromVector(vector) as { normalizer: unknown }).normalizer;
    expect(measured(found.x)).toEqual(measured(x));
    expect(found.x).not.toEqual(x);
  });
});
