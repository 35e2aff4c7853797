/** @file The reach task: bring a link to a target pose, softly, within the joints' limits, and stop there. */
import { add, mul } from '../core/ops/elementwise.ts';
import { div, square, sub } from '../core/ops/arithmetic.ts';
import { relu } from '../core/ops/comparison.ts';
import { norm } from '../core/ops/linear-algebra.ts';
import { mean, sum } from '../core/ops/reduction.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { requireShapeOf } from '../core/shape.ts';
import { requireJointVector } from '../dynamics/arguments.ts';
import { linkPose } from '../dynamics/forward-kinematics.ts';
import type { RobotModel } from '../robot/model.ts';
import type { State } from '../simulation/integrators/integrator.ts';

/** Weights of the cost terms; a term of weight 0 costs nothing. */
export interface ReachWeights {
  /** Squared distance to the target, mean over time, 1/m^2. */
  readonly position: number;
  /** Squared distance at the end, 1/m^2. */
  readonly finalPosition: number;
  /** 1 - cos of the angle to the target orientation at the end. */
  readonly finalOrientation: number;
  /** Mean squared joint velocity at the end, s^2/rad^2. */
  readonly finalVelocity: number;
  /** Mean squared torque relative to the joints' effort limits, mean over time. */
  readonly effort: number;
  /** Squared excess over joint limits, mean over time, 1/rad^2. */
  readonly limits: number;
}

export type CostTerms = { readonly [term: string]: PopulationTensor };

export interface ReachTask {
  readonly model: RobotModel;
  /** Link whose frame shall reach the target. */
  readonly link: string;
  readonly weights: ReachWeights;
  /** Rotation [3, 3] to reach as well; the position only where it is absent. */
  readonly orientation?: PopulationTensor;
}

/** Sum of squared excesses over the joint limits, rad^2 (m^2). */
export function limitExcess(model: RobotModel, q: PopulationTensor): PopulationTensor {
  requireJointVector(model, 'q', q);
  const bounded = model.joints.some(({ limits }) => Number.isFinite(limits.lower) || Number.isFinite(limits.upper));
  if (!bounded) return tensor(0);
  const lower = tensor(model.joints.map(({ limits }) => Math.max(limits.lower, -1e9)));
  const upper = tensor(model.joints.map(({ limits }) => Math.min(limits.upper, 1e9)));
  return sum(add(square(relu(sub(q, upper))), square(relu(sub(lower, q)))));
}

/** 1 - cos of the angle between two rotations [3, 3]; smooth everywhere: (3 - trace(R' Rd)) / 2. */
export function orientationError(rotation: PopulationTensor, target: PopulationTensor): PopulationTensor {
  for (const { shape } of [rotation, target]) requireShapeOf('orientationError', shape, [3, 3], 'a rotation matrix');
  return mul(0.5, sub(3, sum(mul(rotation, target))));
}

/** Cost rates of one step: the state after it and the torque that was applied. */
export function runningCost(
  { model, link, weights }: ReachTask,
  target: PopulationTensor,
  { q }: State,
  tau: PopulationTensor,
): { readonly terms: CostTerms; readonly endEffector: PopulationTensor } {
  const endEffector = linkPose(model, q, link).translation;
  const efforts = tensor(
    model.joints.map(({ limits }) => (Number.isFinite(limits.effort) && limits.effort > 0 ? limits.effort : 1)),
  );
  return {
    endEffector,
    terms: {
      position: mul(weights.position, sum(square(sub(endEffector, target)))),
      effort: mul(weights.effort, mean(square(div(tau, efforts)))),
      limits: mul(weights.limits, limitExcess(model, q)),
    },
  };
}

/** Costs of the last state, and its distance to the target (m). */
export function finalCost(
  { model, link, weights, orientation }: ReachTask,
  target: PopulationTensor,
  { q, v }: State,
): { readonly terms: CostTerms; readonly distance: PopulationTensor } {
  const pose = linkPose(model, q, link);
  const error = sub(pose.translation, target);
  return {
    distance: norm(error),
    terms: {
      finalPosition: mul(weights.finalPosition, sum(square(error))),
      finalVelocity: mul(weights.finalVelocity, mean(square(v))),
      ...(orientation && {
        finalOrientation: mul(weights.finalOrientation, orientationError(pose.rotation, orientation)),
      }),
    },
  };
}
