/** @file A plan as a controller: the forces that were planned, and feedback with the plan's own gains about the states that were planned. */
import { requireObject, requireOptions } from '../src/core/arguments.ts';
import { div, sub } from '../src/core/ops/arithmetic.ts';
import { clamp, lessEqual } from '../src/core/ops/comparison.ts';
import { add, mul, where } from '../src/core/ops/elementwise.ts';
import { at, concat, reshape, slice } from '../src/core/ops/indexing.ts';
import { matmul } from '../src/core/ops/linear-algebra.ts';
import { sum } from '../src/core/ops/reduction.ts';
import { stopGradient } from '../src/core/ops/stop-gradient.ts';
import { take } from '../src/core/ops/take.ts';
import { type PopulationTensor, tensor } from '../src/core/population-tensor.ts';
import { requireTensor, requireTensorOf } from '../src/core/require-tensor.ts';
import { requireJointVectors } from '../src/dynamics/arguments.ts';
import { gravityForces } from '../src/dynamics/inverse-dynamics.ts';
import { configurationBetween } from '../src/robot/joints/configuration-between.ts';
import { configurationDifference } from '../src/robot/joints/configuration-difference.ts';
import type { RobotModel } from '../src/robot/model.ts';
import { requireModel } from '../src/robot/require-model.ts';
import { type Controller, type NoMemory, requireActing, requirePlanning } from './controller.ts';

/** A plan of N knots as tensors. */
export type FollowedPlan = {
  /** States (q, v) at the knots, [N + 1, nq + nv], rad and rad/s (m and m/s). */
  readonly x: PopulationTensor;
  /** Generalized forces held between them, [N, nv], N m or N. */
  readonly u: PopulationTensor;
  /** Gains [N, nv, 2 nv]: what a departure from the plan changes of the forces. */
  readonly K: PopulationTensor;
  /** Times of the knots since the start, [N + 1], s, which grow from 0. */
  readonly time: PopulationTensor;
};

/** Parameters by the names that they have in files: `plan.x`, `plan.u`, `plan.K`, `plan.time`. */
export type PlanFollowingParameters = { readonly plan: FollowedPlan };

/** What a plan says of a moment, or of several as rows: the knots about it, what is held between them, and how far it is on the way. */
export type PlanRow = {
  /** States [nq + nv] at the knots before and after. */
  readonly from: PopulationTensor;
  readonly to: PopulationTensor;
  readonly u: PopulationTensor;
  readonly K: PopulationTensor;
  /** s between these knots, []. */
  readonly length: PopulationTensor;
  /** Part [] of the way between them, in 0..1. */
  readonly share: PopulationTensor;
  /** 1 at the plan's end and beyond it, []. */
  readonly isOver: PopulationTensor;
};

const followsPlans = 'plan-following';

/** Whether a controller follows a plan: on its plan nothing depends on its gains, and joints that nothing drives are meant to be such. */
export const isPlanFollowing = ({ name }: Pick<Controller, 'name'>): boolean => name === followsPlans;

/** Part of a plan's duration that a time may be short of a knot and still be there: times are sums, which round. */
const rounding = 1e-9;

/** What a plan says at times [] or [rows], s since its start. Beyond its end the last knots stand. */
export function planRowAt({ x, u, K, time }: FollowedPlan, when: PopulationTensor): PlanRow {
  const knots = u.shape[0];
  const late = add(when, mul(rounding, at(time, knots)));
  const begun = sum(lessEqual(time, reshape(late, [...when.shape, 1])), [when.shape.length]);
  const knot = clamp(sub(begun, 1), 0, knots - 1);
  const next = add(knot, 1);
  const [start, end] = [take(time, knot), take(time, next)];
  const length = sub(end, start);
  return {
    from: take(x, knot),
    to: take(x, next),
    u: take(u, knot),
    K: take(K, knot),
    length,
    share: clamp(div(sub(when, start), length), 0, 1),
    isOver: lessEqual(knots + 1, begun),
  };
}

/**
 * The state of a plan between two knots, q [nq] and v [nv]: v on a straight line; q on the cubic (Hermite) that has both configurations
 * and both velocities, in the tangent space of the first configuration. At the plan's end and beyond: there, at rest.
 */
export function plannedState(
  model: RobotModel,
  { from, to, length, share: s, isOver }: PlanRow,
): { readonly q: PopulationTensor; readonly v: PopulationTensor } {
  const { nq, nv } = model;
  const [q, v] = [slice(from, [0], [nq]), slice(from, [nq], [nq + nv])];
  const [nextQ, nextV] = [slice(to, [0], [nq]), slice(to, [nq], [nq + nv])];
  return {
    q: configurationBetween(model, { from: q, to: nextQ, vFrom: v, vTo: nextV, share: s, period: length }),
    v: mul(sub(1, isOver), add(v, mul(s, sub(nextV, v)))),
  };
}

/** x (-) x_k in tangent space, [2 nv]: of the configuration, then of the velocity. */
const departure = (
  model: RobotModel,
  seen: { readonly q: PopulationTensor; readonly v: PopulationTensor },
  planned: { readonly q: PopulationTensor; readonly v: PopulationTensor },
): PopulationTensor => concat([configurationDifference(model, planned.q, seen.q), sub(seen.v, planned.v)]);

/** Refuses what is no plan of a robot. */
export function requireFollowedPlan({ nq, nv }: RobotModel, plan: FollowedPlan): void {
  requireObject('plan', plan, 'an object of the tensors x, u, K and time');
  requireTensor('plan.time', plan.time);
  const knots = Math.max(1, plan.time.size - 1);
  requireTensorOf('plan.time', plan.time, [knots + 1], 'times of two knots or more');
  requireTensorOf('plan.x', plan.x, [knots + 1, nq + nv], 'a state at each knot');
  requireTensorOf('plan.u', plan.u, [knots, nv], 'forces between each two knots');
  requireTensorOf('plan.K', plan.K, [knots, nv, 2 * nv], 'gains between each two knots');
}

/**
 * tau = u_k + K_k (x (-) x(t)), [nv], N m (N): the forces that are held at time t, and feedback about the state that is planned then (see
 * `plannedState`); `feedback: false` leaves the latter out. Beyond the plan's end its last state is held at rest, with the last gains and the
 * forces that gravity takes. Effort limits are the loop's. Throws a ShapeError where the plan is not the robot's.
 */
export function planFollowing(
  plan: FollowedPlan,
  options: { readonly feedback?: boolean } = {},
): Controller<PlanFollowingParameters, NoMemory, PlanRow> {
  requireObject('plan', plan, 'an object of the tensors x, u, K and time');
  requireOptions('planFollowing', options, ['feedback']);
  const { feedback = true } = options;
  return {
    name: followsPlans,
    // at another knot all is another: what changes with a time by jumps has no derivative by it
    measured: ['plan.time'],
    parameters: (model) => {
      requireModel(model);
      requireFollowedPlan(model, plan);
      return { plan };
    },
    plan: (parameters, progress, model, duration) => {
      requirePlanning(parameters, progress, model, duration);
      requireFollowedPlan(model, parameters.plan);
      const { plan: followed } = parameters;
      return planRowAt(
        { ...followed, time: stopGradient(followed.time) },
        tensor(progress.map((part) => part * duration)),
      );
    },
    act: (parameters, memory, seen, planned, model) => {
      requireActing(parameters, seen, model);
      requireJointVectors(model, { q: seen.q, v: seen.v });
      return { tau: followingForces(model, planned, seen, feedback), memory };
    },
  };
}

/** What holds a robot on its plan, [nv] (see `planFollowing`). */
export function followingForces(
  model: RobotModel,
  row: PlanRow,
  seen: { readonly q: PopulationTensor; readonly v: PopulationTensor },
  feedback = true,
): PopulationTensor {
  const held = where(row.isOver, gravityForces(model, seen.q), row.u);
  return feedback ? add(held, matmul(row.K, departure(model, seen, plannedState(model, row)))) : held;
}
