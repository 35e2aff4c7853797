/** @file Covariances learned through the whole filter from wrong values, by true gradients; and what data do not say. */
import { describe, expect, it } from 'vitest';
import { grad } from '../../../src/core/derivative/functions.ts';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { at, reshape } from '../../../src/core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { extendedKalman } from '../../../src/estimation/filters/extended-kalman.ts';
import type { Gaussian } from '../../../src/estimation/gaussian.ts';
import { linearModel } from '../../../src/estimation/linear-model.ts';
import { fitNoise, type NoiseFit } from '../../../src/estimation/learning/fit-noise.ts';
import { logCholesky } from '../../../src/estimation/learning/log-cholesky.ts';
import { noiseParameters, withNoise } from '../../../src/estimation/learning/noise-parameters.ts';
import { surpriseOf } from '../../../src/estimation/learning/surprise.ts';
import { monteCarlo } from '../../../src/estimation/monte-carlo.ts';
import type { StateModel } from '../../../src/estimation/state-model.ts';
import { adam } from '../../../src/optimize/adam.ts';
import { expectClose } from '../../support/check.ts';
import { complexStepJacobian } from '../../support/complex-step.ts';
import { pushedBody, pushedStart } from '../../support/plain-kalman.ts';
import { swingingBody, swingingStart } from '../../support/swinging-body.ts';

/** Readings of a model as it is. */
function recorded(model: StateModel, start: Gaussian, { ticks = 120, runs = 100, seed = 1 } = {}) {
  const { readings, states } = monteCarlo({ filter: extendedKalman(model), start, ticks, runs, seed });
  return { start, states, recording: { readings, sensed: [], acting: [] } };
}

/** A variance too small by 9, one too large by 9, one by 4. */
const misled = (model: StateModel): StateModel => {
  const [first, second] = model.sensors;
  return withNoise(model, {
    sensors: {
      [first.name]: tensor([Math.log(first.deviation.data[0] / 3)]),
      [second.name]: tensor([Math.log(second.deviation.data[0] * 3)]),
    },
    process: { noise: tensor(Math.log(2)) },
  });
};

const errorOf = (fit: NoiseFit, name: string, variance: number): number =>
  Math.abs(Math.exp(2 * fit.estimates.find((estimate) => estimate.name === name)!.value) / variance - 1);

describe('learning covariances through the filter', () => {
  it.each([
    ['a pushed body', pushedBody(), pushedStart],
    ['a swinging body', swingingBody(), swingingStart],
  ] as const)('finds those of %s within 5 percent from wrong values', async (_, truth, start) => {
    const model = misled(truth);
    const told = recorded(truth, start);
    const from = noiseParameters(model, 1);
    const fit = await fitNoise({ model, filter: extendedKalman, start, recording: told.recording, from });
    // T = 8,000 innovations for each of three parameters
    expect(fit.innovations).toBe(120 * 100 * 2);
    for (const { name, deviation } of truth.sensors)
      expect(errorOf(fit, `deviation of ${name}`, deviation.data[0] ** 2)).toBeLessThan(0.05);
    expect(errorOf(fit, 'process noise', 0.25)).toBeLessThan(0.05);
    // and within what it says of itself: three standard errors
    const errors = fit.estimates.map(({ standardError }) => standardError!);
    fit.estimates.slice(0, 2).forEach(({ value }, i) => {
      const own = Math.log(truth.sensors[i].deviation.data[0]);
      expect(Math.abs(value - own)).toBeLessThan(3 * errors[i]);
    });
    expect(fit.after).toBeLessThan(fit.before);
    expect(fit.identifiability?.flat).toEqual([]);
    expect(fit.words).toMatch(
      /^Learned from 24000 innovations, 8000 a parameter; standard errors are at most [\d.]+ %\.$/,
    );
  });

  it('finds sources that go together, as a factor', async () => {
    const factor = [
      [0.8, 0],
      [-0.5, 0.4],
    ];
    const system = (G: number[][]) =>
      linearModel({
        A: [
          [0.9, 0.2],
          [0, 0.8],
        ],
        G,
        sensors: [{ name: 'both', H: factor.map((_, i) => [1 - i, i]), deviation: [0.2, 0.2] }],
      });
    const one = factor.map((_, i) => [1 - i, i]);
    const start = { mean: tensor([0, 0]), factor: tensor(one) };
    const { recording } = recorded(system(factor), start);
    const model = system(one);
    const from = noiseParameters(model, 2, { sensors: [], process: 'factor' });
    const fit = await fitNoise({ model, filter: extendedKalman, start, recording, from });
    const found = logCholesky(fit.parameters.process.noise!).data;
    [0.8, 0, -0.5, 0.4].forEach((entry, i) => expect(Math.abs(found[i] - entry)).toBeLessThan(0.02));
  });

  it('learns from the truth as well, by an update rule', async () => {
    const truth = pushedBody();
    const model = misled(truth);
    const fit = await fitNoise({
      model,
      filter: extendedKalman,
      ...recorded(truth, pushedStart, { ticks: 40, runs: 60 }),
      from: noiseParameters(model, 1),
      method: adam({ learningRate: 0.2 }),
      iterations: 60,
    });
    truth.sensors.forEach(({ name, deviation }) =>
      expect(errorOf(fit, `deviation of ${name}`, deviation.data[0] ** 2)).toBeLessThan(0.2),
    );
    expect(fit.identifiability).toBe(null);
  });

  it('names what the data do not tell apart: noise of a state that forgets at once, and of its reading', async () => {
    const model = linearModel({ A: [[0]], G: [[1]], sensors: [{ name: 'scale', H: [[1]], deviation: [1] }] });
    const start = { mean: tensor([0]), factor: tensor([[1]]) };
    const { recording } = recorded(model, start, { ticks: 100, runs: 4 });
    // the first reading would tell, as the start is known otherwise
    const later = tensor(Array.from({ length: 100 }, (__, t) => [t === 0 ? 0 : 1]));
    const readings = recording.readings.map(({ value, present }) => ({ value, present: mul(present, later) }));
    const fit = await fitNoise({
      model,
      filter: extendedKalman,
      start,
      recording: { ...recording, readings },
      from: noiseParameters(model, 1),
    });
    const [flat] = fit.identifiability!.flat;
    expect(flat.words).toMatch(/^the data do not tell .* up and .* down from what they are now$/);
    expect(fit.words).toContain('Not identified: ');
    // what they do tell is the sum of both variances
    const [r, q] = fit.estimates.map(({ value }) => Math.exp(2 * value));
    expect(Math.abs((r + q) / 2 - 1)).toBeLessThan(0.1);
  });
});

describe('the gradient through the filter', () => {
  it.each([
    ['of the likelihood', false],
    ['of the density of the truth', true],
  ])('%s is that of the complex step, where angles wrap and readings are lost', (_, isTold) => {
    const model = swingingBody();
    const filter = extendedKalman(model);
    const { readings, states } = monteCarlo({
      filter,
      start: swingingStart,
      ticks: 8,
      runs: 1,
      seed: 6,
      schedules: [{ every: 2 }, { dropout: 0.4 }],
    });
    const surprising = {
      model,
      filter: extendedKalman,
      start: swingingStart,
      recording: { readings, sensed: [], acting: [] },
      ...(isTold && { states }),
    };
    const f = (x: PopulationTensor): PopulationTensor =>
      surpriseOf(surprising, {
        sensors: { encoder: reshape(at(x, 0), [1]), gyroscope: reshape(at(x, 1), [1]) },
        process: { noise: at(x, 2) },
      });
    const x = tensor([-2.5, -1, 0.3]);
    const [exact] = complexStepJacobian((y) => reshape(f(y), [1]), x);
    grad(f)(x).data.forEach((slope, i) => expectClose(slope / exact[i], 1, 1e-9));
  });
});
