/** @file What the worker has at hand: an experiment, its job, and how both are drawn. */
import { PopulationTensor } from '../../../core/population-tensor.ts';
import { memberOf } from '../../../optimize/population-objective.ts';
import { Optimization } from '../../../run/optimization.ts';
import type { Trajectory } from '../../../rollout/trajectory.ts';
import type { Experiment, PopulationExperiment } from '../../../scene/experiment.ts';
import { linksOf } from '../../../task/task.ts';
import { type MemberPaths, packPaths } from '../../worker/member-paths.ts';
import { type Motion, motionOf } from '../../worker/motion.ts';
import { runnerOf } from '../../worker/pool.ts';
import { targetOf } from './target.ts';

export interface Workplace {
  readonly experiment: Experiment;
  readonly restarts: number;
  /** Null where there is one run only. */
  readonly population: PopulationExperiment | null;
  readonly job: Optimization;
  /** The link whose path is drawn. */
  readonly link: string | null;
  readonly draw: (trajectory: Trajectory) => Motion;
  /** Numbers of restarts that an iteration of has been made with these programs. */
  readonly compiled: Set<number>;
}

/**
 * A workplace for an experiment. `startFrom`: parameters of all restarts, taken where their count fits; `before`: the workplace whose
 * place it takes, and what it shares with it. Restarts are traced and compiled when the first step is made.
 */
export function workplaceOf(
  experiment: Experiment,
  restarts: number,
  startFrom: Float64Array | null,
  before?: Workplace,
): Workplace {
  const population = restarts === 1 ? null : experiment.population(restarts, runnerOf(restarts));
  const all = population ?? experiment.one();
  const fits = startFrom?.length === restarts * experiment.layout.size;
  const starts = fits ? membersOf(startFrom, restarts) : all.starts;
  const { model, settings, programs } = experiment;
  const isSame = before?.experiment.programs === programs;
  return {
    experiment,
    restarts,
    population,
    // the page keeps the iterations it wants itself
    job: Optimization.start({ ...all, starts }, { keep: 'best' }),
    link: targetOf(experiment.scene)?.link ?? linksOf(settings.task)[0] ?? null,
    draw: isSame ? before.draw : motionOf(model, settings.steps),
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

export const motionAt = ({ draw, experiment }: Workplace, parameters: Float64Array): Motion =>
  draw(experiment.simulate(parameters));

/** The motion of the best parameters. */
export const bestMotion = (workplace: Workplace): Motion =>
  motionAt(workplace, memberOf(workplace.job.bestX, workplace.job.bestMember));

/** Paths of the restarts that are not shown; null where there are none. */
export function otherPaths({ population, job, link }: Workplace): MemberPaths | null {
  if (!population || link === null) return null;
  const others = population.simulateAll(job.x).filter((_, member) => member !== job.bestMember);
  return packPaths(others.map(({ links }) => links[link]));
}

/** Arrays of what is drawn: they are handed over to the page. */
export const arraysOf = (motion: Motion | null, paths: MemberPaths | null = null): ArrayBufferView[] => [
  ...(motion ? [motion.poses, ...Object.values(motion.paths)] : []),
  ...(paths ? [paths.positions] : []),
];
