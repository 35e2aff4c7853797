/** @file What the run's worker has at hand: an experiment, its job, and how it is looked at. */
import { PopulationTensor } from '../../../core/population-tensor.ts';
import { ArgumentError } from '../../../errors.ts';
import { memberOf } from '../../../optimize/population-objective.ts';
import type { Optimizable } from '../../../run/optimizable.ts';
import { Optimization } from '../../../run/optimization.ts';
import { type PortableState, statesFromPortable } from '../../../run/portable-state.ts';
import type { Experiment } from '../../../scene/experiment.ts';
import type { PopulationExperiment } from '../../../scene/population-experiment.ts';
import { linksOf } from '../../../task/task.ts';
import { type MemberPaths, packPaths } from '../../worker/member-paths.ts';
import { pool } from '../../worker/pool.ts';
import { Looking } from './looking.ts';
import { targetOf } from './target.ts';

export interface Workplace {
  readonly experiment: Experiment;
  readonly restarts: number;
  /** Null where there is one run only. */
  readonly population: PopulationExperiment | null;
  readonly job: Optimization;
  /** The link whose path is drawn. */
  readonly link: string | null;
  readonly look: Looking;
  /** Numbers of restarts that an iteration of has been made with these programs. */
  readonly compiled: Set<number>;
}

/**
 * A workplace for an experiment. `startFrom`: parameters of all restarts, taken where their count fits; `before`: the workplace whose
 * place it takes, and what it shares with it; `states`: what all restarts go on from instead, where they are of this experiment; without
 * a `startFrom` others are refused by an ArgumentError. Restarts are traced and compiled when the first step is made.
 */
export function workplaceOf(
  experiment: Experiment,
  restarts: number,
  startFrom: Float64Array | null,
  { before, states }: { readonly before?: Workplace; readonly states?: readonly PortableState[] | null } = {},
): Workplace {
  const population = restarts === 1 ? null : experiment.population(restarts, pool.runnerOf(restarts));
  const all = population ?? experiment.one();
  const fits = startFrom?.length === restarts * experiment.layout.size;
  const starts = fits ? membersOf(startFrom, restarts) : all.starts;
  const { settings, programs } = experiment;
  const isSame = before?.experiment.programs === programs;
  return {
    experiment,
    restarts,
    population,
    job: (states && resumed(all, states, startFrom !== null)) ?? Optimization.start({ ...all, starts }, keptHere),
    link: targetOf(experiment.scene)?.link ?? linksOf(settings.task)[0] ?? null,
    look: isSame ? before.look.of(experiment) : new Looking(experiment),
    compiled: isSame ? before.compiled : new Set(),
  };
}

/** The page keeps the iterations that it wants itself. */
const keptHere = { keep: 'best' } as const;

/** The job that was at these states; null for states of another experiment, where there is something else to begin with. */
function resumed(all: Optimizable, states: readonly PortableState[], isElse: boolean): Optimization | null {
  try {
    return Optimization.resumeAll(all, statesFromPortable(states), keptHere);
  } catch (error) {
    if (isElse && error instanceof ArgumentError) return null;
    throw error;
  }
}

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

/** The best parameters of all restarts, the best one's first; where nothing was evaluated, the start. */
export const bestParameters = ({ job }: Workplace): Float64Array => inOrder(job.bestX, job.bestMember);

/** Where all restarts are, the best one first. */
export const presentParameters = ({ job }: Workplace): Float64Array => inOrder(job.x, job.bestMember);

/** The best parameters of the best restart. */
export const bestOne = ({ job }: Workplace): Float64Array => memberOf(job.bestX, job.bestMember);

/** Paths of the restarts that are not shown; null where there are none. */
export function otherPaths({ population, job, link }: Workplace): MemberPaths | null {
  if (!population || link === null) return null;
  const others = population.simulateAll(job.x).filter((_, member) => member !== job.bestMember);
  return packPaths(others.map(({ links }) => links[link]));
}
