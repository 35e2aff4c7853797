/** @file Many runs of a scene's senses: who makes them makes no difference, and what they say is what all of their numbers say. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { Estimated } from '../../src/estimation/perception.ts';
import { stateModelOf } from '../../src/estimation/perception.ts';
import type { EstimatorNumbers } from '../../src/estimation/perception.ts';
import type { StateModel } from '../../src/estimation/state-model.ts';
import { consistencyOf } from '../../src/estimation/statistics/consistency.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { readScene } from '../../src/scene/parse.ts';
import { withSettings } from '../../src/scene/with-settings.ts';
import { estimateOnce } from '../../src/senses/estimate.ts';
import { monteCarloOf } from '../../src/senses/monte-carlo.ts';
import { outcomeWords } from '../../src/senses/outcome.ts';
import { makeRuns } from '../../src/senses/runs.ts';
import { diagnoseSenses } from '../../src/senses/scene-doctor.ts';
import { sceneText } from '../support/robots.ts';
import { assembled } from '../support/scenes.ts';

const pendulum = (...settings: string[]) =>
  assembled(withSettings(readScene(sceneText('pendulum-encoder')), ['time.horizon=2', ...settings]));
const experiment = pendulum();
const x = experiment.initialParameters;

describe('runs', () => {
  it('are the same however many there are, and the first of a seed is the rollout of that seed', async () => {
    const few = await makeRuns(experiment, x, { runs: 3, seed: 4 });
    const more = await makeRuns(experiment, x, { runs: 5, seed: 4 });
    for (let m = 0; m < 3; m++) expect(more.rows.ticks.error.toArray(m)).toEqual(few.rows.ticks.error.toArray(m));
    expect(few.rows.ticks.error.toArray(0)).toEqual(Array.from(estimateOnce(experiment, x, { seed: 4 }).error));
  });

  it('of which numbers are lost are left out, named, and have not succeeded', async () => {
    const lost = x.slice().fill(NaN);
    const report = await monteCarloOf(experiment, lost, { runs: 3, seed: 4 });
    expect(report.consistency).toBeNull();
    expect(report.outcome).toMatchObject({ runs: 3, lost: 3, report: { loss: Infinity } });
    expect(outcomeWords(experiment.settings.task, report.outcome)).toBe('all of 3 runs lost');
    expect(report.errors[0].error).toBeNaN();
    expect(report.findings).toEqual(['3 runs lost, run 0 first: not all of its numbers are finite.']);
  });

  it('are refused where there are none', async () => {
    await expect(makeRuns(experiment, x, { runs: 0, seed: 4 })).rejects.toThrow(/runs: found 0/);
    await expect(monteCarloOf(experiment, x, { runs: 2, seed: 4, level: 1 })).rejects.toThrow(/level/);
  });
});

describe('a report', () => {
  const runs = 40;

  it('says in white numbers what all beliefs and innovations say', async () => {
    const report = await monteCarloOf(experiment, x, { runs, seed: 3 });
    const scenario = experiment.sampler.draw({ set: 'test', seed: 3, count: runs });
    const { rollout } = experiment.problem;
    const all = compile(
      (given: typeof scenario) => rollout(experiment.problem.start, given).outputs.perceived as unknown as Estimated,
      [scenario],
    )(scenario);
    const settings = experiment.sensing!;
    const numbers = scenario.sensing!.numbers as EstimatorNumbers;
    const model = stateModelOf(settings, numbers, {}, robotParameters(experiment.model)) as unknown as StateModel;
    const expected = consistencyOf({ model, ticks: all, states: all.truth });
    report.consistency!.tests.forEach((test, i) => {
      expect(test.name).toBe(expected.tests[i].name);
      expect(test.statistic).toBeCloseTo(expected.tests[i].statistic, 9);
      expect(test.verdict).toBe(expected.tests[i].verdict);
    });
    expect(report.findings).toEqual([]);
    expect(report.overBound).toBeGreaterThan(0.9);
    expect(report.overBound).toBeLessThan(1.2);
  });

  it('says which belief is wrong, and its setting makes it right', async () => {
    const wrong = pendulum('estimator.believes.sensors.encoder=0.5');
    const report = await monteCarloOf(wrong, x, { runs, seed: 3 });
    expect(report.findings.join()).toContain('NIS of encoder');
    const { findings } = await diagnoseSenses(wrong, x, { runs: 32, seed: 3 });
    expect(findings[0]).toMatchObject({ cause: 'sensor-noise', sensor: 'encoder' });
    expect(findings[0].words).toContain('too small by');
    const [setting] = findings[0].settings;
    expect(setting).toMatch(/^estimator\.believes\.sensors\.encoder=(0\.9|1)/);
    const right = await monteCarloOf(pendulum(setting), x, { runs, seed: 3 });
    expect(right.findings).toEqual([]);
  });

  it('says of which runs it is where few of them are consistent', async () => {
    const { words } = await diagnoseSenses(experiment, x, { runs: 8, seed: 3 });
    expect(words).toBe('Of 8 runs the filter is consistent: nothing is told to be corrected.');
  });

  it('finds a bias, and estimating it makes it right', async () => {
    const biased = pendulum('sensors[0].bias=0.05');
    const { findings } = await diagnoseSenses(biased, x, { runs: 32, seed: 3 });
    const settings = findings.flatMap((finding) => finding.settings);
    expect(settings.join()).toMatch(/^estimator\.unknown=\[\{"bias":"encoder","spread":0\.05\d?\}\]$/);
    const right = await monteCarloOf(pendulum('sensors[0].bias=0.05', ...settings), x, { runs, seed: 3 });
    const bias = right.errors.find(({ label }) => label.startsWith('bias of encoder'))!;
    expect(bias.error).toBeLessThan(0.05);
    expect(right.errors[0].error).toBeLessThan((await monteCarloOf(biased, x, { runs, seed: 3 })).errors[0].error);
  });

  it('says what a scene can be told where a bias is estimated already, and where something wanders', async () => {
    const unknown = 'estimator.unknown=[{"bias":"encoder","spread":0.02,"walk":0.02}]';
    const biased = pendulum('sensors[0].bias=0.1', unknown);
    const { findings } = await diagnoseSenses(biased, x, { runs: 32, seed: 3 });
    const settings = findings.flatMap((finding) => finding.settings);
    const told = settings.find((setting) => setting.startsWith('estimator.unknown='))!;
    const [part, ...others] = JSON.parse(told.slice(told.indexOf('=') + 1)) as { bias: string; spread: number }[];
    expect(others).toEqual([]);
    expect(part.bias).toBe('encoder');
    expect(() => pendulum(...settings)).not.toThrow();
  });

  it('keeps the bias of one sensor where that of another is found besides', async () => {
    const second = '{"type":"joint-velocity","name":"speed","noise":0.05,"bias":0.2}';
    const first = '{"type":"joint-encoder","name":"encoder","noise":0.01,"bias":0.1}';
    const biased = pendulum(`sensors=[${first},${second}]`);
    const { findings } = await diagnoseSenses(biased, x, { runs: 32, seed: 3 });
    expect(new Set(findings.map(({ cause, sensor }) => `${cause} ${sensor}`))).toEqual(
      new Set(['bias encoder', 'bias speed']),
    );
    expect(findings.flatMap(({ settings }) => settings)).toEqual([
      'estimator.unknown=[{"bias":"encoder","spread":0.099},{"bias":"speed","spread":0.2}]',
    ]);
  });
});
