/** @file Covariances learned through the whole filter from wrong values, and what data do not say. */
import { describe, expect, it } from 'vitest';
import { tensor } from '../../../src/core/population-tensor.ts';
import { fitNoise, type NoiseFit } from '../../../src/estimation/learning/fit-noise.ts';
import { noiseParameters, withNoise } from '../../../src/estimation/learning/noise-parameters.ts';
import { monteCarlo } from '../../../src/estimation/monte-carlo.ts';
import { plainKalman, pushedBody, pushedStart } from '../../support/plain-kalman.ts';

/** Readings of the model as it is, of `runs` runs of `ticks`. */
function recorded({ ticks = 200, runs = 96, seed = 1 } = {}) {
  const model = pushedBody();
  const { readings, states } = monteCarlo({ filter: plainKalman(model), start: pushedStart, ticks, runs, seed });
  return { model, states, recording: { readings, sensed: [], acting: [] } };
}

/** Three times too large, a third, and half. */
const wrong = (model: ReturnType<typeof pushedBody>) => {
  const own = noiseParameters(model, 1);
  return withNoise(model, {
    sensors: { camera: tensor([Math.log(0.9)]), tachometer: tensor([Math.log(0.2 / 3)]) },
    process: { noise: tensor(Math.log(0.5)) },
    ...(own && {}),
  });
};

const varianceOf = (fit: NoiseFit, name: string): number =>
  Math.exp(2 * fit.estimates.find((estimate) => estimate.name === name)!.value);

describe('learning covariances through the filter', () => {
  it('finds them within 5 % from wrong values, of at least 3,200 innovations a parameter', async () => {
    const t0 = performance.now();
    const { model, recording } = recorded();
    console.log('mc', performance.now() - t0);
    const begun = wrong(model);
    const from = noiseParameters(begun, 1);
    const fit = await fitNoise({ model: begun, filter: plainKalman, start: pushedStart, recording, from });
    console.log(fit.words, fit.estimates, fit.end, fit.before, fit.after, fit.identifiability, performance.now() - t0);
    expect(fit.innovations / fit.estimates.length).toBeGreaterThanOrEqual(3200);
    expect(Math.abs(varianceOf(fit, 'deviation of camera') / 0.3 ** 2 - 1)).toBeLessThan(0.05);
    expect(Math.abs(varianceOf(fit, 'deviation of tachometer') / 0.2 ** 2 - 1)).toBeLessThan(0.05);
    expect(Math.abs(varianceOf(fit, 'process noise') / 2 ** 2 - 1)).toBeLessThan(0.05);
  });
});
