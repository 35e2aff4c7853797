/** @file What is drawn for members that see through sensors: no two purposes share a number, and a filter's own draws are none of the truth's. */
import { describe, expect, it } from 'vitest';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import type { EstimatorNumbers, EstimatorRow } from '../../src/estimation/perception.ts';
import { readScene } from '../../src/scene/parse.ts';
import { withSettings } from '../../src/scene/with-settings.ts';
import { sceneText } from '../support/robots.ts';
import { assembled } from '../support/scenes.ts';

describe('the draws of a scene with particles', () => {
  const { sampler, given } = assembled(
    withSettings(readScene(sceneText('pendulum-encoder')), [
      'time.horizon=0.2',
      'sensors[0].noise=1',
      'disturbance.force=1',
      'estimator.spread.q=1',
      'estimator.spread.v=1',
      'estimator.unknown=[{"bias":"encoder","spread":1}]',
      'estimator.filter={"type":"particle","particles":20}',
    ]),
  );
  const { initial, noise, sensing } = sampler.draw({ set: 'test', seed: 3, count: 2 });
  const { sensors, draws } = sensing!.rows as unknown as EstimatorRow;
  const { unknown } = sensing!.numbers as EstimatorNumbers;
  const { q, v } = given.scenario.initial;
  const off = (drawn: PopulationTensor, from: PopulationTensor): number[] =>
    [...drawn.data].map((value) => value - from.data[0]);

  it('are all different: of the start, of what is unknown, of forces, of readings, and of the filter', () => {
    const purposes: Readonly<Record<string, readonly number[]>> = {
      start: [...off(initial.q, q), ...off(initial.v, v)],
      unknown: [...unknown.data],
      forces: [...noise!.tau!.data],
      readings: [...sensors[0].normal.data],
      filter: [...draws.normal!.data],
      lost: [...sensors[0].uniform.data],
      ancestors: [...draws.uniform!.data],
    };
    const rounded = Object.values(purposes).flatMap((numbers) => [...new Set(numbers.map((x) => x.toFixed(9)))]);
    expect(rounded.length).toBeGreaterThan(10 * 2 * 20);
    expect(new Set(rounded).size).toBe(rounded.length);
  });
});
