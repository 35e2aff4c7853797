/** @file Control in a loop in simulated time: a robot at its own steps, disturbed, and a plan made anew every so many of them. */
import { requireInstance, requireInteger, requireList, requireParts } from '../../core/arguments.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { findLink } from '../../dynamics/forward-kinematics.ts';
import type { RobotModel } from '../../robot/model.ts';
import type { Scenario } from '../../rollout/scenario.ts';
import type { StepSettings } from '../../simulation/plant.ts';
import type { Measured } from './measured.ts';
import type { MpcTick } from './loop.ts';
import { Mpc } from './mpc.ts';
import { noPush, type Push, pushedStep } from './pushed-robot.ts';

/** A force [3] (N, world axes) at the origin of a link, for a while. */
export interface LinkPush {
  readonly link: string;
  readonly force: readonly [number, number, number];
  /** s. */
  readonly from: number;
  readonly until: number;
}

/** What is simulated. */
export interface ControlledRun {
  readonly mpc: Mpc;
  /** The robot's own steps: another robot, another integrator or other steps than those that are planned with. */
  readonly physics: StepSettings;
  readonly steps: number;
  /** Steps of physics from one plan to the next. Default 1. */
  readonly every?: number;
  /** Steps of physics that it takes to plan, in which the plan before is followed. Default 0. */
  readonly latency?: number;
  /** Goals, weights and start at a time, s: what is asked for may change. */
  readonly scenarioAt: (time: number) => Scenario;
  readonly pushes?: readonly LinkPush[];
  /** A clock, ms, for budgets and for what is told of times. */
  readonly now?: () => number;
}

/** What came of it, in rows. */
export interface ControlledMotion {
  /** [steps + 1, nq] and [steps + 1, nv]. */
  readonly q: Float64Array;
  readonly v: Float64Array;
  /** [steps, nv]. */
  readonly tau: Float64Array;
  /** Age of the plan that was followed in each step, s [steps]. */
  readonly age: Float64Array;
  readonly ticks: readonly MpcTick[];
}

/** The push at a time; the first of several. */
function pushAt(model: RobotModel, pushes: readonly LinkPush[], time: number): Push {
  const push = pushes.find(({ from, until }) => time >= from && time < until);
  if (!push) return noPush(model);
  const { body, poseInBody } = findLink(model, push.link);
  const of = model.bodies.map((_, i) => (i === body ? 1 : 0));
  return { of: tensor(of), point: tensor([...poseInBody.translation]), force: tensor([...push.force]) };
}

/** Refuses what is no run. */
function requireRun(run: ControlledRun): void {
  requireParts('run', run, { mpc: 'an object', physics: 'an object', scenarioAt: 'a function' });
  const { mpc, physics, steps, every = 1, latency = 0, pushes = [] } = run;
  requireInstance('run.mpc', mpc, Mpc, 'give new Mpc(…)');
  requireParts('run.physics', physics, { model: 'an object', dt: 'a number' });
  requireInteger('run.steps', steps, 1);
  requireInteger('run.every', every, 1);
  requireInteger('run.latency', latency, 0, every);
  requireList('run.pushes', pushes);
  for (const { link } of pushes) findLink(physics.model, link);
}

/**
 * A robot under control, from the scenario's start on. What is measured at the beginning of each period is planned from; the plan is there
 * `latency` steps later, at most a period. Throws an ArgumentError where the arguments do not fit.
 */
export function controlled(run: ControlledRun): ControlledMotion {
  requireRun(run);
  const { mpc, physics, steps, every = 1, latency = 0, scenarioAt, pushes = [], now } = run;
  const { model, dt } = physics;
  const { nq, nv } = model;
  const step = pushedStep(physics);
  const [q, v] = [new Float64Array((steps + 1) * nq), new Float64Array((steps + 1) * nv)];
  const [tau, age] = [new Float64Array(steps * nv), new Float64Array(steps)];
  const ticks: MpcTick[] = [];
  const numbers = ({ data }: PopulationTensor): Float64Array => Float64Array.from(data);
  let state = scenarioAt(0).initial;
  let seen: Measured = { time: 0, q: numbers(state.q), v: numbers(state.v) };
  q.set(seen.q);
  v.set(seen.v);
  for (let i = 0; i < steps; i++) {
    const time = i * dt;
    const measured: Measured = { time, q: numbers(state.q), v: numbers(state.v) };
    if (latency === 0) seen = measured;
    // before the first plan there is nothing to follow: it is made at once
    if (i === 0 || (i >= latency && (i - latency) % every === 0))
      ticks.push(mpc.tick(seen, scenarioAt(seen.time), now));
    if (i % every === 0) seen = measured;
    const forces = mpc.forces(measured);
    age[i] = time - mpc.inForce!.from;
    tau.set(forces, i * nv);
    state = step(state, tensor(forces), pushAt(model, pushes, time));
    q.set(state.q.data, (i + 1) * nq);
    v.set(state.v.data, (i + 1) * nv);
  }
  return { q, v, tau, age, ticks };
}
