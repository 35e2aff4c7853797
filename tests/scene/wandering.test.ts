/** @file What is unknown and wanders: in truth as in what the filter believes, so that the filter may be consistent. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import type { Estimated } from '../../src/estimation/perception.ts';
import { meanSquareBounds } from '../../src/estimation/statistics/mean-squares.ts';
import type { Scenario } from '../../src/rollout/scenario.ts';
import { sceneText } from '../support/robots.ts';
import { changed, experimentFrom, sceneErrorOf } from '../support/scenes.ts';

const members = 60;

const pendulum = (unknown: readonly object[]) => {
  const scene = changed(sceneText('pendulum-encoder'), 'estimator.unknown', unknown);
  return changed(JSON.stringify(scene), 'time.horizon', 1);
};

/** What the filter of many members knew. */
function seenBy(scene: object) {
  const experiment = experimentFrom(scene);
  const scenario = experiment.sampler.draw({ set: 'test', seed: 4, count: members });
  const parameters = experiment.layout.fromVector(experiment.initialParameters);
  const run = compile(
    (of: Scenario) => {
      const { truth, innovations } = experiment.problem.rollout(parameters, of).outputs
        .perceived as unknown as Estimated;
      return { truth, square: innovations[0].square, channels: innovations[0].channels };
    },
    [scenario],
  );
  return run(scenario);
}

const total = ({ data }: PopulationTensor): number => data.reduce((sum, value) => sum + value, 0);

describe('what is unknown', () => {
  it.each([
    ['a bias', [{ bias: 'encoder', spread: 0.05, walk: 0.02 }], 2],
    ['a force', [{ force: 'joints', spread: 0.3, walk: 0.2 }], 2],
  ])('%s wanders as the filter believes', (_, unknown, place) => {
    const { truth, square, channels } = seenBy(pendulum(unknown));
    const [ticks, size] = truth.shape;
    const steps = Array.from({ length: members }, (__, member) => {
      const rows = truth.toArray(member);
      return Array.from({ length: ticks - 1 }, (___, k) => rows[(k + 1) * size + place] - rows[k * size + place]);
    }).flat();
    const deviation = Math.sqrt(steps.reduce((sum, step) => sum + step * step, 0) / steps.length);
    expect(deviation / unknown[0].walk).toBeCloseTo(1, 1);
    const [low, high] = meanSquareBounds(total(channels), 1, 0.999);
    expect(total(square)).toBeGreaterThan(low);
    expect(total(square)).toBeLessThan(high);
  });

  it('stays where nothing is said of a walk', () => {
    const { truth } = seenBy(pendulum([{ bias: 'encoder', spread: 0.05 }]));
    const rows = truth.toArray(7);
    expect(new Set(rows.filter((__, i) => i % 3 === 2)).size).toBe(1);
  });

  it('does not wander where costs ask for its place: a goal', () => {
    const scene = changed(sceneText('panda-camera'), 'estimator.unknown', [{ goal: 'cup', spread: 0.02, walk: 0.01 }]);
    expect(sceneErrorOf(() => experimentFrom(scene)).message).toContain('walk');
  });
});
