/** @file A scene that names the particle filter: each member begins with particles of its own, by its seed and place. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import type { EstimatorNumbers } from '../../src/estimation/perception.ts';
import { particleFilter } from '../../src/estimation/filters/particle.ts';
import { monteCarlo } from '../../src/estimation/monte-carlo.ts';
import { readScene } from '../../src/scene/parse.ts';
import { sceneText } from '../support/robots.ts';
import { assembled, shortened } from '../support/scenes.ts';
import { swingingBody, swingingStart } from '../support/swinging-body.ts';

const particles = 30;
const scene = shortened(readScene(sceneText('pendulum-encoder')), 0.06);
const experiment = assembled({
  ...scene,
  estimator: { ...scene.estimator!, filter: { type: 'particle', particles } },
});
const drawn = (seed: number, count: number): EstimatorNumbers =>
  experiment.sampler.draw({ set: 'test', seed, count }).sensing!.numbers as EstimatorNumbers;

/** The mean over members and its standard error. */
function meanOf(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const square = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(square / values.length) };
}

describe('the particles of a scene', () => {
  it('begin elsewhere in each member, and there again by the same seed', () => {
    const { first } = drawn(3, 5);
    expect(first!.shape).toEqual([2 * particles]);
    expect(first!.toArray(1)).not.toEqual(first!.toArray(0));
    expect(drawn(3, 2).first!.toArray(1)).toEqual(first!.toArray(1));
    expect(drawn(4, 2).first!.toArray(1)).not.toEqual(first!.toArray(1));
  });

  it('begin about what is believed: over 200 members their means have no bias', () => {
    const numbers = drawn(5, 200);
    const { start } = numbers;
    const means = compile(
      (first: PopulationTensor) => {
        const filter = particleFilter(swingingBody(), { particles });
        return filter.belief(filter.begin(start, first)).mean;
      },
      [numbers.first!],
    )(numbers.first!);
    [0.2, 0.3].forEach((spread, i) => {
      const off = Array.from({ length: 200 }, (_, member) => means.toArray(member)[i] - start.mean.toArray()[i]);
      const { mean, error } = meanOf(off);
      expect(error).toBeGreaterThan((0.8 * spread) / Math.sqrt(particles * 200));
      expect(Math.abs(mean)).toBeLessThan(3 * error);
    });
  });

  it('are in the rollout those that were drawn', () => {
    const { problem, layout, initialParameters, sampler } = experiment;
    const scenario = sampler.draw({ set: 'test', seed: 3, count: 1 });
    const run = (numbers: object) => {
      const { outputs } = problem.rollout(layout.fromVector(initialParameters), {
        ...scenario,
        sensing: { ...scenario.sensing!, numbers: numbers as never },
      });
      return (outputs.perceived as unknown as { belief: { mean: PopulationTensor } }).belief.mean.toArray();
    };
    const numbers = scenario.sensing!.numbers as EstimatorNumbers;
    expect(run({ ...numbers, first: drawn(4, 1).first })).not.toEqual(run(numbers));
  });
});

describe('the particles of Monte-Carlo runs', () => {
  it('begin elsewhere in each run', () => {
    const filter = particleFilter(swingingBody(), { particles, sources: 1 });
    // the first reading is silent: what is believed is the first crowd
    const schedules = [{ dropout: 1 }, { dropout: 1 }];
    const { ticks } = monteCarlo({ filter, start: swingingStart, ticks: 1, runs: 2, seed: 1, schedules });
    expect(ticks.belief.mean.toArray(1)).not.toEqual(ticks.belief.mean.toArray(0));
  });
});
