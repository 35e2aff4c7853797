/** @file States of a job as plain data: what is sent to another thread, or kept where a browser keeps things, and comes back whole. */
import { requireList, requireParts } from '../core/arguments.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { mapNamed } from '../optimize/iteration-values.ts';
import { requireRunState, type RunState } from '../optimize/run-state.ts';

/** A state that structured cloning leaves as it is. */
export interface PortableState extends Omit<RunState, 'method'> {
  /** Row-major. */
  readonly method: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: Float64Array }>>;
}

/** States that can be sent or kept. Their arrays are those of the states. Throws an ArgumentError where one is none. */
export function portableStates(states: readonly RunState[]): PortableState[] {
  requireList('states', states);
  return states.map((state) => {
    requireRunState(state);
    return { ...state, method: mapNamed(state.method, ({ shape, data }) => ({ shape, values: data })) };
  });
}

/** The states again: what `Optimization.resumeAll` goes on from. Throws an ArgumentError where one is none. */
export function statesFromPortable(states: readonly PortableState[]): RunState[] {
  requireList('states', states);
  return states.map((given) => {
    requireParts('state', given, { method: 'an object' });
    const method = mapNamed(given.method, (tensor) => {
      requireParts('state.method', tensor, { shape: 'a list', values: 'an object' });
      return new PopulationTensor({ shape: tensor.shape, population: 1 }, tensor.values);
    });
    const state = { ...given, method };
    requireRunState(state);
    return state;
  });
}
