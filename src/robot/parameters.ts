/** @file Which numbers of a robot can become differentiable inputs, and their values from the model. */
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import type { RobotModel } from './model.ts';
import { requireModel } from './require-model.ts';

/** Physical parameters, as tensors in the order of joints and bodies. A tree, so that derivatives can be taken with respect to it. */
export type RobotParameters = {
  readonly joints: readonly {
    /** Pose of the joint frame in the parent body: [3, 3] and [3], m. */
    readonly rotation: PopulationTensor;
    readonly translation: PopulationTensor;
    /** N m s/rad (N s/m), []. */
    readonly damping: PopulationTensor;
    /** N m (N), []. */
    readonly friction: PopulationTensor;
    /** kg m^2 (kg), []. */
    readonly armature: PopulationTensor;
  }[];
  readonly bodies: readonly {
    /** kg, []. */
    readonly mass: PopulationTensor;
    /** m, [3]. */
    readonly centerOfMass: PopulationTensor;
    /** kg m^2 about the centre of mass, [3, 3]. */
    readonly inertia: PopulationTensor;
  }[];
  /** m/s^2 in world axes, [3]. */
  readonly gravity: PopulationTensor;
  /** rad/s (m/s), []. */
  readonly frictionVelocity: PopulationTensor;
};

const known = new WeakMap<RobotModel, RobotParameters>();

/** The model's own parameters, as constants. */
export function robotParameters(model: RobotModel): RobotParameters {
  requireModel(model);
  let parameters = known.get(model);
  if (!parameters) {
    parameters = {
      joints: model.joints.map(({ placement, damping, friction, armature }) => ({
        rotation: tensor(Float64Array.from(placement.rotation), [3, 3]),
        translation: tensor([...placement.translation]),
        damping: tensor(damping),
        friction: tensor(friction),
        armature: tensor(armature),
      })),
      bodies: model.bodies.map(({ inertia: { mass, centerOfMass, inertia } }) => ({
        mass: tensor(mass),
        centerOfMass: tensor([...centerOfMass]),
        inertia: tensor(Float64Array.from(inertia), [3, 3]),
      })),
      gravity: tensor([...model.gravity]),
      frictionVelocity: tensor(model.frictionVelocity),
    };
    known.set(model, parameters);
  }
  return parameters;
}
