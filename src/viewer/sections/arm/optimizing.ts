/** @file An optimization as the run's worker drives it: one start, or many side by side, of which the best counts. */
import { PopulationTensor } from '../../../core/population-tensor.ts';
import { memberOf } from '../../../optimize/population-objective.ts';
import type { Optimizable } from '../../../run/optimizable.ts';
import { Optimization } from '../../../run/optimization.ts';
import type { Experiment } from '../../../scene/experiment.ts';
import { packPaths } from '../../worker/member-paths.ts';
import { pool } from '../../worker/pool.ts';
import { type Beginning, linkOf, resumedOr, type Work } from './work.ts';

/** The page keeps the iterations that it wants itself. */
const keptHere = { keep: 'best' } as const;

export function optimizing(experiment: Experiment, beginning: Beginning): Work {
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
    carriedOver: () => null,
    paths: () => {
      if (!population || link === null) return null;
      const others = population.simulateAll(job.x).filter((_, member) => member !== job.bestMember);
      return packPaths(others.map(({ links }) => links[link]));
    },
  };
}

/** Vectors of all members one after another, the first one's first. */
function inOrder(tensor: PopulationTensor, first: number): Float64Array {
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
