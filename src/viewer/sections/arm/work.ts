/** @file What the run's worker is at, as it drives it and tells of it: the best of one or many starts, or a training. */
import { ArgumentError } from '../../../errors.ts';
import type { RunState } from '../../../optimize/run-state.ts';
import type { Job } from '../../../run/job.ts';
import type { Experiment } from '../../../scene/experiment.ts';
import { linksOf } from '../../../task/task.ts';
import type { MemberPaths } from '../../worker/member-paths.ts';
import { targetOf } from './target.ts';

/** A job with what the page wants to know of it. Parameters of all restarts lie one after another, the best one's first. */
export interface Work {
  readonly job: Job & { readonly bestMember: number };
  /** Members that are computed side by side. */
  readonly population: number;
  /** Gradients of whole rollouts that were made. */
  readonly gradients: () => number;
  /** The best of all restarts; where nothing was evaluated, the start. */
  readonly best: () => Float64Array;
  /** Where all restarts are. */
  readonly present: () => Float64Array;
  /** The best of the best restart. */
  readonly bestOne: () => Float64Array;
  /** After each iteration: the parameters that it is shown by. */
  readonly track: () => Float64Array;
  /** After each iteration: what is told of it besides, by the names of its columns. */
  readonly columns: () => Readonly<Record<string, number>>;
  /** All that its members go on from. */
  readonly states: () => readonly RunState[];
  /** What a work of nearly the same experiment goes on from, after a change of it; null where it begins at the present parameters. */
  readonly carriedOver: (next: Experiment) => readonly RunState[] | null;
  /** Paths of the restarts that are not shown; null where there are none. */
  readonly paths: () => MemberPaths | null;
}

/** What a work begins with. */
export interface Beginning {
  readonly restarts: number;
  /** Parameters of all restarts, taken where their count fits; the scene's own start otherwise. */
  readonly startFrom: Float64Array | null;
  /** What all restarts go on from instead, where they are of this experiment; without a `startFrom` others are refused by an ArgumentError. */
  readonly states: readonly RunState[] | null;
}

/** What resumes at these states; what begins where they are of another experiment, and there is something else to begin with. */
export function resumedOr<T>(
  { startFrom, states }: Beginning,
  resume: (states: readonly RunState[]) => T,
  begin: () => T,
): T {
  if (!states) return begin();
  try {
    return resume(states);
  } catch (error) {
    if (startFrom !== null && error instanceof ArgumentError) return begin();
    throw error;
  }
}

/** The link whose path is drawn. */
export const linkOf = ({ scene, settings }: Experiment): string | null =>
  targetOf(scene)?.link ?? linksOf(settings.task)[0] ?? null;
