/** @file What an integrator is. */
import type { PopulationTensor } from '../../core/population-tensor.ts';
import { requireShapeOf } from '../../core/shape.ts';

/** State of a robot: configuration [nq] and velocity [nv]. */
export type State = { readonly q: PopulationTensor; readonly v: PopulationTensor };

/** Acceleration [nv] in a state, under forces that are held over the step. */
export type Acceleration = (state: State) => PopulationTensor;

/** `q` [nq] moved by a tangent vector [nv] on the configuration manifold. */
export type Integrate = (q: PopulationTensor, tangent: PopulationTensor) => PopulationTensor;

/** An acceleration that is one number for each of the velocity's, not broadcast to it. */
export const checkedAcceleration =
  (acceleration: Acceleration): Acceleration =>
  (state) => {
    const a = acceleration(state);
    requireShapeOf('acceleration', a.shape, state.v.shape, "of the velocity's shape");
    return a;
  };

/** The state one step of `dt` seconds later. */
export type Integrator = (acceleration: Acceleration, integrate: Integrate, state: State, dt: number) => State;
