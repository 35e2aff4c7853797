/** @file Cues that contradict each other: a gate tells whom to believe, and without one the arm is led astray. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { div } from '../../src/core/ops/arithmetic.ts';
import { greater } from '../../src/core/ops/comparison.ts';
import { mul } from '../../src/core/ops/elementwise.ts';
import { populationMean, sum } from '../../src/core/ops/reduction.ts';
import type { Estimated } from '../../src/estimation/perception.ts';
import type { Scenario } from '../../src/rollout/scenario.ts';
import { readScene } from '../../src/scene/parse.ts';
import { withSettings } from '../../src/scene/with-settings.ts';
import { sceneText } from '../support/robots.ts';
import { assembled, changed, sceneErrorOf } from '../support/scenes.ts';

const count = 50;

/** How many members arrive, and which share of the readings of encoders and camera was taken in. */
function arrived(...settings: string[]) {
  const { sampler, problem } = assembled(withSettings(readScene(sceneText('two-link-conflict')), settings));
  const drawn = sampler.draw({ set: 'test', seed: 3, count });
  const run = (scenario: Scenario) => {
    const { reached, outputs } = problem.rollout(problem.start, scenario);
    const { innovations } = outputs.perceived as unknown as Estimated;
    const shares = innovations.map(({ accepted, channels }) => {
      const told = greater(channels, 0);
      return div(sum(mul(accepted, told)), sum(told));
    });
    return { reached: populationMean(reached), shares: shares.map(populationMean) };
  };
  const { reached, shares } = compile(run, [drawn])(drawn);
  return { reached: reached.item(), shares: shares.map((share) => share.item()) };
}

describe('the arm whose encoders and camera contradict each other', () => {
  it('arrives with a gate, which refuses the encoders and lets the camera in', () => {
    const { reached, shares } = arrived();
    expect(reached).toBeGreaterThan(0.95);
    expect(shares[0]).toBeLessThan(0.01);
    expect(shares[1]).toBeGreaterThan(0.99);
  });

  it('misses without one', () => {
    const { reached, shares } = arrived('estimator.filter=extended-kalman');
    expect(reached).toBeLessThan(0.1);
    expect(shares).toEqual([1, 1]);
  });
});

describe('the patience of a filter', () => {
  const refusal = (filter: object): string =>
    sceneErrorOf(() => readScene(JSON.stringify(changed(sceneText('two-link-conflict'), 'estimator.filter', filter))))
      .message;

  it.each(['particle', 'fixed-lag-smoother'])('is no setting of %s, which has no gate', (type) => {
    expect(refusal({ type, gate: 0.9 })).toContain('gate');
    expect(refusal({ type, patience: 0 })).toContain('patience');
  });

  it.each([-1, 0.5])('is refused as %s', (patience) => {
    expect(refusal({ type: 'extended-kalman', gate: 0.9, patience })).toContain('patience');
  });
});
