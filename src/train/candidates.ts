/** @file Many vectors of parameters tried on the same rollouts: what trainers without gradients choose from. */
import { isMeasured } from '../../controllers/controller.ts';
import { requireInteger, requireList } from '../core/arguments.ts';
import { spread } from '../core/ops/structural.ts';
import { normal } from '../core/random.ts';
import { mapTree } from '../core/tree.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { mapNamed } from '../optimize/iteration-values.ts';
import { Examination } from './evaluation.ts';
import { membersOf } from './members-of.ts';
import { streamOf } from './sampler.ts';
import type { Lesson, Trained } from './trainer.ts';

/** What was found of all candidates together: means over those whose rollouts are finite. */
type Overall = Pick<Trained, 'loss' | 'terms' | 'measures'>;

/** What candidates came to. */
export interface Tried {
  /** Mean loss of each over its rollouts; Infinity where one of them is not finite. */
  readonly losses: Float64Array;
  readonly overall: Overall;
}

/** Where candidates are tried. */
export interface Trials {
  /** Steps of physics of an iteration. */
  readonly physicsSteps: number;
  /** Noise of a candidate, as many numbers as it has parameters. */
  noise(iteration: number, candidate: number): Float64Array;
  /** Tries vectors, all on what an iteration is tried on. */
  tried(vectors: readonly Float64Array[], iteration: number, signal?: AbortSignal): Promise<Tried>;
}

/** Standard normal numbers [size] of a candidate, by counters: the same whatever else is drawn. */
export const noiseOf = (
  { seed, iteration, candidate }: { readonly seed: number; readonly iteration: number; readonly candidate: number },
  size: number,
): Float64Array =>
  normal({ seed, step: iteration, member: candidate, stream: streamOf('training', 'candidates') }, size);

/** Rollouts of `episodes` scenarios by each of `count` candidates. */
export class Candidates implements Trials {
  readonly physicsSteps: number;
  readonly #lesson: Lesson;
  readonly #count: number;
  readonly #episodes: number;
  readonly #examination: Examination;
  /** Whether an entry is optimized: what a controller measures is no candidate's own. */
  readonly #isOptimized: readonly boolean[];

  constructor(lesson: Lesson, count: number, episodes: number) {
    this.#lesson = lesson;
    this.#count = count;
    this.#episodes = episodes;
    this.physicsSteps = count * episodes * lesson.settings.steps;
    this.#examination = new Examination(lesson);
    const { controller } = lesson.settings;
    this.#isOptimized = lesson.layout.slots.flatMap(({ path, size }) =>
      new Array<boolean>(size).fill(!isMeasured(controller, path)),
    );
  }

  /** Noise of a candidate, 0 where nothing is optimized. */
  noise(iteration: number, candidate: number): Float64Array {
    const { layout, seed } = this.#lesson;
    return noiseOf({ seed, iteration, candidate }, layout.size).map((n, i) => (this.#isOptimized[i] ? n : 0));
  }

  /** Tries vectors on the scenarios of an iteration, the same ones for each. */
  async tried(vectors: readonly Float64Array[], iteration: number, signal?: AbortSignal): Promise<Tried> {
    requireList('candidates', vectors);
    requireInteger('iteration', iteration, 0);
    const owners = this.#members(({ candidate }) => candidate);
    const parameters = mapTree(this.#lesson.layout.fromVectors(vectors), (leaf) => membersOf(leaf, owners));
    const scenario = this.#scenarioOf(iteration);
    const { loss, terms, measures } = await this.#examination.marksOf(parameters, scenario, signal);
    const losses = Float64Array.from({ length: this.#count }, (_, candidate) => this.#meanOf(loss, candidate));
    const finite = [...losses.keys()].filter((candidate) => Number.isFinite(losses[candidate]));
    const overall = (values: Float64Array): number =>
      finite.reduce((total, candidate) => total + this.#meanOf(values, candidate), 0) / finite.length;
    return {
      losses,
      overall: { loss: overall(loss), terms: mapNamed(terms, overall), measures: mapNamed(measures, overall) },
    };
  }

  /** Mean over a candidate's rollouts; Infinity where it is not finite. */
  #meanOf(values: Float64Array, candidate: number): number {
    const first = candidate * this.#episodes;
    const mean = values.subarray(first, first + this.#episodes).reduce((a, b) => a + b, 0) / this.#episodes;
    return Number.isFinite(mean) ? mean : Infinity;
  }

  /** Members are the rollouts of the first candidate, then those of the second, and so on. */
  #members<T>(of: (member: { readonly candidate: number; readonly episode: number }) => T): T[] {
    return Array.from({ length: this.#count * this.#episodes }, (_, member) =>
      of({ candidate: Math.floor(member / this.#episodes), episode: member % this.#episodes }),
    );
  }

  #scenarioOf(iteration: number): Scenario {
    const { sampler, seed } = this.#lesson;
    const drawn = sampler.draw({ set: 'training', seed, step: iteration, count: this.#episodes });
    const episodes = this.#members(({ episode }) => episode);
    const all = mapTree(drawn, (leaf) => membersOf(leaf, episodes));
    return { ...all, initial: mapTree(all.initial, (leaf) => spread(leaf, episodes.length)) };
  }
}
