/** @file What an integrator is. */
import { requireFiniteNumber, requireFunction, requireObject } from '../../core/arguments.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import { requireTensor, requireTensorOf } from '../../core/require-tensor.ts';

/** State of a robot: configuration [nq] and velocity [nv]. */
export type State = { readonly q: PopulationTensor; readonly v: PopulationTensor };

/** Acceleration [nv] in a state, under forces that are held over the step. */
export type Acceleration = (state: State) => PopulationTensor;

/** `q` [nq] moved by a tangent vector [nv] on the configuration manifold. */
export type Integrate = (q: PopulationTensor, tangent: PopulationTensor) => PopulationTensor;

/** Refuses what is no state; `of` says whose. */
export function requireState(of: string, state: State): void {
  requireObject(of, state, 'a state { q, v }');
  requireTensor(`${of}.q`, state.q);
  requireTensor(`${of}.v`, state.v);
}

/** Refuses arguments that no integrator takes. */
export function requireIntegration(...[acceleration, integrate, state, dt]: Parameters<Integrator>): void {
  requireFunction('acceleration', acceleration);
  requireFunction('integrate', integrate);
  requireState('state', state);
  requireFiniteNumber('dt', dt, ' of seconds');
}

/** An acceleration that is one number for each of the velocity's, not broadcast to it. */
export const checkedAcceleration =
  (acceleration: Acceleration): Acceleration =>
  (state) => {
    const a = acceleration(state);
    requireTensorOf('acceleration', a, state.v.shape, "of the velocity's shape");
    return a;
  };

/** The state one step of `dt` seconds later. */
export type Integrator = (acceleration: Acceleration, integrate: Integrate, state: State, dt: number) => State;
