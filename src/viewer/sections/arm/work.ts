/** @file What the run's worker is at, as it drives it and tells of it: the best of one or many starts, or a training. */
import { PopulationTensor } from '../../../core/population-tensor.ts';
import { ArgumentError } from '../../../errors.ts';
import { memberOf } from '../../../optimize/population-objective.ts';
import type { RunState } from '../../../optimize/run-state.ts';
import type { Job } from '../../../run/job.ts';
import type { Optimizable } from '../../../run/optimizable.ts';
import { Optimization } from '../../../run/optimization.ts';
import type { Experiment } from '../../../scene/experiment.ts';
import { linksOf } from '../../../task/task.ts';
import { type MemberPaths, packPaths } from '../../worker/member-paths.ts';
import { pool } from '../../worker/pool.ts';
import { targetOf } from './target.ts';
import { trainingWork } from './train/training-work.ts';

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

/** Restarts and trainings are traced and compiled when the first step is made. */
export function workOf(experiment: Experiment, beginning: Beginning): Work {
  return experiment.isTraining ? trainingWork(experiment, beginning) : optimizing(experiment, beginning);
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

/** The page keeps the iterations that it wants itself. */
const keptHere = { keep: 'best' } as const;

function optimizing(experiment: Experiment, beginning: Beginning): Work {
  const { restarts, startFrom } = beginning;
  const population = restarts === 1 ? null : experiment.population(restarts, pool.runnerOf(restarts));
  const all: Optimizable = population ?? experiment.one();
  const fits = startFrom?.length === restarts * experiment.layout.size;
  const starts = fits ? membersOf(startFrom, restarts) : all.starts;
  const job = resumedOr(
    beginning,
    (states) => Optimization.resumeAll(all, states, keptHere),
    () => Optimization.start({ ...all, starts }, keptHere),
  );
  const link = linkOf(experiment);
  // its next iteration tells of where a run alone stands now
  let present = memberOf(job.x, 0);
  const bestOne = (): Float64Array => memberOf(job.bestX, job.bestMember);
  return {
    job,
    population: restarts,
    gradients: () => job.gradients,
    best: () => inOrder(job.bestX, job.bestMember),
    present: () => inOrder(job.x, job.bestMember),
    bestOne,
    track: () => {
      const before = present;
      present = memberOf(job.x, 0);
      return restarts === 1 ? before : bestOne();
    },
    columns: () => ({}),
    states: () => job.states,
    paths: () => {
      if (!population || link === null) return null;
      const others = population.simulateAll(job.x).filter((_, member) => member !== job.bestMember);
      return packPaths(others.map(({ links }) => links[link]));
    },
  };
}

/** The link whose path is drawn. */
export const linkOf = ({ scene, settings }: Experiment): string | null =>
  targetOf(scene)?.link ?? linksOf(settings.task)[0] ?? null;

/** Vectors of all members one after another, the first one's first. */
export function inOrder(tensor: PopulationTensor, first: number): Float64Array {
  const { size, population } = tensor;
  const all = new Float64Array(size * population);
  const others = Array.from({ length: population }, (_, member) => member).filter((member) => member !== first);
  [first, ...others].forEach((member, place) => all.set(memberOf(tensor, member), size * place));
  return all;
}

/** The way back: [size], of `members` members. */
function membersOf(all: Float64Array, members: number): PopulationTensor {
  const size = all.length / members;
  const data = all.map((_, at) => all[(at % members) * size + Math.floor(at / members)]);
  return new PopulationTensor({ shape: [size], population: members }, data);
}
