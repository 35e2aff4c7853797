/** @file Filters of every kind under what no sensor ought to do: silence, drop-outs, readings that are no numbers, huge and tiny noise. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { PopulationTensor } from '../../src/core/population-tensor.ts';
import type { Estimated, EstimatorRow } from '../../src/estimation/perception.ts';
import type { Scenario } from '../../src/rollout/scenario.ts';
import { reassemble } from '../../src/scene/assemble.ts';
import { readScene } from '../../src/scene/parse.ts';
import { withSettings } from '../../src/scene/with-settings.ts';
import { sceneText } from '../support/robots.ts';
import { assembled } from '../support/scenes.ts';

const [ticks, members] = [8, 3];
const filters: Readonly<Record<string, string>> = {
  'extended Kalman': 'extended-kalman',
  'unscented Kalman': 'unscented-kalman',
  particle: '{"type":"particle","particles":40}',
  'fixed-lag smoother': '{"type":"fixed-lag-smoother","lag":3}',
  'population code': 'population-code',
  'spiking population code': '{"type":"population-code","spikes":20}',
};

/** Settings of a scene that no program depends on. */
const hostile: Readonly<Record<string, readonly string[]>> = {
  'a sensor that never speaks': ['sensors[0].dropout=0.9999999'],
  'a period longer than the horizon': ['sensors[0].period=100'],
  'noise of a billionth': ['sensors[0].noise=1e-9'],
  'noise of a billion': ['sensors[0].noise=1e9'],
  'a bias of a billion': ['sensors[0].bias=1e9'],
  'a spread of a millionth': ['estimator.spread.q=1e-6', 'estimator.spread.v=1e-6'],
  'a spread of many turns': ['estimator.spread.q=10', 'estimator.spread.v=10'],
  'forces that throw the arm about': ['disturbance.force=1e4'],
  'no force at all': ['disturbance.force=0'],
  'next to no doubt': ['estimator.believes.force=1e-6', 'estimator.believes.spread=1e-6'],
  'noise that is not believed in': ['estimator.believes.sensors.encoder=1e-9'],
};

const plain = ['time.horizon=0.16', 'sensors[0].resolution=0', 'sensors[0].dropout=0.2'];

/** The scene's filter in one program, for any scenario of it. */
function watched(filter: string) {
  const scene = withSettings(readScene(sceneText('pendulum-encoder')), [...plain, `estimator.filter=${filter}`]);
  const experiment = assembled(scene);
  const { problem } = experiment;
  const drawn = (seed = 3, ...settings: string[]): Scenario =>
    reassemble(experiment, withSettings(scene, settings)).sampler.draw({ set: 'test', seed, count: members });
  const run = (scenario: Scenario) => {
    const { states, outputs } = problem.rollout(problem.start, scenario);
    const { belief, innovations } = outputs.perceived as unknown as Estimated;
    const [{ square, channels, logLikelihood, accepted }] = innovations;
    return { q: states.q, ...belief, square, channels, logLikelihood, accepted };
  };
  const program = compile(run, [drawn()], { checkFinite: false });
  return { drawn, estimated: (scenario: Scenario) => program(scenario) };
}

/** The scenario with the encoder's rows of one name as they are said to be at a tick. */
function withRow(scenario: Scenario, name: 'blind' | 'push', at: (tick: number) => number): Scenario {
  const { numbers, rows } = scenario.sensing!;
  const given = rows as unknown as EstimatorRow;
  const row = new PopulationTensor(
    { shape: [ticks, 1], population: 1 },
    Float64Array.from({ length: ticks }, (_, k) => at(k)),
  );
  const changed = { ...given, sensors: given.sensors.map((sensor) => ({ ...sensor, [name]: row })) };
  return { ...scenario, sensing: { numbers, rows: changed as never } };
}

type Estimates = ReturnType<ReturnType<typeof watched>['estimated']>;
const isWhole = (found: Estimates): boolean => Object.values(found).every(({ data }) => data.every(Number.isFinite));
const told = ({ channels: { data } }: Estimates): number => data.reduce((a, b) => a + b, 0);
const bitsOf = ({ mean, factor }: Estimates): number[] => [...mean.data, ...factor.data];

describe.each(Object.entries(filters))('the %s filter of a scene', (_, filter) => {
  const { drawn, estimated } = watched(filter);
  const usual = estimated(drawn());

  it('is the same again by its seed, and another by another', () => {
    expect(isWhole(usual)).toBe(true);
    expect(told(usual)).toBeGreaterThan(members);
    expect(bitsOf(estimated(drawn(3)))).toEqual(bitsOf(usual));
    expect(bitsOf(estimated(drawn(4)))).not.toEqual(bitsOf(usual));
  });

  it.each(Object.entries(hostile))('stays a belief under %s', (__, settings) => {
    const found = estimated(drawn(3, ...settings));
    expect(isWhole(found)).toBe(true);
    expect(bitsOf(found)).not.toEqual(bitsOf(usual));
  });

  it.each([NaN, Infinity, -Infinity])('takes a reading of %s for none', (value) => {
    const isBroken = (k: number): boolean => k % 3 === 1;
    const broken = estimated(withRow(drawn(), 'push', (k) => (isBroken(k) ? value : 0)));
    const blind = estimated(withRow(drawn(), 'blind', (k) => (isBroken(k) ? 1 : 0)));
    expect(isWhole(broken)).toBe(true);
    expect(bitsOf(broken)).toEqual(bitsOf(blind));
    expect(told(broken)).toBe(told(blind));
    expect(told(broken)).toBeLessThan(told(usual));
  });

  it('doubts more than where they speak, if all sensors are lost from the first tick on', () => {
    const lost = estimated(withRow(drawn(), 'blind', () => 1));
    expect([isWhole(lost), told(lost)]).toEqual([true, 0]);
    expect(lost.logLikelihood.data.every((density) => Math.abs(density) === 0)).toBe(true);
    const variance = (found: Estimates, k: number): number => {
      const [a, b] = found.factor.toArray().slice(4 * k, 4 * k + 2);
      return a * a + b * b;
    };
    expect(variance(lost, ticks - 1)).toBeGreaterThan(10 * variance(usual, ticks - 1));
  });
});
