/** @file Where planning starts: forces that hold still, with some noise or those of a controller's rollout, or a way through configurations. */
import { requireFiniteNumber, requireFunction, requireInstance, requireOptions } from '../core/arguments.ts';
import { div, sub } from '../core/ops/arithmetic.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { PopulationTensor, tensor } from '../core/population-tensor.ts';
import { normal } from '../core/random.ts';
import { jointResistance } from '../dynamics/joint-friction.ts';
import { gravityForces, inverseDynamics } from '../dynamics/inverse-dynamics.ts';
import { ArgumentError } from '../errors.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import { configurationDifference, movedConfiguration } from '../robot/joints/configuration-difference.ts';
import type { RobotModel } from '../robot/model.ts';
import { completeParameters, type PartialRobotParameters } from '../robot/partial-parameters.ts';
import { requireModel } from '../robot/require-model.ts';
import { requireScenario, type Scenario } from '../rollout/scenario.ts';
import { limitEffort } from '../simulation/plant.ts';
import { asRows, countOfKnots } from './knot-members.ts';
import type { Motion, PlanningSettings } from './planning.ts';
import { membersOfRows } from './rows.ts';

/** What planning starts from: forces [N, nv], N m or N, which are rolled out from the start; or a motion whose states may not follow from them. */
export type Guess = Motion | Pick<Motion, 'tau'>;

/** Forces [N, nv] that hold the robot still where it starts, as far as its drives can: the start that moves nothing. */
export function holdingForces(settings: PlanningSettings, scenario: Scenario): Float64Array {
  const knots = countOfKnots(settings);
  requireScenario(settings, scenario);
  const { model } = settings;
  const { initial, robot } = scenario;
  const hold = limitEffort(model, gravityForces(model, initial.q, completeParameters(model, robot)));
  return asRows(hold, knots).map((force) => force + 0);
}

/** What is drawn, and how large it is. */
export interface NoiseOptions {
  readonly seed: number;
  /** Which of several draws. Default 0. */
  readonly member?: number;
  /** Standard deviation as a part of what a drive can give; of one without limit, of the largest force of the joint, at least 1 N m or N. */
  readonly size: number;
}

/**
 * Forces [N, nv] with noise, within the limits of the drives: what is exactly at rest in an unstable posture has no gradient that would
 * lead it away. Throws an ArgumentError where the arguments do not fit.
 */
export function noisyForces(model: RobotModel, tau: Float64Array, options: NoiseOptions): Float64Array {
  requireModel(model);
  requireInstance('tau', tau, Float64Array);
  requireOptions('noisyForces', options, ['seed', 'member', 'size']);
  const { seed, member = 0, size } = options;
  requireFiniteNumber('size', size);
  if (size === 0) return tau;
  const efforts = independentJoints(model).map(({ limits }) => limits.effort);
  const { nv } = model;
  const scale = efforts.map((effort, joint) => (effort < Infinity ? effort : largestOf(tau, joint, nv)));
  const noise = normal({ seed, member }, tau.length);
  return tau.map((value, at) => {
    const effort = efforts[at % nv];
    return Math.min(effort, Math.max(-effort, value + size * scale[at % nv] * noise[at]));
  });
}

/** The largest force of a joint, N m or N; at least 1. */
function largestOf(tau: Float64Array, joint: number, nv: number): number {
  let most = 1;
  for (let at = joint; at < tau.length; at += nv) most = Math.max(most, Math.abs(tau[at]));
  return most;
}

/**
 * The motion through configurations [N + 1, nq], rad or m, with the velocities of their differences, v_(k+1) = (q_(k+1) (-) q_k) / h, and
 * forces of inverse dynamics within the limits of the drives. With semi-implicit Euler, a step a knot and no limit in the way its states
 * follow from its forces; else gaps remain, which planning closes. The start is the scenario's. `forces`: what gives the accelerations, where
 * that is compiled already. Throws an ArgumentError.
 */
export function motionThrough(
  settings: PlanningSettings,
  scenario: Scenario,
  q: Float64Array,
  forces?: WayForces,
): Motion {
  const knots = countOfKnots(settings);
  requireScenario(settings, scenario);
  if (forces !== undefined) requireFunction('forces', forces);
  const { model, dt, hold = 1 } = settings;
  const { nq, nv } = model;
  requireInstance('q', q, Float64Array);
  if (q.length !== (knots + 1) * nq)
    throw new ArgumentError(
      'q',
      `${q.length} numbers`,
      `${(knots + 1) * nq}, a configuration at each of ${knots + 1} knots`,
    );
  const { initial } = scenario;
  const own = q.slice();
  own.set(initial.q.data);
  const here = membersOfRows([own.subarray(0, knots * nq)], [nq]);
  const there = membersOfRows([own.subarray(nq)], [nq]);
  const after = asRows(div(configurationDifference(model, here, there), hold * dt), knots);
  const v = new Float64Array((knots + 1) * nv);
  v.set(initial.v.data);
  v.set(after, nv);
  const before = membersOfRows([v.subarray(0, knots * nv)], [nv]);
  const a = div(sub(membersOfRows([after], [nv]), before), hold * dt);
  const tau = (forces ?? wayForces(settings))({ q: here, v: before, a }, scenario.robot ?? {});
  return { q: own, v, tau: asRows(tau, knots) };
}

/** Forces [nv] within the limits of the drives that give an acceleration at a state, of the robot as it is known. */
export type WayForces = (
  moment: { readonly [part in 'q' | 'v' | 'a']: PopulationTensor },
  robot: PartialRobotParameters,
) => PopulationTensor;

/** Of the robot of a problem, with the resistance that a step has at its end. */
export const wayForces =
  ({ model, dt }: PlanningSettings): WayForces =>
  ({ q, v, a }, given) => {
    const robot = completeParameters(model, given);
    const resisted = mul(jointResistance(model, v, robot), add(v, mul(dt, a)));
    return limitEffort(model, add(inverseDynamics(model, q, v, a, robot), resisted));
  };

/** Part of the way at a part of the time: from rest to rest with the least jerk (Flash and Hogan 1985). */
const smoothly = (s: number): number => s * s * s * (10 - 15 * s + 6 * s * s);

/**
 * The motion along the straight line in the joints from the scenario's start to a configuration [nq], rad or m, from rest to rest with the least
 * jerk: for starts whose end is known, e.g. from inverse kinematics. Throws an ArgumentError.
 */
export function motionTo(settings: PlanningSettings, scenario: Scenario, goal: Float64Array): Motion {
  const knots = countOfKnots(settings);
  requireScenario(settings, scenario);
  const { model } = settings;
  requireInstance('goal', goal, Float64Array);
  if (goal.length !== model.nq)
    throw new ArgumentError('goal', `${goal.length} numbers`, `${model.nq}, a configuration`);
  const { q } = scenario.initial;
  const way = configurationDifference(model, q, tensor(goal));
  const parts = Float64Array.from({ length: knots + 1 }, (_, knot) => smoothly(knot / knots));
  const share = new PopulationTensor({ shape: [], population: knots + 1 }, parts);
  return motionThrough(settings, scenario, asRows(movedConfiguration(model, q, mul(share, way)), knots + 1));
}
