/** @file Policies as controller files: they act where they are opened as they did, for us and for a reader that shares nothing with us. */
import { describe, expect, it } from 'vitest';
import { PopulationTensor } from '../../src/core/population-tensor.ts';
import { compile } from '../../src/core/compile.ts';
import { readSafetensors, writeSafetensors } from '../../src/formats/safetensors.ts';
import { drive } from '../../src/run/job.ts';
import { judgeMotion } from '../../src/rollout/judge-motion.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import type { Scenario } from '../../src/rollout/scenario.ts';
import { openController, writeController } from '../../src/scene/saved-controller.ts';
import type { Success } from '../../src/task/task.ts';
import { Training } from '../../src/train/training.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { plainPolicy } from '../support/plain-policy.ts';
import { readByHand } from '../support/safetensors-by-hand.ts';
import { type Change, courseOf, trainingExperiment } from '../support/small-training.ts';

const distance = { type: 'link-position', link: 'tip', to: 'point' };
const senses = ['joint-position', 'joint-velocity', { type: 'goal-position', to: 'point' }];
const variants: Readonly<Record<string, Change>> = {
  plain: { observe: senses, 'controller.last': 1 },
  'with a normalizer': { observe: senses, controller: { type: 'mlp', hidden: [4, 3], last: 1, normalize: true } },
  'that remembers': {
    observe: [...senses, 'previous-action', { ...distance, type: 'goal-error-sum' }],
    controller: { type: 'mlp', hidden: [4], last: 1, activation: 'elu', layerNorm: true },
    randomize: [
      { type: 'action-delay', range: [0, 0.03] },
      { type: 'payload', link: 'tip', mass: [0, 0.3] },
    ],
  },
  'with springs': { action: { type: 'pd-target', range: 0.3 }, controller: { type: 'mlp', hidden: [4], last: 1, activation: 'silu' } }, // prettier-ignore
};

describe.each(Object.entries(variants))('a controller file of a policy %s', async (_, change) => {
  const experiment = trainingExperiment(change);
  const job = Training.start(courseOf(experiment));
  await drive(job, { iterations: 2 });
  const bytes = writeController(experiment, '01234567', job);

  it('has its best parameters, and acts where it is opened as it did', () => {
    const { file, parameters } = openController(bytes, experiment);
    expectEqual(experiment.layout.toVector(parameters), job.state.best!.parameters);
    expect(file.facts).toMatchObject({ controlPeriod: 0.02, controller: experiment.scene.controller });
    // 8 rollouts of 5 periods
    expect(file.replay.action).toHaveLength(8 * 5 * 2);
    expect(new Set(file.replay.observation).size).toBeGreaterThan(40);
  });

  it('acts the same for a reader of its bytes that computes in loops', () => {
    const { tensors } = readByHand(bytes);
    const { facts } = openController(bytes, experiment).file;
    const said = facts.observations.flatMap(({ scale, offset = [] }) => scale.map((own, i) => [own, offset[i] ?? 0] as const)); // prettier-ignore
    const [observation, action] = ['observation', 'action'].map((part) => tensors.get(`replay.${part}`)!);
    const [count, inputs] = observation.shape;
    expect(inputs).toBe(said.length);
    for (let row = 0; row < count; row++) {
      const scaled = said.map(([scale, offset], i) => (observation.numbers[row * inputs + i] - offset) * scale);
      const given = plainPolicy(tensors, scaled, facts.controller as never);
      expectClose(given, action.numbers.slice(2 * row, 2 * row + 2), 1e-12);
    }
  });

  it('opens where it was learned in another time or with another robot file, and says so', () => {
    const longer = trainingExperiment({ ...change, 'time.horizon': 0.2, 'method.iterations': 3 });
    expect(openController(bytes, longer, '76543210').differences).toEqual(['another robot file', 'a horizon of 0.1 s']);
    const reseeded = trainingExperiment({ ...change, seed: 9 });
    expect(openController(bytes, reseeded).differences).toEqual(['other settings of the scene']);
    expect(openController(bytes, experiment, '01234567').differences).toEqual([]);
  });

  it('is refused where a weight, a sense or the period is another', () => {
    const { tensors, metadata } = readSafetensors(bytes);
    const other = tensors.map((one) =>
      one.name === 'policy.0.weight' ? { ...one, data: one.data.map((x, i) => (i === 0 ? x + 1e-3 : x)) } : one,
    );
    expect(() => openController(writeSafetensors(other, metadata), experiment)).toThrow(/replay\.action/);
    const slower = trainingExperiment({ ...change, 'time.control': 0.05 });
    expect(() => openController(bytes, slower)).toThrow(/control period/);
    const blind = trainingExperiment({ ...change, observe: ['joint-position'] });
    expect(() => openController(bytes, blind)).toThrow(/observations/);
  });
});

describe('a motion that is judged', () => {
  const experiment = trainingExperiment({
    'controller.last': 1,
    measures: {
      distance: { residual: distance },
      speed: { residual: { type: 'link-velocity', link: 'tip' }, when: 'largest' },
      effort: { residual: { type: 'torque' }, when: 'mean' },
    },
    randomize: [{ type: 'body-mass', factor: [0.5, 1.5] }],
  });
  const { settings, sampler, layout, initialParameters } = experiment;
  const scenario = sampler.draw({ set: 'validation', seed: 0, count: 12 });
  const parameters = layout.fromVector(initialParameters);
  const middle = (numbers: Float64Array): number => numbers.toSorted()[6];
  const { measures } = rollout(settings, parameters, scenario);

  it.each<[string, Omit<Success, 'measure' | 'below'>]>([
    ['at its end', {}],
    ['for a while', { hold: 0.03 }],
    ['and slowly', { hold: 0.03, speed: 2 }],
    ['by another measure, too', { also: [{ measure: 'speed', below: middle(measures.speed.data) }] }],
  ])('has the measures of its rollout, and has succeeded where that has: %s', (_, conditions) => {
    const success = { measure: 'distance', below: middle(measures.distance.data), ...conditions };
    const judging = { ...settings, task: { ...settings.task, success } };
    const found = compile((own: Scenario) => rollout(judging, parameters, own), [scenario])(scenario);
    const judged = judgeMotion(judging, scenario, found);
    for (const [name, value] of Object.entries(found.measures)) expectEqual(judged.measures[name], value);
    expectEqual(judged.reached, found.reached);
    expect(judged.reached.data).toContain(0);
  });

  it('in which a number is none has failed, and only in that member', () => {
    const success = { measure: 'distance', below: 9, also: [{ measure: 'speed', below: 1e3 }] };
    const judging = { ...settings, task: { ...settings.task, success } };
    const { states, tau } = rollout(judging, parameters, scenario);
    const v = states.v.data.slice();
    v[6] = NaN;
    const broken = new PopulationTensor({ shape: states.v.shape, population: 12 }, v);
    const { reached } = judgeMotion(judging, scenario, { states: { q: states.q, v: broken }, tau });
    expect([...reached.data]).toEqual([1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1]);
  });
});
