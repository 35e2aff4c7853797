/** @file What the run's worker has at hand: an experiment, its job, and how it is looked at. */
import { PopulationTensor } from '../../../core/population-tensor.ts';
import { memberOf } from '../../../optimize/population-objective.ts';
import { Optimization } from '../../../run/optimization.ts';
import { type PortableState, statesFromPortable } from '../../../run/portable-state.ts';
import type { Experiment, PopulationExperiment } from '../../../scene/experiment.ts';
import { linksOf } from '../../../task/task.ts';
import { type MemberPaths, packPaths } from '../../worker/member-paths.ts';
import { runnerOf } from '../../worker/pool.ts';
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
 * place it takes, and what it shares with it; `state`: what a run alone goes on from instead. Restarts are traced and compiled when the first step is made.
 */
export function workplaceOf(
  experiment: Experiment,
  restarts: number,
  startFrom: Float64Array | null,
  { before, state }: { readonly before?: Workplace; readonly state?: PortableState } = {},
): Workplace {
  const population = restarts === 1 ? null : experiment.population(restarts, runnerOf(restarts));
  const all = population ?? experiment.one();
  const fits = startFrom?.length === restarts * experiment.layout.size;
  const starts = fits ? membersOf(startFrom, restarts) : all.starts;
  const { settings, programs } = experiment;
  const isSame = before?.experiment.programs === programs;
  return {
    experiment,
    restarts,
    population,
    // the page keeps the iterations it wants itself
    job: state
      ? Optimization.resumeAll(all, statesFromPortable([state]), { keep: 'best' })
      : Optimization.start({ ...all, starts }, { keep: 'best' }),
    link: targetOf(experiment.scene)?.link ?? linksOf(settings.task)[0] ?? null,
    look: isSame ? before.look.of(experiment) : new Looking(experiment),
    compiled: isSame ? before.compiled : new Set(),
  };
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
