/** @file A look at many arms: where each starts, what it shall reach, where it goes, and whether it comes there. Plain data. */
import { memberOf } from '../../../../optimize/population-objective.ts';
import type { PopulationTensor } from '../../../../core/population-tensor.ts';
import type { Experiment } from '../../../../scene/experiment.ts';
import { posesOf } from '../../../worker/motion.ts';
import { mainMeasureName } from '../main-measure-name.ts';
import { targetOf } from '../target.ts';
import type { Situation } from './situation.ts';
import { Crowd, type CrowdRollout } from './crowd.ts';

/** Arms that are looked at, at most. */
export const crowdSize = 25;

/** What is drawn and said of many arms. */
export interface CrowdLook {
  /** A copy of those that it is of. */
  readonly parameters: Float64Array;
  readonly count: number;
  /** Frames, `dt` (s) apart. */
  readonly frames: number;
  readonly dt: number;
  readonly bodies: number;
  /** frames x count x bodies x 12, each the rows of [rotation | translation], m. */
  readonly poses: Float32Array;
  readonly situations: readonly Situation[];
  /** Of each arm: whether it has succeeded, and what it is judged by, SI. */
  readonly reached: readonly boolean[];
  readonly values: readonly number[];
}

/** One member's numbers, of a value that all may share. */
const numbersOf = (value: PopulationTensor, member: number): number[] => [
  ...memberOf(value, value.population === 1 ? 0 : member),
];

/** What looks at many arms of one experiment, and of those that differ from it in numbers only. */
export class CrowdLooking {
  readonly #experiment: Experiment;
  readonly #crowd: Crowd;
  readonly #pose: { at?: (q: Float64Array) => Float64Array };

  constructor(experiment: Experiment, crowd = new Crowd(experiment, crowdSize), pose = {}) {
    this.#experiment = experiment;
    this.#crowd = crowd;
    this.#pose = pose;
  }

  /** The same programs for other numbers. */
  of(experiment: Experiment): CrowdLooking {
    return new CrowdLooking(experiment, this.#crowd.of(experiment), this.#pose);
  }

  at(parameters: Float64Array): CrowdLook {
    const { model, settings } = this.#experiment;
    const { count } = this.#crowd;
    const { hold = 1, steps, dt } = settings;
    const frames = steps / hold + 1;
    const found = this.#crowd.rollOut(parameters);
    this.#pose.at ??= posesOf(model, frames * count);
    const measure = mainMeasureName(settings.task);
    const each = <T>(valueOf: (member: number) => T): T[] => Array.from({ length: count }, (_, i) => valueOf(i));
    return {
      parameters: parameters.slice(),
      count,
      frames,
      dt: hold * dt,
      bodies: model.bodies.length,
      poses: Float32Array.from(this.#pose.at(this.#rows(found, hold, frames))),
      situations: each((member) => this.#situationOf(member)),
      reached: each((member) => numbersOf(found.reached, member)[0] === 1),
      values: each((member) => (measure === undefined ? NaN : numbersOf(found.measures[measure], member)[0])),
    };
  }

  /** Configurations of every period's beginning, of all arms one after another. */
  #rows({ q }: CrowdRollout, hold: number, frames: number): Float64Array {
    const { nq } = this.#experiment.model;
    const { count, scenario } = this.#crowd;
    const rows = new Float64Array(frames * count * nq);
    for (let frame = 0; frame < frames; frame++)
      for (let member = 0; member < count; member++)
        for (let entry = 0; entry < nq; entry++) {
          const step = frame * hold - 1;
          const { data, population } = step < 0 ? scenario.initial.q : q;
          const place = Math.max(step, 0) * nq + entry;
          rows[(frame * count + member) * nq + entry] = data[place * population + (population === 1 ? 0 : member)];
        }
    return rows;
  }

  #situationOf(member: number): Situation {
    const { initial, goals } = this.#crowd.scenario;
    const target = targetOf(this.#experiment.scene);
    const place = target?.isSampled ? goals[target.goal].position : undefined;
    const goal = place && (numbersOf(place, member) as unknown as Situation['goal']);
    return { q: numbersOf(initial.q, member), v: numbersOf(initial.v, member), goal: goal ?? null };
  }
}
