/** @file Scenes with sensors and an estimator: what is refused, what is drawn, what the controller sees, and gradients through all of it. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import type { Estimated } from '../../src/estimation/perception.ts';
import { reassemble } from '../../src/scene/assemble.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { readScene } from '../../src/scene/parse.ts';
import type { Scenario } from '../../src/rollout/scenario.ts';
import { sceneText } from '../support/robots.ts';
import { assembled, changed, experimentFrom, experimentOf, sceneErrorOf, shortened } from '../support/scenes.ts';

const names = ['pendulum-encoder', 'two-link-senses', 'two-link-conflict'];

const refusal = (name: string, path: string, value: unknown): string =>
  sceneErrorOf(() => experimentFrom(changed(sceneText(name), path, value))).message;

/** The rollout of a scenario at the scene's own parameters. */
const rolledOut = (experiment: Experiment, scenario: Scenario = experiment.given.scenario) => {
  const found = experiment.problem.rollout(experiment.layout.fromVector(experiment.initialParameters), scenario);
  return { ...found, perceived: found.outputs.perceived as unknown as Estimated };
};

const bitsOf = ({ data }: PopulationTensor): string => Buffer.from(data.slice().buffer).toString('base64');

describe('a scene with an estimator', () => {
  it.each([
    ['estimator', undefined, '$.sensors: found a setting that nothing reads'],
    ['sensors', undefined, '$.estimator: found an estimator without sensors'],
    ['estimator.unknown', [{ bias: 'encoders', spread: 1 }], 'encoders'],
    ['estimator.unknown', [{ bias: 'encoder', spread: 0 }], 'spread'],
    ['estimator.believes', { sensors: { camera: 2 } }, 'a sensor: encoder'],
    ['sensors.0.delay', 0.03, '$.sensors[0].delay: found 0.03 s; expected a multiple of the control period of 0.02 s'],
    ['sensors.0.period', 0.05, '$.sensors[0].period: found 0.05 s'],
    ['sensors.0.noise', -1, '$.sensors[0].noise'],
    ['sensors.0.type', 'joint-encoders', 'joint-encoder'],
    ['estimator.filter', 'kalmann', 'extended-kalman'],
    ['disturbance.force', [1, 2], '2 numbers; expected 1 numbers, one a joint'],
    ['estimator.spread.q', 0, 'spread'],
  ])('refuses %s = %j', (path, value, said) => {
    expect(refusal('pendulum-encoder', path, value)).toContain(said);
  });

  it('refuses two sensors of one name', () => {
    const { sensors } = JSON.parse(sceneText('pendulum-encoder')) as { sensors: unknown[] };
    expect(refusal('pendulum-encoder', 'sensors', [sensors[0], sensors[0]])).toContain('"encoder" a second time');
  });

  it.each(names)('%s is drawn by its seed: the same bits again, others for another seed', (name) => {
    const scene = shortened(readScene(sceneText(name)), 0.2);
    const one = bitsOf(rolledOut(assembled(scene)).perceived.belief.mean);
    expect(bitsOf(rolledOut(assembled(scene)).perceived.belief.mean)).toBe(one);
    expect(bitsOf(rolledOut(assembled({ ...scene, seed: 2 })).perceived.belief.mean)).not.toBe(one);
  });

  it('gives each member errors of its own, whatever their number', () => {
    const experiment = experimentOf('two-link-senses', 0.2);
    const [few, many] = [2, 5].map((count) => experiment.sampler.draw({ set: 'test', seed: 3, count }));
    const run = compile((scenario: Scenario) => rolledOut(experiment, scenario).perceived.belief.mean, [many]);
    const all = run(many);
    expect(all.population).toBe(5);
    expect(rolledOut(experiment, few).perceived.belief.mean.toArray(1)).toEqual(all.toArray(1));
    expect(all.toArray(2)).not.toEqual(all.toArray(1));
  });

  it('moves as without one where the controller sees the state itself', () => {
    const scene = shortened(readScene(sceneText('two-link-senses')), 0.3);
    const watched = assembled({ ...scene, estimator: { ...scene.estimator!, acts: false } });
    const alone = assembled({ ...scene, estimator: undefined, sensors: undefined, disturbance: undefined });
    const { initial, goals, weights, noise } = watched.given.scenario;
    const plain = rolledOut(alone, { initial, goals, weights, ...(noise && { noise }) });
    expect(bitsOf(rolledOut(watched).states.q)).toBe(bitsOf(plain.states.q));
    expect(bitsOf(rolledOut(watched).states.q)).not.toBe(bitsOf(rolledOut(assembled(scene)).states.q));
  });

  it('shows the controller the belief, of goals too', () => {
    const experiment = experimentOf('panda-camera', 0.2);
    const { belief, truth } = rolledOut(experiment).perceived;
    const { scenario } = experiment.given;
    expect(truth.toArray().slice(14, 17)).toEqual(scenario.goals.cup.position.toArray());
    expect(belief.mean.toArray().slice(14, 17)).toEqual([0.5, 0.1, 0.35]);
  });

  it('has late readings in its belief only after their delay', () => {
    const scene = shortened(readScene(sceneText('panda-camera')), 0.2);
    const { belief, readings } = rolledOut(assembled(scene)).perceived;
    const seen = readings[1].present.toArray();
    expect(seen.slice(0, 6)).toEqual([1, 1, 0, 0, 1, 1]);
    const believed = (tick: number): number[] => belief.mean.toArray().slice(17 * tick + 14, 17 * tick + 17);
    for (const tick of [0, 1, 2, 3, 4]) expect(believed(tick)).toEqual([0.5, 0.1, 0.35]);
    expect(believed(5)).not.toEqual([0.5, 0.1, 0.35]);
  });

  it('keeps its programs where numbers of its sensors change', () => {
    const experiment = experimentOf('pendulum-encoder', 0.2);
    const scene = readScene(JSON.stringify(changed(sceneText('pendulum-encoder'), 'sensors.0.noise', 0.2)));
    const next = reassemble(experiment, shortened(scene, 0.2));
    expect(next.programs).toBe(experiment.programs);
    const believed = (of: Experiment): number[] =>
      (
        of.given.scenario.sensing!.numbers as { sensors: { believed: PopulationTensor }[] }
      ).sensors[0].believed.toArray();
    expect([believed(experiment), believed(next)]).toEqual([[0.02], [0.2]]);
    expect(next.evaluate(next.initialParameters).loss).toBe(
      assembled(next.scene).evaluate(next.initialParameters).loss,
    );
  });

  it.each(['pendulum-encoder', 'two-link-conflict'])('%s carries the loss back to the gains', (name) => {
    // a rounded reading has the derivative of one that is not (straight-through), which differences do not see
    const scene = shortened(readScene(sceneText(name)), 0.3);
    const sensors = scene.sensors!.map((sensor) => ({ ...(sensor as { type: string }), resolution: 0 }));
    const experiment = assembled({ ...scene, sensors });
    const x = experiment.initialParameters;
    const { gradient } = experiment.evaluate(x);
    const step = 1e-6;
    gradient.forEach((slope, i) => {
      const at = (by: number): number => experiment.evaluate(x.map((value, k) => (k === i ? value + by : value))).loss;
      expect(slope).toBeCloseTo((at(step) - at(-step)) / (2 * step), 6);
    });
    expect(gradient.some((slope) => slope !== 0)).toBe(true);
  });
});
