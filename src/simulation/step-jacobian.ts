/** @file Jacobians A and B of one step of the simulation: what linear-quadratic methods and stability analyses start from. */
import { jacobian, jvp } from '../core/derivative/functions.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { add, mul, neg } from '../core/ops/elementwise.ts';
import { concat, reshape, slice } from '../core/ops/indexing.ts';
import { eye, ones, type PopulationTensor } from '../core/population-tensor.ts';
import { requireJointVectors, requireParameters } from '../dynamics/arguments.ts';
import { forwardDynamicsDerivatives } from '../dynamics/forward-dynamics-derivatives.ts';
import { jointResistance } from '../dynamics/joint-friction.ts';
import { resistedDynamics } from '../dynamics/resisted-dynamics.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { requireState, type State } from './integrators/integrator.ts';
import { semiImplicitEuler } from './integrators/semi-implicit-euler.ts';
import { integrateConfiguration, integratorOf, type StepSettings } from './plant.ts';

/** A step, linear in what it starts from. */
export interface StepJacobian {
  /** The state after the step. */
  readonly next: State;
  /** d(q+, v+)/d(q, v), [2 nv, 2 nv]. */
  readonly A: PopulationTensor;
  /** d(q+, v+)/dtau, [2 nv, nv]. */
  readonly B: PopulationTensor;
}

/**
 * The step under forces tau [nv] (N m, N) held over it, joint friction included, with its Jacobians: for semi-implicit Euler by the
 * derivatives of forward dynamics in closed form, else column by column. Throws an ArgumentError or a ShapeError where the
 * arguments do not fit.
 */
export function stepJacobian(
  settings: StepSettings,
  state: State,
  tau: PopulationTensor,
  robot?: RobotParameters,
): StepJacobian {
  const integrate = integratorOf(settings);
  const parameters = robot ?? robotParameters(settings.model);
  requireState('state', state);
  requireJointVectors(settings.model, { q: state.q, v: state.v, tau });
  requireParameters(settings.model, parameters);
  return integrate === semiImplicitEuler
    ? semiImplicitEulerJacobian(settings, state, tau, parameters)
    : columnByColumn(settings, state, tau, parameters);
}

/** v+ = v + dt a(q, v, tau), q+ = q moved by dt v+, with the derivatives of a in closed form. */
function semiImplicitEulerJacobian(
  { model, dt }: StepSettings,
  { q, v }: State,
  tau: PopulationTensor,
  parameters: RobotParameters,
): StepJacobian {
  const n = model.nv;
  const b = jvp((x: PopulationTensor) => jointResistance(model, x, parameters), v, ones([n]));
  const { a, dq, dv, dtau } = forwardDynamicsDerivatives(model, q, v, sub(tau, mul(b.value, v)), parameters, {
    // friction is -b(v) (v + dt a), of which the part in a is the diagonal's
    forceByVelocity: (a) => neg(add(b.value, mul(b.tangent, add(v, mul(dt, a))))),
    diagonal: mul(dt, b.value),
    factor: dt,
  });
  const velocity = add(v, mul(dt, a));
  const tangent = mul(dt, velocity);
  const move = integrateConfiguration(model);
  // each joint has one coordinate, so that these derivatives are diagonal: moved at once
  const byStart = jvp((x: PopulationTensor) => move(x, tangent), q, ones([n])).tangent;
  const byTangent = jvp((x: PopulationTensor) => move(q, x), tangent, ones([n])).tangent;
  const rows = (matrix: PopulationTensor): PopulationTensor => mul(reshape(mul(dt, byTangent), [n, 1]), matrix);
  const velocityByVelocity = add(eye(n), dv);
  return {
    next: { q: move(q, tangent), v: velocity },
    A: concat([
      concat([add(mul(eye(n), byStart), rows(dq)), rows(velocityByVelocity)], 1),
      concat([dq, velocityByVelocity], 1),
    ]),
    B: concat([rows(dtau), dtau]),
  };
}

/** Any integrator, by one tangent a column through the rule of forward dynamics. */
function columnByColumn(
  settings: StepSettings,
  { q, v }: State,
  tau: PopulationTensor,
  parameters: RobotParameters,
): StepJacobian {
  const { model, dt } = settings;
  const n = model.nv;
  const integrate = integratorOf(settings);
  const part = (x: PopulationTensor, k: number): PopulationTensor => slice(x, [k * n], [(k + 1) * n]);
  const after = (x: PopulationTensor): State =>
    integrate(
      (state, ahead) => resistedDynamics(model, state.q, state.v, part(x, 2), parameters, ahead),
      integrateConfiguration(model),
      { q: part(x, 0), v: part(x, 1) },
      dt,
    );
  const at = concat([q, v, tau]);
  const all = jacobian((x: PopulationTensor) => {
    const next = after(x);
    return concat([next.q, next.v]);
  })(at);
  return { next: after(at), A: slice(all, [0, 0], [2 * n, 2 * n]), B: slice(all, [0, 2 * n], [2 * n, 3 * n]) };
}
