/**
 * @file Derivative rule of forward dynamics, whatever algorithm computed it: a = FD(q, v, tau) solves ID(q, v, a) = tau, so
 * one solve with the factors of the mass matrix and the derivative of inverse dynamics at the known a are enough.
 */
import { jvp, vjp } from '../core/derivative/functions.ts';
import { type AdjointRule, withAdjoint } from '../core/derivative/with-adjoint.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { neg } from '../core/ops/elementwise.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { tensorsOf, unflatten } from '../core/tree.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { inverseDynamicsAdjoint } from './inverse-dynamics-adjoint.ts';
import { inverseDynamics } from './inverse-dynamics.ts';
import { jointFrames } from './joint-frames.ts';
import type { Factorize } from './mass-factors.ts';

export type ForwardDynamicsInputs = {
  readonly q: PopulationTensor;
  readonly v: PopulationTensor;
  readonly tau: PopulationTensor;
  readonly parameters: RobotParameters;
};

type Point = { readonly [name in 'q' | 'v' | 'a']: PopulationTensor } & { readonly parameters: RobotParameters };

/** The parameters with some of their leaves replaced. */
function withLeaves(
  parameters: RobotParameters,
  places: readonly number[],
  leaves: readonly PopulationTensor[],
): RobotParameters {
  const all = tensorsOf(parameters);
  places.forEach((place, k) => (all[place] = leaves[k]));
  return unflatten(parameters, all);
}

const pick = (parameters: RobotParameters, places: readonly number[]): PopulationTensor[] => {
  const all = tensorsOf(parameters);
  return places.map((place) => all[place]);
};

/** lambda = M^-1 abar is the cotangent of tau; those of the rest are minus the adjoint of inverse dynamics at lambda. */
function adjoint(
  model: RobotModel,
  factorize: Factorize,
  { q, v, a, aBar, parameters }: Point & { readonly aBar: PopulationTensor },
  byState: boolean,
  places: readonly number[],
): Record<string, PopulationTensor> {
  const lambda = factorize(model, jointFrames(model, q, parameters), parameters).solve(aBar);
  const cotangents: Record<string, PopulationTensor> = { tau: lambda };
  if (byState) {
    const state = inverseDynamicsAdjoint(model, q, v, a, lambda, parameters);
    Object.assign(cotangents, { q: neg(state.q), v: neg(state.v) });
  }
  if (places.length > 0) {
    const forces = (leaves: PopulationTensor[]): PopulationTensor =>
      inverseDynamics(model, q, v, a, withLeaves(parameters, places, leaves));
    const bars = vjp(forces, pick(parameters, places)).pullback(lambda);
    bars.forEach((bar, k) => (cotangents[places[k]] = neg(bar)));
  }
  return cotangents;
}

/** The acceleration's tangent: M^-1 of what the forces gain less what the motion needs at the same acceleration. */
function tangent(
  model: RobotModel,
  factorize: Factorize,
  { q, v, a, tau, parameters, moving }: Point & { tau: PopulationTensor; moving: readonly PopulationTensor[] },
  moves: { readonly state: readonly ('q' | 'v')[]; readonly places: readonly number[] },
): PopulationTensor {
  const factors = factorize(model, jointFrames(model, q, parameters), parameters);
  if (moving.length === 0) return factors.solve(tau);
  const { state, places } = moves;
  const at = { q, v };
  const forces = (leaves: readonly PopulationTensor[]): PopulationTensor => {
    const moved = { ...at, ...Object.fromEntries(state.map((name, k) => [name, leaves[k]])) };
    return inverseDynamics(model, moved.q, moved.v, a, withLeaves(parameters, places, leaves.slice(state.length)));
  };
  const start = [...state.map((name) => at[name]), ...pick(parameters, places)];
  return factors.solve(sub(tau, jvp(forces, start, moving).tangent));
}

export const forwardDynamicsRule = (
  model: RobotModel,
  factorize: Factorize,
): AdjointRule<ForwardDynamicsInputs, PopulationTensor> => ({
  keep: true,
  vjp: (x, a, aBar, needed) => {
    const places = tensorsOf(x.parameters).flatMap((leaf, i) => (needed(leaf) ? [i] : []));
    const cotangents = withAdjoint('forward dynamics, adjoint', (point: Point & { readonly aBar: PopulationTensor }) =>
      adjoint(model, factorize, point, needed(x.q) || needed(x.v), places),
    )({ q: x.q, v: x.v, a, aBar, parameters: x.parameters });
    return {
      q: cotangents.q ?? x.q,
      v: cotangents.v ?? x.v,
      tau: cotangents.tau,
      parameters: withLeaves(
        x.parameters,
        places,
        places.map((place) => cotangents[place]),
      ),
    };
  },
  jvp: (x, a, xdot, moves) => {
    const state = (['q', 'v'] as const).filter((name) => moves(x[name]));
    const leaves = tensorsOf(x.parameters);
    const places = leaves.flatMap((leaf, i) => (moves(leaf) ? [i] : []));
    const moving = [...state.map((name) => xdot[name]), ...pick(xdot.parameters, places)];
    return withAdjoint(
      'forward dynamics, tangent',
      (point: Point & { tau: PopulationTensor; moving: readonly PopulationTensor[] }) =>
        tangent(model, factorize, point, { state, places }),
    )({ q: x.q, v: x.v, a, tau: xdot.tau, parameters: x.parameters, moving });
  },
});
