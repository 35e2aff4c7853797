/** @file Scenes that name the fixed-lag smoother: as consistent as the extended Kalman filter and no worse, late readings and all. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { Estimated } from '../../src/estimation/perception.ts';
import { meanSquares } from '../../src/estimation/statistics/mean-squares.ts';
import { readScene } from '../../src/scene/parse.ts';
import type { Scenario } from '../../src/rollout/scenario.ts';
import type { Chosen } from '../../src/settings/kinds.ts';
import { sceneText } from '../support/robots.ts';
import { assembled, shortened } from '../support/scenes.ts';

const members = 8;
const smoother = { type: 'fixed-lag-smoother', lag: 2, iterations: 1 };

/** What the filter made of the runs of a scene, whose first sensor comes so late, s. */
function estimated(name: string, filter: Chosen, horizon: number, delay = 0): Estimated {
  const scene = shortened(readScene(sceneText(name)), horizon);
  const sensors = scene.sensors!.map((sensor, i) => (i === 0 ? { ...(sensor as { type: string }), delay } : sensor));
  const { problem, layout, initialParameters, sampler } = assembled({
    ...scene,
    sensors,
    estimator: { ...scene.estimator!, filter },
  });
  const drawn = sampler.draw({ set: 'test', seed: 3, count: members });
  const run = (scenario: Scenario) =>
    problem.rollout(layout.fromVector(initialParameters), scenario).outputs.perceived as unknown as Estimated;
  return compile(run, [drawn])(drawn);
}

const errorOf = ({ truth, belief }: Estimated): number =>
  Math.sqrt(truth.data.reduce((sum, x, i) => sum + (x - belief.mean.data[i]) ** 2, 0) / truth.data.length);

/** Of the same states as they were believed at their tick, and a lag later. */
function errorsOfPast({ truth, belief, smoothed }: Estimated): { readonly then: number; readonly later: number } {
  const past = smoother.lag * truth.shape[1] * truth.population;
  const errorFrom = (mean: Float64Array): number =>
    Math.sqrt(truth.data.subarray(past).reduce((sum, _, i) => sum + (mean[i] - truth.data[i]) ** 2, 0));
  return { then: errorFrom(belief.mean.data), later: errorFrom(smoothed!.mean.data.subarray(past)) };
}

describe('the fixed-lag smoother of a scene', () => {
  it.each([
    ['pendulum-encoder', 0.2, 0.02],
    ['two-link-senses', 0.06, 0],
  ] as const)('%s over %f s, readings %f s late: finite, consistent, no worse', (name, horizon, delay) => {
    const [found, plain] = [smoother, 'extended-kalman'].map((filter) => estimated(name, filter, horizon, delay));
    expect(found.belief.mean.data.every(Number.isFinite)).toBe(true);
    expect(errorOf(found)).toBeLessThan(1.01 * errorOf(plain));
    expect(found.belief.mean.data).not.toEqual(plain.belief.mean.data);
    if (delay === 0) {
      const { then, later } = errorsOfPast(found);
      expect(later).toBeLessThan(then);
    }
    found.innovations.forEach(({ square, channels }) => {
      const { outsideOfAll } = meanSquares(square, channels, { level: 0.999 });
      expect(outsideOfAll).toBe(0);
    });
  });
});
