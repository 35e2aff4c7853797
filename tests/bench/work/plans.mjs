/** @file Plans to be followed, and tasks to be controlled: arms that reach, and a double pendulum that swings up with one drive. */
import {
  jointPosition,
  jointVelocity,
  linkPose,
  linkPosition,
  loadRobot,
  plan,
  quadratic,
  receding,
  robotText,
  tensor,
  torque,
  weightsOf,
} from '../library.mjs';

/** Steps of physics, s, and how many of them a knot has. */
export const [dt, hold] = [0.001, 10];

const term = (name, residual, weight, when) => ({ name, residual, norm: quadratic, weight, when });

const at = (configuration) => ({ q: tensor(configuration), v: tensor(configuration.map(() => 0)) });

/** A tool that goes a way [3], m, and is at rest there: the robot, its task, and where it starts. */
function reach(name, link, start, way) {
  const { model } = loadRobot(robotText(name));
  const place = placeOf(model, link, start).map((x, i) => x + way[i]);
  const task = {
    terms: [
      term('reach', linkPosition(link, 'goal'), 0.1, 'running'),
      term('effort', torque(model, true), 1, 'running'),
      term('arrive', linkPosition(link, 'goal'), 1000, 'final'),
      term('rest', jointVelocity(model), 10, 'final'),
    ],
    measures: {},
  };
  const scenario = { initial: at(start), goals: { goal: { position: tensor(place) } }, weights: weightsOf(task) };
  return { name, model, task, scenario, steps: 1000, link, place };
}

/** Up from hanging, at rest there; q = 0 stands. */
function swingUp() {
  const name = 'double-pendulum';
  const { model } = loadRobot(robotText(name));
  const task = {
    terms: [
      term('up', jointPosition(model, 'up'), 0.1, 'running'),
      term('effort', torque(model, true), 0.02, 'running'),
      term('stand', jointPosition(model, 'up'), 100, 'final'),
      term('rest', jointVelocity(model), 1, 'final'),
    ],
    measures: {},
  };
  const goals = { up: { posture: tensor([0, 0]) } };
  const link = model.links.at(-1).name;
  const scenario = { initial: at([Math.PI, 0]), goals, weights: weightsOf(task) };
  const place = Array.from(linkPose(model, tensor([0, 0]), link).translation.data);
  return { name, model, task, scenario, steps: 1500, link, place };
}

export const pandaHome = [0, -0.785398, 0, -2.356194, 0, 1.570796, 0.785398];

export const tasks = () => [
  reach('panda', 'panda_hand_tcp', pandaHome, [-0.1, 0.3, 0.05]),
  reach('ur5e', 'tool0', [0, -1.2, 1.6, -1.97, -1.57, 0], [0.1, 0.3, 0.1]),
  swingUp(),
];

const semiImplicit = 'semi-implicit-euler';

/** The plan of a task. */
export const planned = ({ model, task, scenario, steps }) =>
  plan({ model, task, integrator: semiImplicit, dt, hold, steps }, scenario, { iterations: 200 });

/** The Panda's reach as it is controlled, half a second ahead in knots of 20 ms. */
export function controlledPanda() {
  const { model } = loadRobot(robotText('panda'));
  const link = 'panda_hand_tcp';
  const task = {
    terms: [
      term('reach', linkPosition(link, 'goal'), 10, 'running'),
      term('arrive', linkPosition(link, 'goal'), 100, 'final'),
      term('speed', jointVelocity(model), 0.1, 'running'),
      term('rest', jointVelocity(model), 1, 'final'),
      term('effort', torque(model), 1e-5, 'running'),
    ],
    measures: {},
  };
  const planning = receding({ model, task, integrator: semiImplicit });
  const asked = (place) => ({ goals: { goal: { position: tensor(place) } }, weights: weightsOf(task) });
  return { model, link, planning, asked, physics: { model, integrator: semiImplicit, dt: 0.002 } };
}

/** Where a link is in a configuration, m. */
export const placeOf = (model, link, q) => Array.from(linkPose(model, tensor(q), link).translation.data);
