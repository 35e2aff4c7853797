/** @file Many members of one experiment at once: what an experiment gives to a job of restarts. */
import type { Executable } from '../core/backend/executable.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { Trajectory } from '../rollout/trajectory.ts';
import type { Optimizable } from '../run/optimizable.ts';

/** Many members of one experiment: where they start, and how they are evaluated all at once. */
export interface PopulationExperiment extends Optimizable {
  /** @internal */
  readonly evaluation: () => Executable;
  /** Trajectories of all members of x: [size]. */
  readonly simulateAll: (x: PopulationTensor) => Trajectory[];
}

/** Numbers by their names, one a member each. */
export const numbersOf = (
  named: { readonly [name: string]: PopulationTensor },
  members: number,
): Record<string, Float64Array> =>
  Object.fromEntries(Object.entries(named).map(([name, values]) => [name, dataOf(values, members)]));

/** One number a member, of a value that all may share. */
export const dataOf = ({ data, population }: PopulationTensor, members: number): Float64Array =>
  population === members ? data : new Float64Array(members).fill(data[0]);
