/** @file Scenes that train: what does not fit is refused by its JSON path, and a changed scene is as if it had been made so. */
import { describe, expect, it } from 'vitest';
import { reassemble } from '../../src/scene/assemble.ts';
import { parseScene } from '../../src/scene/parse.ts';
import { isTrainer } from '../../src/train/trainer.ts';
import { expectEqual } from '../support/check.ts';
import { sceneErrorOf } from '../support/scenes.ts';
import { type Change, trainingExperiment, trainingScene } from '../support/small-training.ts';

const refusals: [string, Change, string, RegExp][] = [
  ['a policy that sees nothing', { observe: undefined }, '$.observe', /what the policy sees; .*joint-position/],
  ['a sense that is none', { 'observe.0': 'joint-positon' }, '$.observe[0]', /joint-position/],
  ['a sense of a link that is none', { 'observe.2.link': 'tipp' }, '$.observe[2].link', /"tip"/],
  ['a sense of a goal that is none', { 'observe.2.to': 'piont' }, '$.observe[2].to', /"point"/],
  ['a sense without a setting', { 'observe.2': { type: 'goal-error', link: 'tip' } }, '$.observe[2].to', /expected/],
  ['an action that is none', { action: 'torque' }, '$.action', /torque-over-gravity/],
  ['a setting of an action', { action: { type: 'pd-target', range: 2 } }, '$.action.range', /expected/],
  ['a period that is no multiple of the step', { 'time.control': 0.015 }, '$.time.control', /multiple of the step/],
  ['a period of less than a step', { 'time.control': 0.001 }, '$.time.control', /expected/],
  [
    'a horizon that is no multiple of the period',
    { 'time.control': 0.04 },
    '$.time.horizon',
    /multiple of the control/,
  ],
  ['a randomization that is none', { randomize: ['body-mas'] }, '$.randomize[0]', /body-mass/],
  ['a link that is none', { randomize: [{ type: 'body-mass', links: ['upper', 'lowr'], factor: [1, 2] }] }, '$.randomize[0].links[1]', /"lower"/], // prettier-ignore
  ['a link that does not move', { randomize: [{ type: 'payload', link: 'base', mass: [1, 2] }] }, '$.randomize[0].link', /moves/], // prettier-ignore
  ['a joint that is none', { randomize: [{ type: 'joint-damping', joints: ['elbo'], factor: [1, 2] }] }, '$.randomize[0].joints[0]', /"elbow"/], // prettier-ignore
  ['a range from high to low', { randomize: [{ type: 'body-mass', factor: [2, 1] }] }, '$.randomize[0].factor', /lower one first/], // prettier-ignore
  ['one randomization twice', { randomize: [{ type: 'body-mass', factor: [1, 2] }, { type: 'body-mass', factor: [1, 3] }] }, '$.randomize[1]', /once/], // prettier-ignore
  ['a method for one rollout where goals vary', { method: { type: 'adam', learningRate: 0.1, iterations: 2 } }, '$.method', /goals\.point.*bptt/], // prettier-ignore
  ['an obstacle by the name of a goal', { obstacles: [{ type: 'sphere', name: 'point', position: [0, 0, 0], radius: 0.1 }] }, '$.obstacles', /"point"/], // prettier-ignore
  ['a success by a measure that is none', { 'success.also': [{ measure: 'distanc', below: 1 }] }, '$.success.also[0].measure', /"distance"/], // prettier-ignore
  ['a pose around a configuration of another robot', { 'goals.other': { type: 'reachable-pose', link: 'tip', q: [0], spread: 1 } }, '$.goals.other.q', /expected/], // prettier-ignore
  ['a validation of no rollout', { 'evaluate.validation.count': 0 }, '$.evaluate.validation.count', /expected/],
  [
    'parameters to optimize that are none',
    { 'controller.optimize': ['polcy'] },
    '$.controller.optimize[0]',
    /"policy"/,
  ],
];

describe('a scene is refused by its JSON path: ', () => {
  it.each(refusals)('%s', (_, change, path, message) => {
    const error = sceneErrorOf(() => trainingExperiment(change));
    expect(error.message).toContain(`${path}: `);
    expect(error.message).toMatch(message);
  });
});

describe('a scene that trains', () => {
  it('has its settings where the rollouts are', () => {
    const { settings, method, sampler, isTraining } = trainingExperiment({ randomize: [{ type: 'action-delay', range: [0, 0.03] }] }); // prettier-ignore
    expect(settings).toMatchObject({ hold: 2, steps: 10, mostDelay: 0.03 });
    expect([isTrainer(method), isTraining]).toEqual([true, true]);
    expect(sampler.variations.map(({ name }) => name)).toEqual(['start', 'goals.point', 'action-delay']);
  });

  it('may see an obstacle, which may stand elsewhere for each member', () => {
    const obstacles = [{ type: 'sphere', name: 'ball', position: [0.3, 0, 1], radius: 0.1, within: [0.2, 0, 0.2] }];
    const { sampler } = trainingExperiment({ obstacles, 'observe.2': { type: 'goal-position', to: 'ball' } });
    const { ball } = sampler.draw({ set: 'training', seed: 1, count: 4 }).goals;
    expect(new Set(ball.position.data.slice(0, 4)).size).toBe(4);
    expectEqual(ball.position.data.slice(4, 8), [0, 0, 0, 0]);
  });

  it('optimizes the layers alone where it is said so, and never what is measured', () => {
    const { layout, given } = trainingExperiment({ 'controller.normalize': true, 'controller.optimize': ['policy'] });
    expect(layout.slots.every(({ path }) => path.startsWith('policy.'))).toBe(true);
    expect(Object.keys(given.fixed)).toEqual(['normalizer']);
  });
});

describe('after a change of its scene an experiment is as if it had been made of it', () => {
  const observe = ['joint-position', { type: 'goal-position', to: 'point' }];
  const first = { observe, 'controller.last': 1 };
  const changes: readonly Change[] = [
    { 'goals.point.center': [0.3, 0, 1.4] },
    { 'start.q': [0.4, -0.7] },
    { 'start.q': [0.4, -0.7], action: 'pd-target' },
    { 'start.spread': { q: 0.3, v: 0 } },
    { 'method.learningRate': 0.3 },
  ];
  it.each(changes)('%o', (change) => {
    const before = trainingExperiment({ ...first, ...(change.action !== undefined && { action: change.action }) });
    before.simulate(before.initialParameters);
    const scene = trainingScene({ ...first, ...change });
    const [anew, again] = [trainingExperiment({ ...first, ...change }), reassemble(before, parseScene(scene))];
    const x = anew.initialParameters;
    expectEqual(again.simulate(x).q, anew.simulate(x).q);
    const sample = { set: 'test', seed: 0, count: 3 } as const;
    expectEqual(again.sampler.draw(sample).initial.q, anew.sampler.draw(sample).initial.q);
  });
});
