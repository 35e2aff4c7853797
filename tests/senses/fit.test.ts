/** @file Q and R of a scene's filter, fitted to its readings: wrong beliefs come back to what is true. */
import { describe, expect, it } from 'vitest';
import { readScene } from '../../src/scene/parse.ts';
import { withSettings } from '../../src/scene/with-settings.ts';
import { fitSenses } from '../../src/senses/fit.ts';
import { sceneText } from '../support/robots.ts';
import { assembled, experimentOf } from '../support/scenes.ts';

const pendulum = (...settings: string[]) =>
  assembled(withSettings(readScene(sceneText('pendulum-encoder')), ['time.horizon=2', ...settings]));

describe('fitting what a filter believes', () => {
  it('brings wrong noise of sensor and force back to what they are, within 5 percent and its own error', async () => {
    const wrong = pendulum('estimator.believes.sensors.encoder=3', 'estimator.believes.force=0.3');
    const told: number[] = [];
    const fit = await fitSenses(wrong, wrong.initialParameters, {
      runs: 400,
      seed: 4,
      onProgress: (done, total) => told.push(done / total),
    });
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

  it('says what the readings do not tell, and by how little', async () => {
    const short = pendulum('time.horizon=0.06', 'disturbance.force=0.01');
    const fit = await fitSenses(short, short.initialParameters, { runs: 4, seed: 3 });
    expect(fit.flat.join()).toMatch(/disturbing force/);
    expect(fit.beliefs[1].standardError).toBeGreaterThan(0.5 * fit.beliefs[1].factor);
    expect(fit.words).toContain('Not identified: ');
  });

  it('ends where it is cancelled, between iterations', async () => {
    const ending = new AbortController();
    const onProgress = (done: number): void => {
      if (done > 2) ending.abort();
    };
    const { signal } = ending;
    const asked = { runs: 2, seed: 3, signal, onProgress };
    await expect(fitSenses(pendulum(), pendulum().initialParameters, asked)).rejects.toThrow(/abort/);
  });

  it('refuses a filter that draws, and a scene without sensors, in words', async () => {
    const crowd = pendulum('estimator.filter=particle');
    await expect(fitSenses(crowd, crowd.initialParameters, { runs: 2, seed: 3 })).rejects.toThrow(/filter: .*draws/);
    const blind = experimentOf('two-link-reach', 0.1);
    await expect(fitSenses(blind, blind.initialParameters, { runs: 2, seed: 3 })).rejects.toThrow(/\$\.estimator/);
  });
});
