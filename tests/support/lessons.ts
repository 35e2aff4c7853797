/** @file Small trainings: an arm of two links that shall come to drawn points, a short horizon, a small network. */
import { networkParameters } from '../../controllers/network/network.ts';
import { InlineRunner } from '../../src/parallel/inline-runner.ts';
import { kernelShards } from '../../src/parallel/kernel-shards.ts';
import type { PopulationRunner } from '../../src/parallel/population-runner.ts';
import { nextTurn } from '../../src/platform/node/next-turn.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { type Cutting, judgingOf as judgingBy } from '../../src/train/shac/judging.ts';
import { Members } from '../../src/train/shac/members.ts';
import type { Lesson } from '../../src/train/trainer.ts';
import type { Course } from '../../src/train/training.ts';
import type { Chosen } from '../../src/settings/kinds.ts';
import { experimentFrom } from './scenes.ts';

/** Whoever runs it, on this thread. */
export const inline = (): PopulationRunner => new InlineRunner(kernelShards, nextTurn);

const distance = { type: 'link-position', link: 'tip', to: 'point' };

/** What a small training may be changed in. */
export interface SmallTraining {
  readonly hidden?: readonly number[];
  readonly horizon?: number;
  readonly step?: number;
  readonly policy?: object;
  readonly scene?: object;
}

/** The experiment of a method that trains. */
export function smallTraining(method: Exclude<Chosen, string>, given: SmallTraining = {}): Experiment {
  const { hidden = [8], horizon = 0.4, step = 0.01, policy = {}, scene = {} } = given;
  return experimentFrom({
    version: 2,
    name: 'small-training',
    title: 'Two links learn to come to a point',
    robot: 'planar-2link.urdf',
    seed: 1,
    time: { step, control: 0.04, horizon, integrator: 'semi-implicit-euler' },
    start: { q: [-0.6, 1.2], spread: { q: 0.2 } },
    goals: { point: { type: 'box', center: [0.5, 0, 1.2], size: [0.3, 0, 0.3] } },
    costs: [
      { name: 'come', residual: distance, norm: { type: 'smooth-abs', width: 0.05 }, weight: 1, when: 'running' },
      { name: 'stay', residual: distance, norm: { type: 'smooth-abs', width: 0.05 }, weight: 2, when: 'final' },
      { name: 'rest', residual: { type: 'joint-velocity' }, norm: 'quadratic', weight: 0.01, when: 'final' },
    ],
    measures: { distance: { residual: distance } },
    success: { measure: 'distance', below: 0.08 },
    observe: [
      'joint-position',
      'joint-velocity',
      { type: 'goal-error', link: 'tip', to: 'point' },
      { type: 'goal-position', to: 'point' },
    ],
    controller: { type: 'mlp', hidden, ...policy },
    evaluate: { validation: { count: 64 }, test: { count: 64 } },
    method: { iterations: 1000, ...method },
    ...scene,
  });
}

/** What its training is made of. */
export const smallCourse = (experiment: Experiment, runner: PopulationRunner = inline()): Course =>
  experiment.course(runner);

export const smallLesson = (experiment: Experiment, runner: PopulationRunner = inline()): Lesson =>
  experiment.course(runner).lesson;

/** What an actor is judged by, a critic, and where members are that are spread over the horizon, in the window of an iteration. */
export function judgingOf(
  lesson: Lesson,
  { members, iteration = 0, ...cutting }: Partial<Cutting> & { readonly members: number; readonly iteration?: number },
) {
  const shape = { hidden: [4], activation: 'elu' } as const;
  const { judging } = judgingBy(lesson, { window: 0.08, gamma: 0.9, lambda: 0.8, ...cutting }, shape);
  const critic = networkParameters(judging.critic, { initialization: 'orthogonal', last: 1, seed: 3 });
  const all = new Members(lesson, members, judging.horizonSteps / judging.settings.steps);
  const { cut, scenario } = all.cut(all.start(new Float64Array(lesson.layout.size)), iteration);
  return { judging, critic, at: { cut, scenario } };
}
