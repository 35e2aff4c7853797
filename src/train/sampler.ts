/** @file Scenarios for many members, drawn by counters: the same for any number of workers, and after any interruption. */
import { requireInteger, requireList, requireParts, requireWord } from '../core/arguments.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { spread } from '../core/ops/structural.ts';
import { normal, uniform } from '../core/random.ts';
import { leavesOf } from '../core/tree.ts';
import { ArgumentError } from '../errors.ts';
import { checksum } from '../formats/checksum.ts';
import type { Scenario } from '../rollout/scenario.ts';
import type { Possible } from './possible.ts';
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
export const streamOf = (set: SampleSet, name: string): number => parseInt(checksum(`${set} ${name}`), 16);

/** The longest delay of commands that any of these can draw, s; `undefined` where none draws any. */
export const mostDelayOf = (variations: readonly Variation[]): number | undefined =>
  variations.map(({ mostDelay }) => mostDelay).find((most) => most !== undefined);

/** Times that a member is drawn before it is given up: where one of three is possible, one of 10^17 is not found. */
const mostAttempts = 100;

/** The numbers of a variation, [numbers] of each member. */
interface Drawing {
  readonly variation: Variation;
  readonly data: Float64Array;
}

/** Scenarios around one, each member with its own of all that varies. */
export class Sampler {
  readonly variations: readonly Variation[];
  readonly #scenario: Scenario;
  readonly #isPossible: Possible | undefined;

  /** Members that are not possible are drawn again, by numbers of their own, until all are. */
  constructor(scenario: Scenario, variations: readonly Variation[], isPossible?: Possible) {
    requireParts('scenario', scenario, { initial: 'an object', goals: 'an object', weights: 'an object' });
    requireList('variations', variations);
    variations.forEach((variation, i) => {
      requireParts(`variations[${i}]`, variation, { name: 'a text', numbers: 'a number', vary: 'a function' });
    });
    const names = variations.map(({ name }) => name);
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined) throw new ArgumentError('variations', `"${twice}" a second time`, 'each once');
    this.#scenario = scenario;
    this.variations = variations;
    this.#isPossible = isPossible;
  }

  /**
   * Scenarios of so many members. Throws an ArgumentError where something that was drawn is not finite, or where a member was never
   * possible.
   */
  draw(sample: Sample): Scenario {
    requireParts('sample', sample, { set: 'a text', seed: 'a number', count: 'a number' });
    requireWord('set', sample.set, sampleSets);
    requireInteger('count', sample.count, 1);
    const drawings = this.variations.map((variation) => ({
      variation,
      data: new Float64Array(variation.numbers * sample.count),
    }));
    let again = Array.from({ length: sample.count }, (_, member) => member);
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      for (const drawing of drawings) drawInto(drawing, sample, again, attempt);
      const scenario = this.#scenarioOf(drawings, sample.count);
      requireFinite(scenario);
      again = this.#impossible(scenario, again);
      if (again.length === 0) return scenario;
    }
    throw new ArgumentError(
      'variations',
      `${mostAttempts} starts in a row that break what success asks for`,
      'a start that can succeed',
      'draw starts, goals and obstacles farther apart',
    );
  }

  #scenarioOf(drawings: readonly Drawing[], members: number): Scenario {
    const { initial } = this.#scenario;
    const begun: Scenario = {
      ...this.#scenario,
      initial: { q: spread(initial.q, members), v: spread(initial.v, members) },
    };
    return drawings.reduce(
      (scenario, { variation, data }) =>
        variation.vary(scenario, new PopulationTensor({ shape: [variation.numbers], population: members }, data)),
      begun,
    );
  }

  /** Those of these members that are not possible. */
  #impossible(scenario: Scenario, members: readonly number[]): number[] {
    if (!this.#isPossible) return [];
    const { data, population } = this.#isPossible(scenario);
    return members.filter((member) => data[population === 1 ? 0 : member] !== 1);
  }
}

/** Draws the numbers of some members anew, each by keys of its own: what one gets says nothing of how often others were drawn. */
function drawInto(
  { variation: { name, numbers, distribution }, data }: Drawing,
  { set, seed, step = 0, count }: Sample,
  members: readonly number[],
  attempt: number,
): void {
  const draw = distribution === 'uniform' ? uniform : normal;
  const stream = streamOf(set, attempt === 0 ? name : `${name} again ${attempt}`);
  for (const member of members) {
    const own = draw({ seed, step, stream, member }, numbers);
    for (let i = 0; i < numbers; i++) data[i * count + member] = own[i];
  }
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
