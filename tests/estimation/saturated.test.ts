/** @file An encoder that comes to the ends of its range: what it tells there is "at least that", to filters of every kind. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { tensor, zeros } from '../../src/core/population-tensor.ts';
import { extendedKalman } from '../../src/estimation/filters/extended-kalman.ts';
import { fixedLagSmoother } from '../../src/estimation/filters/fixed-lag-smoother.ts';
import { particleFilter } from '../../src/estimation/filters/particle.ts';
import { populationCode } from '../../src/estimation/filters/population-code.ts';
import { type Recording, runFilter } from '../../src/estimation/filters/run-filter.ts';
import { unscentedKalman } from '../../src/estimation/filters/unscented-kalman.ts';
import type { Gaussian } from '../../src/estimation/gaussian.ts';
import { drawModel, type ModelDraws } from '../../src/estimation/model-draws.ts';
import { robotProcess } from '../../src/estimation/robot-process.ts';
import { robotStart, robotStateLayout } from '../../src/estimation/robot-state.ts';
import { sensorOf } from '../../src/estimation/sensors/kinds.ts';
import { saturated } from '../../src/estimation/sensors/measure.ts';
import { readingModelOf, type RobotInput } from '../../src/estimation/sensors/reading-model.ts';
import { simulateModel } from '../../src/estimation/simulate-model.ts';
import { smoothAll } from '../../src/estimation/smoothing/smooth-all.ts';
import type { ReadingModel, StateModel } from '../../src/estimation/state-model.ts';
import { errorsOf, normalizedErrors } from '../../src/estimation/statistics/normalized-errors.ts';
import { assetModel } from '../support/robots.ts';

const pendulum = assetModel('pendulum');
const [ticks, runs, particles] = [75, 30, 200];
const end = 0.3;
const layout = robotStateLayout(pendulum);
const encoder = sensorOf(
  { type: 'joint-encoder', name: 'encoder', noise: 0.02, range: [-end, end] },
  { model: pendulum },
);
const step = { model: pendulum, integrator: 'semi-implicit-euler', dt: 0.02, hold: 1 } as const;
const process = robotProcess(step, layout, { force: tensor([0.1]) });
const start = robotStart(layout, { q: tensor([0.8]), v: tensor([0]), spread: { q: 0.1, v: 0.2 } });
const acting = { tau: zeros([ticks, 1, 1]) };
const known = { sensed: { tau: zeros([ticks, 1]) }, acting };
const reading = readingModelOf(encoder, layout);
const trusting: ReadingModel<RobotInput> = { ...reading, censor: undefined };
const modelOf = (sensor: typeof reading): StateModel => ({ process, sensors: [sensor] }) as unknown as StateModel;

/** What a kind of filter believes at every tick of a recording. */
type Estimates = (model: StateModel, recording: Recording) => Gaussian;
const inputs = { sensed: { tau: zeros([1]) }, acting: { tau: zeros([1, 1]) } };
const filters = {
  'extended Kalman': extendedKalman,
  'unscented Kalman': unscentedKalman,
  particle: (model: StateModel) => particleFilter(model, { particles, sources: 1 }),
  'population code': (model: StateModel) => populationCode(model, { extent: [10, 60] }),
  'fixed-lag smoother': (model: StateModel) => fixedLagSmoother(model, { lag: 4, inputs }),
};
const estimates = Object.entries(filters).map(
  ([name, make]) =>
    [
      name,
      (model: StateModel, recording: Recording) =>
        runFilter(make(model) as ReturnType<typeof extendedKalman>, start, recording).ticks.belief,
    ] as const,
);

const draws = drawModel({
  seed: 1,
  ticks,
  members: runs,
  dimension: 2,
  sources: 1,
  channels: [1],
  filter: particleFilter(modelOf(reading), { particles, sources: 1 }).draws,
});

/** Of a swing that goes beyond both ends: how far the belief errs towards the middle while it is beyond, rad, and the mean normalized square, of 2 expected. */
function judged(of: Estimates, model: StateModel) {
  // what a crowd of one state is sure of has no normalized square
  const all = (drawn: ModelDraws) => {
    const { states, recording } = simulateModel(model, start, drawn, known);
    const [{ value, present }] = recording.readings;
    const told = { value: saturated(value, encoder.errors.range), present };
    const belief = of(model, { ...recording, readings: [told] });
    return {
      states,
      errors: errorsOf(layout.space, states, belief),
      squares: normalizedErrors(layout.space, states, belief),
    };
  };
  const { states, errors, squares } = compile(all, [draws], { checkFinite: false })(draws);
  let [inwards, beyond] = [0, 0];
  for (let member = 0; member < runs; member++) {
    const [truth, error] = [states.toArray(member), errors.toArray(member)];
    for (let k = 0; k < ticks; k++)
      if (Math.abs(truth[2 * k]) > end) {
        inwards += Math.sign(truth[2 * k]) * error[2 * k];
        beyond++;
      }
  }
  const { data } = squares;
  return {
    inwards: inwards / beyond,
    beyond: beyond / (runs * ticks),
    square: data.reduce((a, b) => a + b, 0) / data.length,
  };
}

const smoothed: Estimates = (model, recording) => smoothAll(model, start, recording);

describe.each([...estimates, ['smoother of all', smoothed] as const])(
  'an encoder that saturates, read by the %s',
  (_name, of) => {
    it('pulls the belief nowhere, and the filter is as sure as it may be', () => {
      const { inwards, beyond, square } = judged(of, modelOf(reading));
      expect(beyond).toBeGreaterThan(0.5);
      expect(Math.abs(inwards)).toBeLessThan(0.015);
      expect(square).toBeGreaterThan(1.5);
      expect(square).toBeLessThan(2.8);
    });

    it('pulls it to the end where all is believed as it stands', () => {
      const { inwards, square } = judged(of, modelOf(trusting));
      expect(inwards).toBeGreaterThan(0.15);
      expect(square).toBeGreaterThan(1000);
    });
  },
);
