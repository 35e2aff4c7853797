/** @file Q and R of a scene's filter, fitted to its readings: wrong beliefs come back to what is true. */
import { describe, expect, it } from 'vitest';
import { readScene } from '../../src/scene/parse.ts';
import { withSettings } from '../../src/scene/with-settings.ts';
import { fitSenses } from '../../src/senses/fit.ts';
import { sceneText } from '../support/robots.ts';
import { assembled } from '../support/scenes.ts';

const pendulum = (...settings: string[]) =>
  assembled(withSettings(readScene(sceneText('pendulum-encoder')), ['time.horizon=2', ...settings]));

describe('fitting what a filter believes', () => {
  it('brings wrong noise of sensor and force back to what they are, within 5 percent and its own error', async () => {
    const wrong = pendulum('estimator.believes.sensors.encoder=3', 'estimator.believes.force=0.3');
    const told: number[] = [];
    const fit = await fitSenses(wrong, wrong.initialParameters, {
      runs: 100,
      seed: 3,
      onProgress: (done, total) => told.push(done / total),
    });
    console.log(fit);
    expect(fit.perBelief).toBeGreaterThanOrEqual(3200);
    const [encoder, force] = fit.beliefs;
    expect(encoder).toMatchObject({ sensor: 'encoder', before: 3 });
    expect(force).toMatchObject({ sensor: null, before: 0.3 });
    for (const { factor, standardError } of fit.beliefs) {
      expect(Math.abs(factor - 1)).toBeLessThan(0.05);
      expect(Math.abs(factor - 1)).toBeLessThan(3 * standardError);
    }
    expect(fit.beliefs.map(({ setting }) => setting).join(' ')).toMatch(
      /^estimator\.believes\.sensors\.encoder=(1|0\.9)\S* estimator\.believes\.force=(1|0\.9)\S*$/,
    );
    expect(fit.after).toBeGreaterThan(fit.before);
    expect(fit.flat).toEqual([]);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.some((part) => part < 1)).toBe(true);
  });
});
