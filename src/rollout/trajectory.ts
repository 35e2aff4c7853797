/** @file A trajectory as plain arrays: what is drawn, written to files and compared. */
import { requireFiniteNumber, requireInteger, requireParts } from '../core/arguments.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { requireState, type State } from '../simulation/integrators/integrator.ts';
import { requireTensor } from '../core/require-tensor.ts';
import type { Named } from './closed-loop.ts';
import type { Rollout } from './rollout.ts';

/** Rows of one member's rollout, one after another. */
export interface Trajectory {
  /** s. */
  readonly dt: number;
  readonly steps: number;
  readonly nq: number;
  readonly nv: number;
  /** Row i is the configuration after i steps, rad or m: (steps + 1) x nq. */
  readonly q: Float64Array;
  /** (steps + 1) x nv, rad/s or m/s. */
  readonly v: Float64Array;
  /** Row i is held from step i to i + 1, N m or N: steps x nv. */
  readonly tau: Float64Array;
  /** Positions of the task's links after each step, m: steps x 3 each. */
  readonly links: Readonly<Record<string, Float64Array>>;
  /** Weighted costs of the running terms after each step: steps each. */
  readonly costs: Readonly<Record<string, Float64Array>>;
}

/** What of a trajectory files keep: all but its costs. */
export type SavedTrajectory = Omit<Trajectory, 'costs'>;

/**
 * One member's rollout, with its initial state in front, from steps of dt (s). Throws an ArgumentError where the arguments are no
 * such, and where there is no such member.
 */
export function trajectoryOf(rollout: Rollout, initial: State, dt: number, member = 0): Trajectory {
  requireParts('rollout', rollout, { states: 'an object', outputs: 'an object' }, 'give what rollout(…) returns');
  const { states, tau, outputs } = rollout;
  requireState('rollout.states', states);
  requireTensor('rollout.tau', tau);
  requireParts('rollout.outputs', outputs, { links: 'an object', costs: 'an object' });
  requireState('initial', initial);
  requireFiniteNumber('dt', dt, ' of seconds');
  requireInteger('member', member, 0);
  const rows = (tensor: PopulationTensor): Float64Array =>
    tensor.population === 1 ? tensor.data.slice() : Float64Array.from(tensor.toArray(member));
  const withStart = (start: PopulationTensor, rest: PopulationTensor): Float64Array => {
    const all = new Float64Array(start.size + rest.size);
    all.set(rows(start));
    all.set(rows(rest), start.size);
    return all;
  };
  const each = (tensors: Named): Record<string, Float64Array> =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, rows(tensor)]));
  return {
    dt,
    steps: states.q.shape[0],
    nq: states.q.shape[1],
    nv: states.v.shape[1],
    q: withStart(initial.q, states.q),
    v: withStart(initial.v, states.v),
    tau: rows(tau),
    links: each(outputs.links),
    costs: each(outputs.costs),
  };
}
