/** @file Scenarios for many members, drawn by counters: the same for any number of workers, and after any interruption. */
import { requireInteger, requireWord } from '../core/arguments.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { spread } from '../core/ops/structural.ts';
import { normal, type RandomKey, uniform } from '../core/random.ts';
import { leavesOf } from '../core/tree.ts';
import { ArgumentError } from '../errors.ts';
import { checksum } from '../formats/checksum.ts';
import type { Scenario } from '../rollout/scenario.ts';
import type { Variation } from './variation.ts';

/** What scenarios are drawn for. Those of one have nothing in common with those of another, whatever their seeds. */
export const sampleSets = ['training', 'validation', 'test'] as const;
/** One of them. */
export type SampleSet = (typeof sampleSets)[number];

/** Which scenarios are drawn. */
export interface Sample {
  readonly set: SampleSet;
  readonly seed: number;
  /** Drawing of a set, from 0: an iteration of the training. */
  readonly step?: number;
  readonly count: number;
}

/** The word that a random stream is known by: of what is drawn, for what. */
const streamOf = (set: SampleSet, name: string): number => parseInt(checksum(`${set} ${name}`), 16);

/** The longest delay of commands that any of these can draw, s; `undefined` where none draws any. */
export const mostDelayOf = (variations: readonly Variation[]): number | undefined =>
  variations.map(({ mostDelay }) => mostDelay).find((most) => most !== undefined);

/** Scenarios around one, each member with its own of all that varies. */
export class Sampler {
  readonly variations: readonly Variation[];
  readonly #scenario: Scenario;

  constructor(scenario: Scenario, variations: readonly Variation[]) {
    const names = variations.map(({ name }) => name);
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined) throw new ArgumentError('variations', `"${twice}" a second time`, 'each once');
    this.#scenario = scenario;
    this.variations = variations;
  }

  /** Scenarios of so many members. Throws an ArgumentError where something that was drawn is not finite. */
  draw({ set, seed, step = 0, count: members }: Sample): Scenario {
    requireWord('set', set, sampleSets);
    requireInteger('count', members, 1);
    const { initial } = this.#scenario;
    const begun: Scenario = {
      ...this.#scenario,
      initial: { q: spread(initial.q, members), v: spread(initial.v, members) },
    };
    const drawn = this.variations.reduce(
      (scenario, { name, numbers, distribution, vary }) =>
        vary(scenario, drawnFor({ seed, step, stream: streamOf(set, name) }, { numbers, distribution, members })),
      begun,
    );
    requireFinite(drawn);
    return drawn;
  }
}

/** Numbers [count] of each member, by a key of its own. */
function drawnFor(
  key: RandomKey,
  { numbers, distribution, members }: Pick<Variation, 'numbers' | 'distribution'> & { readonly members: number },
): PopulationTensor {
  const draw = distribution === 'uniform' ? uniform : normal;
  const data = new Float64Array(numbers * members);
  for (let member = 0; member < members; member++) {
    const own = draw({ ...key, member }, numbers);
    for (let i = 0; i < numbers; i++) data[i * members + member] = own[i];
  }
  return new PopulationTensor({ shape: [numbers], population: members }, data);
}

/** A number that is none would be in every gradient: it is refused by its path before. */
function requireFinite({ initial, goals, robot, delay, weights }: Scenario): void {
  for (const { path, value } of leavesOf({ initial, goals, weights, robot: robot ?? {}, ...(delay && { delay }) })) {
    const wrong = value.data.findIndex((number) => !Number.isFinite(number));
    if (wrong >= 0)
      throw new ArgumentError(
        `scenario: ${path}`,
        String(value.data[wrong]),
        'a finite number',
        'say where it shall be',
      );
  }
}
