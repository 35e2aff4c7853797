/** @file Restarts as the simulator sees them: the best member is shown, the others are paths and a spread. */
import type { RunState } from '../../run/run.ts';
import { Restarts, type RestartsIteration } from '../../run/restarts.ts';
import type { Experiment, PopulationExperiment } from '../../scene/assemble.ts';
import { counting, type End, type Optimization } from './optimization.ts';
import type { MemberPaths, Progress, Quantiles, Spread } from './protocol.ts';

/** Most paths that are drawn, and most points of one. */
const pathLimit = 64;
const pointLimit = 48;

/** Percentiles of what is finite; the nearest member's value, not one in between. */
export function quantilesOf(values: Float64Array): Quantiles {
  const sorted = values.filter(Number.isFinite).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))];
  return { low: at(0.1), median: at(0.5), high: at(0.9) };
}

const spreadOf = ({ losses, endEffectorErrors }: RestartsIteration): Spread => ({
  loss: quantilesOf(losses),
  endEffectorError: quantilesOf(endEffectorErrors),
});

/** Every n-th point of each path such that at most `pointLimit` remain; paths that are not finite are left out. */
export function packPaths(paths: readonly Float64Array[]): MemberPaths {
  const drawn = paths.filter((path) => path.every(Number.isFinite)).slice(0, pathLimit);
  const count = (paths[0]?.length ?? 0) / 3;
  const points = Math.min(count, pointLimit);
  const positions = new Float32Array(3 * points * drawn.length);
  drawn.forEach((path, member) => {
    for (let i = 0; i < points; i++) {
      const from = 3 * Math.round((i * (count - 1)) / Math.max(1, points - 1));
      positions.set(path.subarray(from, from + 3), 3 * (member * points + i));
    }
  });
  return { points, positions };
}

function joined(vectors: readonly Float64Array[]): Float64Array {
  const size = vectors[0].length;
  const all = new Float64Array(size * vectors.length);
  vectors.forEach((vector, i) => all.set(vector, i * size));
  return all;
}

export class ManyRuns implements Optimization {
  readonly #experiment: Experiment;
  readonly #count: () => number;
  readonly #members: number;
  readonly #startFrom: Float64Array | null;
  /** Traced and compiled when the first step is made: a second's work, in vain where only the target is moved about. */
  #compiled: { readonly population: PopulationExperiment; readonly restarts: Restarts } | null = null;
  #gradients = 0;

  /** `startFrom`: parameters of all members, or null for the scene's own starts. */
  constructor(given: Experiment, members: number, startFrom: Float64Array | null) {
    const { experiment, count } = counting(given);
    this.#experiment = experiment;
    this.#count = count;
    this.#members = members;
    this.#startFrom = startFrom;
  }

  get iteration(): number {
    return this.#compiled?.restarts.iteration ?? 0;
  }

  get gradients(): number {
    return this.#gradients + this.#count();
  }

  get diverged(): number {
    return this.#compiled?.restarts.diverged.size ?? 0;
  }

  get parameters(): Float64Array {
    return this.#collect(({ parameters }) => parameters);
  }

  get bestParameters(): Float64Array {
    return this.#collect(({ best, parameters }) => best?.parameters ?? parameters);
  }

  get shown(): Float64Array {
    return this.bestParameters.subarray(0, this.#experiment.layout.size);
  }

  async step(): Promise<Progress> {
    this.#compiled ??= this.#compile();
    const { restarts } = this.#compiled;
    this.#gradients += this.#members - restarts.stopped.size;
    const found = await restarts.step();
    return { ...found.best, iteration: restarts.iteration - 1, spread: spreadOf(found) };
  }

  otherPaths(): MemberPaths | null {
    if (!this.#compiled) return null;
    const { population, restarts } = this.#compiled;
    const trajectories = population.simulateAll(restarts.states.map(({ parameters }) => parameters));
    const { bestMember } = restarts;
    return packPaths(trajectories.filter((_, i) => i !== bestMember).map(({ endEffector }) => endEffector));
  }

  end(tolerance: number): End | null {
    if (!this.#compiled) return null;
    const { restarts } = this.#compiled;
    const { best, finished } = restarts.states[restarts.bestMember];
    if (best && best.endEffectorError < tolerance) return { outcome: 'reached' };
    return restarts.isFinished ? { outcome: 'converged', detail: finished } : null;
  }

  #compile(): { readonly population: PopulationExperiment; readonly restarts: Restarts } {
    const { layout } = this.#experiment;
    const traced = this.#experiment.withRestarts(this.#members);
    const given = this.#startFrom;
    const starts =
      given && traced.starts.map((_, member) => given.slice(member * layout.size, (member + 1) * layout.size));
    const population = { ...traced, evaluate: this.#experiment.evaluate, starts: starts ?? traced.starts };
    return { population, restarts: new Restarts(population) };
  }

  /** A vector of each member, the best member's first. */
  #collect(vectorOf: (state: RunState) => Float64Array): Float64Array {
    if (!this.#compiled) return this.#startFrom ?? this.#experiment.initialParameters;
    const { states, bestMember } = this.#compiled.restarts;
    return joined([states[bestMember], ...states.filter((_, i) => i !== bestMember)].map(vectorOf));
  }
}
