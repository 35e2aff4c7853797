/** @file Arguments of the algorithms: vectors of one number a joint and the robot's own parameters, refused before a sweep broadcasts what does not fit. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import { requireTensor } from '../core/require-tensor.ts';
import { sameShape } from '../core/shape.ts';
import { leavesOf } from '../core/tree.ts';
import { ArgumentError, ShapeError } from '../errors.ts';
import type { RobotModel } from '../robot/model.ts';
import { requireModel } from '../robot/require-model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';

/** Refuses a configuration `q` that is not [nq], and any other vector that is not [nv]. */
export function requireJointVector(model: RobotModel, name: string, x: PopulationTensor): void {
  requireModel(model);
  requireTensor(name, x);
  const expected = name === 'q' ? model.nq : model.nv;
  if (x.shape.length !== 1 || x.shape[0] !== expected)
    throw new ShapeError(
      name,
      [x.shape, [expected]],
      `robot "${model.name}" needs ${expected} numbers`,
      'use the second shape',
    );
}

/** Refuses a robot that nothing is known of but its geometry. */
export function requireInertia(model: RobotModel): void {
  if (model.hasInertia || model.nv === 0) return;
  throw new ArgumentError(
    'model',
    `robot "${model.name}" without any mass`,
    'a robot whose links have masses',
    'give its file <inertial> elements, or estimate them (--estimate-inertia, estimateInertia of loadRobot)',
  );
}

/** Vectors by their names, as an algorithm takes them. */
export function requireJointVectors(model: RobotModel, vectors: Readonly<Record<string, PopulationTensor>>): void {
  for (const [name, x] of Object.entries(vectors)) requireJointVector(model, name, x);
}

/** Parameters that fit a model: the latest model they were asked for. */
const fitting = new WeakMap<RobotParameters, RobotModel>();

/** Refuses parameters whose tensors are not those of the model, by their paths. */
export function requireParameters(model: RobotModel, parameters: RobotParameters): void {
  if (fitting.get(parameters) === model) return;
  const own = leavesOf(robotParameters(model));
  const given = new Map(leavesOf(parameters).map(({ path, value }) => [path, value.shape]));
  for (const { path, value } of own) {
    const shape = given.get(path);
    if (!shape)
      throw new ArgumentError(`parameters.${path}`, 'nothing', `a tensor, as in robotParameters of "${model.name}"`);
    if (!sameShape(shape, value.shape))
      throw new ShapeError(
        `parameters.${path}`,
        [shape, value.shape],
        `not a parameter of robot "${model.name}"`,
        'use the second shape',
      );
    given.delete(path);
  }
  for (const path of given.keys())
    throw new ArgumentError(
      `parameters.${path}`,
      'a tensor',
      `the parameters of robot "${model.name}" only`,
      'leave it out',
    );
  fitting.set(parameters, model);
}
