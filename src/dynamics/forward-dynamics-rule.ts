/**
 * @file Derivative rule of forward dynamics, whatever algorithm computed it: a = FD(q, v, tau) solves ID(q, v, a) + E a = tau, so
 * one solve with the factors of the mass matrix and the derivative of inverse dynamics at the known a are enough.
 */
import { jvp, vjp } from '../core/derivative/functions.ts';
import { type AdjointRule, type Needed, withAdjoint } from '../core/derivative/with-adjoint.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { mul, neg } from '../core/ops/elementwise.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { inverseDynamicsAdjoint } from './inverse-dynamics-adjoint.ts';
import { jointFrames } from './joint-frames.ts';
import type { Factorize } from './mass-factors.ts';
import { newtonEuler } from './newton-euler.ts';
import { pickLeaves, placesOf, replaceLeaves } from './parameter-leaves.ts';

export type ForwardDynamicsInputs = {
  readonly q: PopulationTensor;
  readonly v: PopulationTensor;
  readonly tau: PopulationTensor;
  /** What is added to the mass matrix's diagonal, [nv]. */
  readonly diagonal: PopulationTensor;
  readonly parameters: RobotParameters;
};

type Point = { readonly [name in 'q' | 'v' | 'a' | 'diagonal']: PopulationTensor } & {
  readonly parameters: RobotParameters;
};

/** lambda = (M + E)^-1 abar is the cotangent of tau; those of the rest are minus the adjoint of inverse dynamics at lambda. */
function adjoint(
  model: RobotModel,
  factorize: Factorize,
  { q, v, a, diagonal, aBar, parameters }: Point & { readonly aBar: PopulationTensor },
  byState: boolean,
  places: readonly number[],
): Record<string, PopulationTensor> {
  const lambda = factorize(model, jointFrames(model, q, parameters), parameters, diagonal).solve(aBar);
  const cotangents: Record<string, PopulationTensor> = { tau: lambda };
  if (byState) {
    const state = inverseDynamicsAdjoint(model, q, v, a, lambda, parameters);
    Object.assign(cotangents, { q: neg(state.q), v: neg(state.v) });
  }
  if (places.length > 0) {
    const forces = (leaves: PopulationTensor[]): PopulationTensor =>
      newtonEuler(model, q, v, a, replaceLeaves(parameters, places, leaves));
    const bars = vjp(forces, pickLeaves(parameters, places)).pullback(lambda);
    bars.forEach((bar, k) => (cotangents[places[k]] = neg(bar)));
  }
  return cotangents;
}

/** The acceleration's tangent: (M + E)^-1 of what the forces gain less what the motion needs at the same acceleration. */
function tangent(
  model: RobotModel,
  factorize: Factorize,
  {
    q,
    v,
    a,
    diagonal,
    tau,
    parameters,
    moving,
  }: Point & { tau: PopulationTensor; moving: readonly PopulationTensor[] },
  moves: Asked,
): PopulationTensor {
  const factors = factorize(model, jointFrames(model, q, parameters), parameters, diagonal);
  if (moving.length === 0) return factors.solve(tau);
  const { state, places } = moves;
  const at = { q, v };
  const forces = (leaves: readonly PopulationTensor[]): PopulationTensor => {
    const moved = { ...at, ...Object.fromEntries(state.map((name, k) => [name, leaves[k]])) };
    return newtonEuler(model, moved.q, moved.v, a, replaceLeaves(parameters, places, leaves.slice(state.length)));
  };
  const start = [...state.map((name) => at[name]), ...pickLeaves(parameters, places)];
  return factors.solve(sub(tau, jvp(forces, start, moving).tangent));
}

/** What derivatives are asked for by: parts of the state, and leaves of the parameters. */
interface Asked {
  readonly state: readonly ('q' | 'v')[];
  readonly places: readonly number[];
}

const sameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

/** A function made once for each set of what is asked for; there are few. */
function onceForEach<R>(make: (asked: Asked) => R): (asked: Asked) => R {
  const known: { readonly asked: Asked; readonly made: R }[] = [];
  return (asked) => {
    const { state, places } = asked;
    let found = known.find((each) => sameList(each.asked.state, state) && sameList(each.asked.places, places));
    if (!found) known.push((found = { asked, made: make(asked) }));
    return found.made;
  };
}

export function forwardDynamicsRule(
  model: RobotModel,
  factorize: Factorize,
): AdjointRule<ForwardDynamicsInputs, PopulationTensor> {
  // nodes of their own, recorded once for each set of leaves that derivatives are asked for
  const adjointOf = onceForEach(({ state, places }) =>
    withAdjoint(
      'forward dynamics, adjoint',
      (point: Point & { readonly aBar: PopulationTensor }) =>
        adjoint(model, factorize, point, state.length > 0, places),
      { isClosed: true },
    ),
  );
  const tangentOf = onceForEach(({ state, places }) =>
    withAdjoint(
      'forward dynamics, tangent',
      (point: Point & { tau: PopulationTensor; moving: readonly PopulationTensor[] }) =>
        tangent(model, factorize, point, { state, places }),
      { isClosed: true },
    ),
  );
  const askedOf = (x: ForwardDynamicsInputs, isAsked: Needed): Asked => ({
    state: (['q', 'v'] as const).filter((name) => isAsked(x[name])),
    places: placesOf(x.parameters, isAsked),
  });
  return {
    vjp: (x, a, aBar, needed) => {
      const asked = askedOf(x, needed);
      const { q, v, diagonal, parameters } = x;
      const cotangents = adjointOf(asked)({ q, v, a, diagonal, aBar, parameters });
      return {
        diagonal: needed(diagonal) ? neg(mul(cotangents.tau, a)) : diagonal,
        q: cotangents.q ?? q,
        v: cotangents.v ?? v,
        tau: cotangents.tau,
        parameters: replaceLeaves(
          parameters,
          asked.places,
          asked.places.map((place) => cotangents[place]),
        ),
      };
    },
    jvp: (x, a, xdot, moves) => {
      const asked = askedOf(x, moves);
      const { state, places } = asked;
      const { q, v, diagonal, parameters } = x;
      const tau = moves(diagonal) ? sub(xdot.tau, mul(xdot.diagonal, a)) : xdot.tau;
      const moving = [...state.map((name) => xdot[name]), ...pickLeaves(xdot.parameters, places)];
      return tangentOf(asked)({ q, v, a, diagonal, tau, parameters, moving });
    },
  };
}
