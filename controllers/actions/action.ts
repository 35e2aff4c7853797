/** @file What an action is: what the numbers of a policy mean to the drives of a robot. */
import { tensor } from '../../src/core/population-tensor.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import { independentJoints } from '../../src/robot/independent-joints.ts';
import type { Goals } from '../../src/robot/goal.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import type { Drive } from '../drive.ts';

/** A drive of commands from -1 to 1, with what they stand for. */
export interface Action extends Drive {
  readonly name: string;
  /** What a command of 1 is, one number an entry, in `unit`. */
  readonly scale: readonly number[];
  readonly unit: string;
}

/** What an action is made with. */
export interface ActionContext {
  readonly model: RobotModel;
  /** Configuration [nq] that rollouts start from. */
  readonly start: readonly number[];
  /** Goals that another controller may name. */
  readonly goals: Goals;
}

/** Acceleration that a joint can be given where its file says nothing of its drive, rad/s^2 (m/s^2). */
const usualAcceleration = 20;

/** Diagonal of the mass matrix at the start, [nv]: what each joint moves, kg m^2 (kg). */
export const inertiasAt = ({ model, start }: ActionContext): number[] => {
  const matrix = massMatrix(model, tensor(Float64Array.from(start))).toArray(0);
  return Array.from({ length: model.nv }, (_, i) => matrix[i * model.nv + i]);
};

/** Forces that the drives can give, [nv], N m (N): their limits, or what gives the joint 20 rad/s^2 (m/s^2) where it has none. */
export const effortsOf = (context: ActionContext): number[] => {
  const inertias = inertiasAt(context);
  return independentJoints(context.model).map(({ limits: { effort } }, i) =>
    Number.isFinite(effort) && effort > 0 ? effort : usualAcceleration * inertias[i],
  );
};

/** One number a joint, of a list or of one for all. */
export const perJointOf = (given: number | readonly number[], count: number): readonly number[] =>
  typeof given === 'number' ? new Array<number>(count).fill(given) : given;
