/** @file The plant: what a robot does under forces that are held over a step. Ours; another physics may take its place outside of a trace. */
import { withSource } from '../core/application.ts';
import { clamp } from '../core/ops/comparison.ts';
import { add } from '../core/ops/elementwise.ts';
import { at, stack } from '../core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { ArgumentError } from '../errors.ts';
import { requireJointVectors } from '../dynamics/arguments.ts';
import { forwardDynamics } from '../dynamics/forward-dynamics.ts';
import { jointFriction } from '../dynamics/joint-friction.ts';
import { jointTypes } from '../robot/joints/joint-types.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { type Chosen, typeOf } from '../settings/kinds.ts';
import type { Integrate, Integrator, State } from './integrators/integrator.ts';
import { integratorKinds } from './integrators/kinds.ts';

export interface Plant {
  /** The state one step later, under generalized forces tau [nv] (N m, N) of the drives. */
  readonly step: (state: State, tau: PopulationTensor, robot: RobotParameters) => State;
}

export interface StepSettings {
  readonly model: RobotModel;
  /** The name of an integrator, or an object with its settings. */
  readonly integrator: Chosen;
  /** s. */
  readonly dt: number;
}

/** Motion on the configuration manifold, joint by joint: q [nq] moved by a tangent [nv]. */
export const integrateConfiguration =
  (model: RobotModel): Integrate =>
  (q, tangent) => {
    requireJointVectors(model, { q, tangent });
    if (model.nq === 0) return q;
    return stack(
      model.joints.map(({ type, qIndex, vIndex }) => jointTypes[type].integrate(at(q, qIndex), at(tangent, vIndex))),
    );
  };

/** The integrator that settings choose; refuses one that is not known, and a time that is no number. */
export function integratorOf({ integrator, dt }: Pick<StepSettings, 'integrator' | 'dt'>): Integrator {
  if (!Number.isFinite(dt)) throw new ArgumentError('dt', String(dt), 'a finite number of seconds');
  return integratorKinds.make(integrator, null);
}

/** Torques that the joints' drives can give; a joint without an effort limit is not clamped. */
export function limitEffort(model: RobotModel, tau: PopulationTensor): PopulationTensor {
  const efforts = model.joints.map(({ limits }) => limits.effort);
  if (efforts.every((effort) => effort === Infinity)) return tau;
  return withSource({ note: 'effort limits' }, () =>
    clamp(tau, tensor(efforts.map((effort) => -effort)), tensor(efforts)),
  );
}

/** The robot itself: joint friction, forward dynamics, integrator. */
export function articulatedPlant(settings: StepSettings): Plant {
  const { model, dt } = settings;
  const integrate = integratorOf(settings);
  return {
    step: (state, tau, robot) =>
      withSource({ note: typeOf(settings.integrator) }, () =>
        integrate(
          ({ q, v }) => forwardDynamics(model, q, v, add(tau, jointFriction(model, v, robot)), robot),
          integrateConfiguration(model),
          state,
          dt,
        ),
      ),
  };
}
