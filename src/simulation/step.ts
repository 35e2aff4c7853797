/** @file One step of the simulation: controller, effort limits, joint friction, forward dynamics, integrator. */
import type { Controller, ControllerParameters } from '../../controllers/controller.ts';
import { withSource } from '../core/application.ts';
import { clamp } from '../core/ops/comparison.ts';
import { add } from '../core/ops/elementwise.ts';
import { at, stack } from '../core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { ArgumentError } from '../errors.ts';
import { requireJointVector, requireJointVectors } from '../dynamics/arguments.ts';
import { forwardDynamics } from '../dynamics/forward-dynamics.ts';
import { jointFriction } from '../dynamics/joint-friction.ts';
import { jointTypes } from '../robot/joints/joint-types.ts';
import type { RobotModel } from '../robot/model.ts';
import type { Integrate, Integrator, State } from './integrators/integrator.ts';
import { rk4 } from './integrators/rk4.ts';
import { semiImplicitEuler } from './integrators/semi-implicit-euler.ts';

export const integrators = { 'semi-implicit-euler': semiImplicitEuler, rk4 } as const satisfies Record<
  string,
  Integrator
>;
export type IntegratorName = keyof typeof integrators;

export interface SimulationSettings {
  readonly model: RobotModel;
  readonly controller: Controller;
  readonly integrator: IntegratorName;
  /** s. */
  readonly dt: number;
}

/** Motion on the configuration manifold, joint by joint. */
export const integrateConfiguration =
  (model: RobotModel): Integrate =>
  (q, tangent) => {
    requireJointVectors(model, { q, tangent });
    if (model.nq === 0) return q;
    return stack(
      model.joints.map(({ type, qIndex, vIndex }) => jointTypes[type].integrate(at(q, qIndex), at(tangent, vIndex))),
    );
  };

/** What every step needs: a known integrator, and a time that is a number. */
export function requireStepSettings({
  integrator,
  dt,
}: {
  readonly integrator: IntegratorName;
  readonly dt: number;
}): void {
  if (!Object.hasOwn(integrators, integrator))
    throw new ArgumentError('integrator', `"${integrator}"`, Object.keys(integrators).join(' or '));
  if (!Number.isFinite(dt)) throw new ArgumentError('dt', String(dt), 'a finite number of seconds');
}

/** Torques that the joints' drives can give; a joint without an effort limit is not clamped. */
function limitEffort(model: RobotModel, tau: PopulationTensor): PopulationTensor {
  const efforts = model.joints.map(({ limits }) => limits.effort);
  if (efforts.every((effort) => effort === Infinity)) return tau;
  return withSource({ note: 'effort limits' }, () =>
    clamp(tau, tensor(efforts.map((effort) => -effort)), tensor(efforts)),
  );
}

/** The next state, and the torque [nv] that the drives gave (held over the step). */
export function step(
  { model, controller, integrator, dt }: SimulationSettings,
  parameters: ControllerParameters,
  planned: PopulationTensor,
  state: State,
): { readonly state: State; readonly tau: PopulationTensor } {
  requireStepSettings({ integrator, dt });
  requireJointVectors(model, { q: state.q, v: state.v });
  const commanded = withSource({ note: `controller ${controller.name}` }, () =>
    controller.torque(parameters, planned, state, model),
  );
  requireJointVector(model, `torque of controller ${controller.name}`, commanded);
  const tau = limitEffort(model, commanded);
  const acceleration = ({ q, v }: State): PopulationTensor =>
    forwardDynamics(model, q, v, add(tau, jointFriction(model, v)));
  const next = withSource({ note: integrator }, () =>
    integrators[integrator](acceleration, integrateConfiguration(model), state, dt),
  );
  return { state: next, tau };
}
