/** @file Each controller drives robots of the project's scenes to their goals; what a rollout begins from is each member's own. */
import { describe, expect, it } from 'vitest';
import type { Controller } from '../../controllers/controller.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { population, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { inverseKinematics } from '../../src/dynamics/inverse-kinematics.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import { closedLoop } from '../../src/learning/closed-loop.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import type { Goals } from '../../src/robot/goal.ts';
import { expectClose } from '../support/check.ts';
import { controllerOf } from '../support/controllers.ts';
import { sceneText } from '../support/robots.ts';
import { experimentFrom, experimentOf } from '../support/scenes.ts';

const scenes = [
  ['panda-reach', 'panda_hand_tcp', { kp: [120, 120, 100, 100, 30, 25, 10], kd: [18, 18, 14, 14, 2.5, 2, 0.6] }],
  ['two-link-reach', 'tip', { kp: [60, 20], kd: [14, 1.5] }],
] as const;

/** The rollout of a scene under another controller, for the scene's goals or others. */
function rolledOut(
  { settings, given, model }: Experiment,
  controller: Controller,
  goals: Goals = given.scenario.goals,
) {
  const start = controller.parameters(model, given.scenario.initial.q.toArray());
  return rollout({ ...settings, controller }, start, { ...given.scenario, goals });
}

describe.each(scenes)('%s', (name, link, gains) => {
  const experiment = experimentOf(name);
  const { model, given } = experiment;
  const { goals, initial } = given.scenario;
  const context = { model, goals };
  const solution = inverseKinematics(model, link, { position: goals.point.position }, { start: initial.q });
  const reference = solution.q.toArray();

  it.each([
    ['operational-space', { link, kp: 100, kd: 20 }, 1e-3],
    ['ik-computed-torque', { link, kp: 400, kd: 40 }, 1e-4],
    ['computed-torque', { reference, kp: 60, kd: 15 }, 1e-3],
    ['linear-feedback', { reference, ...gains }, 0.02],
  ] as const)('under %s ends at the goal', (type, settings, within) => {
    const { measures } = rolledOut(experiment, controllerOf(type, context, settings));
    expect(measures.distance.item()).toBeLessThan(within);
  });
});

it('a goal with a rotation is come to with it', () => {
  const experiment = experimentOf('panda-reach');
  const { model } = experiment;
  const link = 'panda_hand_tcp';
  const pose = linkPose(model, tensor([0.3, -0.4, 0.2, -2, 0.2, 1.9, 0.4]), link);
  const goals = { point: { position: pose.translation, rotation: pose.rotation } };
  for (const type of ['operational-space', 'ik-computed-torque']) {
    const given = { link, orientation: true, kp: 150, kd: 25 };
    const { states } = rolledOut(experiment, controllerOf(type, { model, goals }, given), goals);
    const there = linkPose(model, tensor(states.q.toArray().slice(-7)), link);
    expectClose(there.translation, pose.translation, 2e-3);
    expectClose(there.rotation, pose.rotation, 2e-3);
  }
});

describe('what a rollout begins from', () => {
  const experiment = experimentOf('two-link-reach');
  const { model, given } = experiment;
  const controller = controllerOf('ik-computed-torque', { model, goals: given.scenario.goals }, { kp: 400, kd: 40 });

  it('is each member’s own: its goal is found for each', () => {
    const position = population([
      [0.45, 0, 1.5],
      [-0.3, 0, 1.4],
      [0.5, 0, 0.8],
    ]);
    const { measures } = rolledOut(experiment, controller, { point: { position } });
    for (let member = 0; member < 3; member++) expect(measures.distance.item(member)).toBeLessThan(1e-4);
  });

  it('is seen by the linear loop at the start, too: mass times gains, less the friction that is compensated', () => {
    const scenario = given.scenario;
    const optimized = controller.parameters(model, scenario.initial.q.toArray());
    const loop = closedLoop({ settings: { ...experiment.settings, controller }, optimized, fixed: {}, scenario });
    const M = massMatrix(model, scenario.initial.q).toArray();
    const damping = [loop.damping[0], 0, 0, loop.damping[1]];
    expectClose(
      loop.velocityGains,
      M.map((entry, i) => 40 * entry - damping[i]),
      1e-9,
    );
  });

  it('is where a joint spline stays without knots, from wherever it starts', () => {
    const spline = controllerOf('joint-spline', { model, goals: given.scenario.goals }, { kp: 400, kd: 40 });
    const settings = { ...experiment.settings, controller: spline };
    const q: PopulationTensor = population([
      [-1.2, 0.8],
      [0.4, -0.3],
    ]);
    const initial = { ...given.scenario.initial, q };
    const { states } = rollout(settings, spline.parameters(model, [0, 0]), { ...given.scenario, initial });
    [0, 1].forEach((member) => expectClose(states.q.toArray(member).slice(-2), q.toArray(member), 1e-9));
  });
});

it.each(['panda-reach', 'two-link-reach'])('a joint spline is optimized to the goal of %s', async (name) => {
  const scene = JSON.parse(sceneText(name)) as object;
  const controller = { type: 'joint-spline', knots: 6, kp: 400, kd: 40 };
  const method = { type: 'lbfgs', iterations: 40 };
  const experiment = experimentFrom({ ...scene, controller, method });
  const job = Optimization.start(experiment.one());
  while (!job.end && job.iteration < experiment.iterations) await job.step();
  expect(job.result().reached).toBe(true);
  expect(job.iteration).toBeLessThan(30);
});
