/** @file A small training of the two-link arm for tests: everything of it can be changed by its place in the scene. */
import { kernelShards } from '../../src/parallel/kernel-shards.ts';
import { InlineRunner } from '../../src/parallel/inline-runner.ts';
import { nextTurn } from '../../src/platform/node/next-turn.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import type { Course } from '../../src/train/training.ts';
import type { Trained, Trainer } from '../../src/train/trainer.ts';
import { changed, experimentFrom } from './scenes.ts';
import { sceneText } from './robots.ts';

const distance = { type: 'link-position', link: 'tip', to: 'point' };

/** Its scene: 10 steps of physics in 5 periods of the controller, a goal of a box, 4 rollouts a gradient. */
export function smallTraining(): Record<string, unknown> {
  const base = JSON.parse(sceneText('two-link-reach')) as Record<string, unknown>;
  return {
    ...base,
    name: 'small-training',
    time: { step: 0.01, control: 0.02, horizon: 0.1, integrator: 'semi-implicit-euler' },
    start: { q: [-1.2, 0.8], spread: { q: 0.1, v: 0.05 } },
    goals: { point: { type: 'box', center: [0.45, 0, 1.2], size: [0.2, 0, 0.2] } },
    costs: [
      { name: 'come', residual: distance, norm: 'quadratic', weight: 1, when: 'running' },
      { name: 'rest', residual: { type: 'joint-velocity' }, norm: 'quadratic', weight: 0.1, when: 'final' },
    ],
    measures: { distance: { residual: distance } },
    success: { measure: 'distance', below: 0.5 },
    observe: ['joint-position', 'joint-velocity', { type: 'goal-error', link: 'tip', to: 'point' }],
    controller: { type: 'mlp', hidden: [8] },
    method: { type: 'bptt', members: 4, learningRate: 0.01, iterations: 6, every: 2 },
    evaluate: { validation: { count: 4, seed: 0 }, test: { count: 8, seed: 0 } },
  };
}

/** A change of a scene: what stands at these keys instead. */
export type Change = Readonly<Record<string, unknown>>;

/** The scene of the small training with some of its parts replaced: `{ 'method.learningRate': 3 }`; `undefined` takes one away. */
export const trainingScene = (change: Change = {}): Record<string, unknown> =>
  Object.entries(change).reduce<Record<string, unknown>>(
    (all, [path, value]) => changed(JSON.stringify(all), path, value),
    smallTraining(),
  );

/** The experiment of the small training so changed. */
export function trainingExperiment(change: Change = {}): Experiment {
  return experimentFrom(trainingScene(change));
}

export const inlineRunner = (): InlineRunner => new InlineRunner(kernelShards, nextTurn);

export const courseOf = (experiment: Experiment): Course => experiment.course(inlineRunner());

/** A step that changes nothing and finds this loss. */
export const unmoved = (x: Float64Array, state: Trained['state'], loss = 1): Trained => ({
  x,
  state,
  loss,
  terms: { come: loss, rest: 0 },
  measures: { distance: loss },
  gradientNorm: 1,
  clippedGradientNorm: 1,
  stepSize: 0.1,
});

/** A trainer whose steps are written in the test: what the ones before led to is `x`. */
export const trainerOf = (
  step: (
    x: Float64Array,
    state: Trained['state'],
    iteration: number,
  ) => ReturnType<typeof unmoved> | { readonly refused: Error; readonly gradientNorm: number },
  watching: Partial<Trainer['watching']> = {},
): Trainer => ({
  name: 'written',
  watching: { every: 1, ...watching },
  teach: () => ({
    physicsSteps: 1,
    gradients: 1,
    start: () => ({}),
    step: async (x, state, iteration) => step(x, state, iteration) as never,
  }),
});
