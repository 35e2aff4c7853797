/** @file What an integrator is. */
import { requireFiniteNumber, requireFunction, requireObject } from '../../core/arguments.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import { requireTensor, requireTensorOf } from '../../core/require-tensor.ts';

/** State of a robot: configuration [nq] and velocity [nv]. */
export type State = { readonly q: PopulationTensor; readonly v: PopulationTensor };

/**
 * Acceleration [nv] in a state, under forces that are held over the step; what resists motion is that of the velocity `ahead` s later,
 * of now where that is left out.
 */
export type Acceleration = (state: State, ahead?: number) => PopulationTensor;

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
  (state, ahead) => {
    const a = acceleration(state, ahead);
    requireTensorOf('acceleration', a, state.v.shape, "of the velocity's shape");
    return a;
  };

/** The state one step of `dt` seconds later. */
export interface Integrator {
  (acceleration: Acceleration, integrate: Integrate, state: State, dt: number): State;
  /** Implicit: resistance is that of the velocity at the step's end, and none is too stiff for a step. */
  readonly resistance: 'implicit' | 'explicit';
}

/** An integrator of what it does in a step, and how it treats what resists motion. */
export const integrator = (
  step: (...args: Parameters<Integrator>) => State,
  resistance: Integrator['resistance'],
): Integrator => Object.assign(step, { resistance });
