/** @file What the parts of a session share, and what they wish of the experiment. */
import type { PortableState } from '../../run/portable-state.ts';
import type { Calls, ChangeRequest } from '../sections/arm/calls.ts';
import type { Clocks } from './clocks.ts';
import type { Jobs } from './jobs.ts';
import type { Looker } from './looker.ts';
import type { Store } from './store/store.ts';

/** What a session shares with the rest of the page. */
export interface SessionParts {
  readonly store: Store;
  readonly jobs: Jobs<Calls>;
  readonly looker: Looker;
  readonly clocks: Clocks;
}

/** Where a run stood at a moment: what another worker goes on from with the same bits. */
export interface Standing {
  /** Of all restarts, the best one's first; where there are no states, those that its job began with. */
  readonly parameters: Float64Array;
  /** Null where its job has made no iteration. */
  readonly states: readonly PortableState[] | null;
  /** Iterations that the states count. */
  readonly iteration: number;
  /** Iterations of the record before those. */
  readonly before: number;
}

/** A change, and whether a run shall follow it. */
export interface Wish extends Omit<ChangeRequest, 'startFrom' | 'states'> {
  readonly goesOn: boolean;
  /** Another run whose best parameters take the place of the best one's, with their iteration. */
  readonly from?: { readonly parameters: Float64Array; readonly at: number };
  /** A run that shall be there again: where it stood, and what puts its record back. */
  readonly again?: { readonly standing: Standing | null; readonly putBack: () => void };
}

/** What the worker is asked for; `present`: where all restarts are. */
export function requestOf(
  { scene, restarts, fromStart, from, again }: Wish,
  present: Float64Array | null,
): ChangeRequest {
  const request = { scene, restarts, fromStart };
  if (again?.standing) return { ...request, startFrom: again.standing.parameters, states: again.standing.states };
  if (!from || !present) return request;
  const startFrom = present.slice();
  startFrom.set(from.parameters);
  return { ...request, startFrom };
}
