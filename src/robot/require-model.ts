/** @file The first argument of all that robots do: a RobotModel, and not what holds one. */
import { described } from '../text/described.ts';
import { ArgumentError } from '../errors.ts';
import type { Joint, RobotModel } from './model.ts';

/** Models that were looked at. */
const known = new WeakSet<RobotModel>();

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isJoint = (value: unknown): value is Joint =>
  isObject(value) && typeof value.type === 'string' && isObject(value.placement) && Array.isArray(value.axis);

function isModel(value: unknown): value is RobotModel {
  if (!isObject(value) || !Number.isInteger(value.nq) || !Number.isInteger(value.nv)) return false;
  const { joints, bodies, links, gravity } = value;
  const lists = Array.isArray(bodies) && Array.isArray(links) && Array.isArray(gravity);
  return lists && Array.isArray(joints) && joints.length === bodies.length && joints.every(isJoint);
}

/** Refuses what is no model of a robot. */
export function requireModel(model: RobotModel): void {
  if (isObject(model) && known.has(model)) return;
  if (!isModel(model)) {
    const holds = isObject(model) && isModel((model as { model?: unknown }).model);
    throw new ArgumentError(
      'model',
      holds ? 'what loadRobot returns' : described(model),
      'a RobotModel',
      holds ? 'give its .model' : 'give loadRobot(…).model',
    );
  }
  known.add(model);
}
