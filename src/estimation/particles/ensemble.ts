/** @file Many particles, and the two ways in which they are kept: as the members of a population, or along an axis of each member. */
import { requireInteger } from '../../core/arguments.ts';
import { maximum } from '../../core/ops/comparison.ts';
import { choose, equal } from '../../core/ops/elementwise.ts';
import { reshape, slice, transpose } from '../../core/ops/indexing.ts';
import { amax, sum } from '../../core/ops/reduction.ts';
import { populationSum } from '../../core/ops/structural.ts';
import { take } from '../../core/ops/take.ts';
import { takeMembers } from '../../core/ops/take-members.ts';
import { triangularFactor } from '../../core/ops/triangular-factor.ts';
import { population, type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { scan } from '../../core/scan.ts';
import type { Tree } from '../../core/tree.ts';
import { factorOverMembers } from './factor-over-members.ts';

/** How particles are kept. A number a particle is a tensor [] with members, or [count]; a vector [n] with members, or [count, n]. */
export interface Ensemble {
  readonly count: number;
  /** The place of each particle, from 0. */
  readonly places: PopulationTensor;
  /** A function of one particle, for each. */
  readonly each: <X extends Tree, Y extends Tree>(f: (particle: X) => Y, particles: X) => Y;
  /** The sum over all particles. */
  readonly total: (x: PopulationTensor) => PopulationTensor;
  /** The largest of a number a particle, []. */
  readonly largest: (x: PopulationTensor) => PopulationTensor;
  /** Particle i of the result is the one that index_i names. */
  readonly take: (x: PopulationTensor, index: PopulationTensor) => PopulationTensor;
  /** Lower triangular factor [n, n] of the sum of products of vectors [n] a particle with themselves. */
  readonly factor: (x: PopulationTensor) => PopulationTensor;
  /** Vectors [width] a particle from numbers in rows, one a particle. */
  readonly given: (rows: Float64Array, width: number) => PopulationTensor;
  /** Random numbers of a member in a tick for vectors [width] a particle. */
  readonly drawn: (width: number) => number;
  /** Such vectors of the numbers of a tick, beginning after those for vectors [begin]. */
  readonly vectors: (draws: PopulationTensor, begin: number, width: number) => PopulationTensor;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Particles are the members: sums are over the population, and there is one filter. */
export function membersEnsemble(count: number): Ensemble {
  requireInteger('particles', count, 1);
  const places = population(upTo(count));
  return {
    count,
    places,
    each: (f, particles) => f(particles),
    total: populationSum,
    largest: (x) => {
      let found = x;
      for (let shift = 1; shift < count; shift *= 2)
        found = maximum(found, takeMembers(found, population(upTo(count).map((i) => (i + shift) % count))));
      return populationSum(choose(equal(places, 0), found, 0));
    },
    take: takeMembers,
    factor: factorOverMembers,
    given: (rows, width) => population(upTo(count).map((i) => Array.from(rows.subarray(i * width, (i + 1) * width)))),
    drawn: (width) => width,
    vectors: (draws, begin, width) => slice(draws, [begin], [begin + width]),
  };
}

/** Particles stand along the first axis: each member is a filter of its own. */
export function axisEnsemble(count: number): Ensemble {
  requireInteger('particles', count, 1);
  return {
    count,
    places: tensor(upTo(count)),
    each: <X extends Tree, Y extends Tree>(f: (particle: X) => Y, particles: X): Y =>
      scan((carry: Tree, particle: Tree) => ({ carry, output: f(particle as X) as Tree }), [], particles as Tree)
        .outputs as Y,
    total: (x) => sum(x, 0),
    largest: (x) => amax(x, 0),
    take: (x, index) => take(x, index),
    factor: (x) => triangularFactor(transpose(x)),
    given: (rows, width) => tensor(rows, [count, width]),
    drawn: (width) => count * width,
    vectors: (draws, begin, width) => reshape(slice(draws, [begin * count], [(begin + width) * count]), [count, width]),
  };
}
