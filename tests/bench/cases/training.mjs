/** @file Trainers to equal success: what each costs, and how well it then does with goals that it has not seen. */
import { assemble, robotText } from '../library.mjs';
import { clocks } from '../measure.mjs';
import { classical, methods, tasks } from '../work/training.mjs';

export const title = 'Policies trained to equal success, and inverse kinematics with computed torque';

const own = (path) => import(new URL(`../../../dist/src/${path}`, import.meta.url).href);
const [{ Training }, { examine }, { InlineRunner }, { kernelShards }, { nextTurn }] = await Promise.all(
  ['train/training.js', 'train/evaluation.js', 'parallel/inline-runner.js', 'parallel/kernel-shards.js', 'platform/node/next-turn.js'].map(own), // prettier-ignore
);

const columns = ['controller', 'success', 'median error, mm', 'steps of physics', 'gradients', 'iterations', 's'];

/** A scene's experiment with a controller and a method of its own. */
const experimentOf = ({ scene, robot, until }, method, controller = scene.controller) =>
  assemble({ ...scene, controller, method: { iterations: 1e6, until, ...method } }, robotText(robot));

const percent = (part) => `${(100 * part).toFixed(1)} %`;
const errorOf = ({ measures }) => (1e3 * measures.distance.median).toPrecision(3);

/** Trains until enough succeeds, or the steps are spent; tests the best there was. */
async function trained(task, method, { most, clock, count }) {
  const experiment = experimentOf(task, method);
  const course = experiment.course(new InlineRunner(kernelShards, nextTurn));
  const start = clocks[clock]();
  const job = Training.start(course);
  while (!job.end && job.physicsSteps < most) await job.step();
  const seconds = (clocks[clock]() - start) / 1e3;
  const report = await examine(course.lesson, job.result().parameters, { set: 'test', seed: 0, count });
  const { physicsSteps, gradients, iteration } = job;
  return [method.type, percent(report.success), errorOf(report), physicsSteps, gradients, iteration, seconds];
}

/** The same rollouts by a controller that learns nothing. */
async function untrained(task, { clock, count }) {
  const start = clocks[clock]();
  const experiment = experimentOf(task, methods[0], classical(task));
  const { lesson, start: parameters } = experiment.course(new InlineRunner(kernelShards, nextTurn));
  const report = await examine(lesson, parameters, { set: 'test', seed: 0, count });
  const seconds = (clocks[clock]() - start) / 1e3;
  return [experiment.settings.controller.name, percent(report.success), errorOf(report), 0, 0, 0, seconds];
}

export async function run({ settings: { clock }, quick }) {
  const chosen = Object.entries(tasks).slice(0, quick ? 1 : undefined);
  const tables = [];
  for (const [name, task] of chosen) {
    const effort = { clock, count: quick ? 256 : 1024, most: quick ? 2e6 : task.most };
    const rows = [];
    for (const method of methods) rows.push(await trained(task, method, effort));
    rows.push(await untrained(task, effort));
    tables.push({ columns: [`${name}: ${columns[0]}`, ...columns.slice(1)], rows });
  }
  return {
    tables,
    notes: [
      `Trained until ${Object.entries(tasks).map(([name, { until }]) => `${percent(until)} (${name})`).join(', ')} of 256 rollouts that are not learned from succeed, or until the steps are spent; tested on others. Without workers.`, // prettier-ignore
      'Seconds hold compiling; of the controller that learns nothing they are those of the test.',
    ],
  };
}
