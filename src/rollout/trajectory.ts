/** @file A trajectory as plain arrays: what is drawn, written to files and compared. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import type { Rollout } from './rollout.ts';

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
  /** Position of the task's link after each step, m: steps x 3. */
  readonly endEffector: Float64Array;
}

/** One member's rollout with its initial state in front. */
export function trajectoryOf(rollout: Rollout, initial: State, dt: number, member = 0): Trajectory {
  const rows = (tensor: PopulationTensor): number[] => tensor.toArray(member);
  const withStart = (start: PopulationTensor, rest: PopulationTensor): Float64Array =>
    Float64Array.from([...rows(start), ...rows(rest)]);
  return {
    dt,
    steps: rollout.q.shape[0],
    nq: rollout.q.shape[1],
    nv: rollout.v.shape[1],
    q: withStart(initial.q, rollout.q),
    v: withStart(initial.v, rollout.v),
    tau: Float64Array.from(rows(rollout.tau)),
    endEffector: Float64Array.from(rows(rollout.endEffector)),
  };
}
