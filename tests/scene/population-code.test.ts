/** @file A scene that names the population-coded filter estimates as the extended Kalman filter does; with spikes, not quite. */
import { describe, expect, it } from 'vitest';
import type { Estimated } from '../../src/estimation/perception.ts';
import { readScene } from '../../src/scene/parse.ts';
import type { Chosen } from '../../src/settings/kinds.ts';
import { sceneText } from '../support/robots.ts';
import { assembled, shortened } from '../support/scenes.ts';

/** Believed states of a scene with that filter. */
function believed(name: string, filter: Chosen): Float64Array {
  const scene = shortened(readScene(sceneText(name)), 0.1);
  const { problem, layout, initialParameters, given } = assembled({
    ...scene,
    estimator: { ...scene.estimator!, filter },
  });
  const { outputs } = problem.rollout(layout.fromVector(initialParameters), given.scenario);
  return (outputs.perceived as unknown as Estimated).belief.mean.data;
}

describe('the population-coded filter of a scene', () => {
  it('believes what the extended Kalman filter does', () => {
    const [coded, extended, spiking] = (
      ['population-code', 'extended-kalman', { type: 'population-code', spikes: 20 }] as const
    ).map((filter) => believed('pendulum-encoder', filter));
    const apart = (x: Float64Array): number => Math.max(...x.map((value, i) => Math.abs(value - extended[i])));
    expect(apart(coded)).toBeLessThan(1e-6);
    expect(apart(spiking)).toBeGreaterThan(1e-4);
    expect(apart(spiking)).toBeLessThan(0.2);
  });
});
