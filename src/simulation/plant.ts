/** @file The plant: what a robot does under forces that are held over a step. Ours; another physics may take its place outside of a trace. */
import { withSource } from '../core/application.ts';
import { requireFiniteNumber, requireObject, requireParts } from '../core/arguments.ts';
import { clamp } from '../core/ops/comparison.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { requireJointVectors } from '../dynamics/arguments.ts';
import { resistedDynamics } from '../dynamics/resisted-dynamics.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import { movedConfiguration } from '../robot/joints/configuration-difference.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { requireModel } from '../robot/require-model.ts';
import { type Chosen, typeOf } from '../settings/kinds.ts';
import { type Integrate, type Integrator, requireState, type State } from './integrators/integrator.ts';
import { integratorKinds } from './integrators/kinds.ts';

/** What moves under the forces of the drives. It may clamp nothing: the forces are within the drives' limits. */
export interface Plant {
  /** The state one step later, under generalized forces tau [nv] (N m, N) of the drives. */
  readonly step: (state: State, tau: PopulationTensor, robot: RobotParameters) => State;
}

/** A robot and how its time is cut into steps. */
export interface StepSettings {
  readonly model: RobotModel;
  /** The name of an integrator, or an object with its settings. */
  readonly integrator: Chosen;
  /** s. */
  readonly dt: number;
}

/** Motion on the configuration manifold, joint by joint: q [nq] (rad, m) moved by a tangent [nv]. Throws a ShapeError where these do not fit. */
export const integrateConfiguration =
  (model: RobotModel): Integrate =>
  (q, tangent) => {
    requireJointVectors(model, { q, tangent });
    return model.nq === 0 ? q : movedConfiguration(model, q, tangent);
  };

/** The integrator that settings choose; refuses settings that are none. */
export function integratorOf(settings: StepSettings): Integrator {
  requireObject('settings', settings, 'an object of model, integrator and dt');
  requireModel(settings.model);
  requireFiniteNumber('dt', settings.dt, ' of seconds');
  return integratorKinds.make(settings.integrator, null);
}

/** Refuses what is no plant. */
export const requirePlant = (plant: Plant): void =>
  requireParts('plant', plant, { step: 'a function' }, 'use e.g. articulatedPlant(…)');

/** Torques that the joints' drives can give; a joint without an effort limit is not clamped. */
export function limitEffort(model: RobotModel, tau: PopulationTensor): PopulationTensor {
  const efforts = independentJoints(model).map(({ limits }) => limits.effort);
  if (efforts.every((effort) => effort === Infinity)) return tau;
  return withSource({ note: 'effort limits' }, () =>
    clamp(tau, tensor(efforts.map((effort) => -effort)), tensor(efforts)),
  );
}

/**
 * The robot itself: joint friction, forward dynamics, integrator. Throws an ArgumentError where the settings are none; its steps
 * throw a ShapeError where state or forces are not the robot's.
 */
export function articulatedPlant(settings: StepSettings): Plant {
  const integrate = integratorOf(settings);
  const { model, dt } = settings;
  return {
    step: (state, tau, robot) => {
      requireState('state', state);
      requireJointVectors(model, { q: state.q, v: state.v, tau });
      return withSource({ note: typeOf(settings.integrator) }, () =>
        integrate(
          ({ q, v }, ahead) => resistedDynamics(model, q, v, tau, robot, ahead),
          integrateConfiguration(model),
          state,
          dt,
        ),
      );
    },
  };
}
