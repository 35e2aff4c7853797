/** @file How well a controller does in many rollouts that it has not learned from. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { requireInstance } from '../core/arguments.ts';
import { compileParallel, type ParallelFunction } from '../parallel/compile-parallel.ts';
import { largest } from '../core/largest.ts';
import { spread } from '../core/ops/structural.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { mapTree, tensorsOf } from '../core/tree.ts';
import type { Named } from '../rollout/closed-loop.ts';
import { rollout } from '../rollout/rollout.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { mapNamed } from '../optimize/iteration-values.ts';
import type { MeasureSummary, Report } from '../run/job.ts';
import type { Sample } from './sampler.ts';
import { type Lesson, requireLesson } from './trainer.ts';

/** What each member's rollout came to. */
export interface Marks {
  readonly loss: Float64Array;
  /** 1 where a member has succeeded, else 0. */
  readonly reached: Float64Array;
  readonly measures: Readonly<Record<string, Float64Array>>;
}

/** The same with the terms that each loss is the sum of. */
export interface DetailedMarks extends Marks {
  readonly terms: Readonly<Record<string, Float64Array>>;
}

type Scores = {
  readonly loss: PopulationTensor;
  readonly reached: PopulationTensor;
  readonly terms: Named;
  readonly measures: Named;
};

const dataOf = ({ data }: PopulationTensor): Float64Array => data;

/** Rollouts of many members at once, without derivatives: traced for scenarios like the first. */
export class Examination {
  readonly #lesson: Lesson;

  constructor(lesson: Lesson) {
    this.#lesson = lesson;
  }

  /** Of a vector that all members share. */
  marks(x: Float64Array, scenario: Scenario, signal?: AbortSignal): Promise<Marks> {
    return this.marksOf(this.#lesson.layout.fromVector(x), scenario, signal);
  }

  /** Of parameters that each member has its own of. */
  async marksOf(parameters: ControllerParameters, scenario: Scenario, signal?: AbortSignal): Promise<DetailedMarks> {
    const { runner, compiled } = this.#lesson;
    const controllers = largest(
      1,
      tensorsOf(parameters).map(({ population }) => population),
    );
    const name = `examination of ${scenario.initial.q.population}, ${controllers} controllers`;
    const scores: ParallelFunction<[ControllerParameters, Scenario], Scores> = compiled.of(name, () =>
      compileParallel(this.#scores, [parameters, scenario], runner, { checkFinite: false }),
    );
    const found = await scores.call(signal ? { signal } : {}, parameters, scenario);
    return {
      loss: found.loss.data,
      reached: found.reached.data,
      terms: mapNamed(found.terms, dataOf),
      measures: mapNamed(found.measures, dataOf),
    };
  }

  readonly #scores = (optimized: ControllerParameters, scenario: Scenario): Scores => {
    const { settings, fixed } = this.#lesson;
    const unwatched = { ...settings, watch: undefined };
    const { loss, reached, terms, measures } = rollout(unwatched, { ...fixed, ...optimized }, scenario);
    const members = scenario.initial.q.population;
    return mapTree({ loss, reached, terms, measures }, (each) => spread(each, members));
  };
}

/** A measure's percentiles; what is not finite is the largest of all. */
function summaryOf(values: Float64Array): MeasureSummary {
  const sorted = values.map((value) => (Number.isNaN(value) ? Infinity : value)).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  return { median: at(0.5), high: at(0.99), largest: at(1) };
}

export const meanOf = (values: Float64Array): number =>
  values.reduce((total, value) => total + value, 0) / values.length;

/** What all marks come to. */
export function reportOf({ loss, reached, measures }: Marks): Report {
  const mean = meanOf(loss);
  return {
    count: loss.length,
    success: meanOf(reached.map((value) => (value === 1 ? 1 : 0))),
    loss: Number.isFinite(mean) ? mean : Infinity,
    measures: mapNamed(measures, summaryOf),
  };
}

/** Whether one is better than the other: more of it succeeds, or as much at a lower loss. */
export const isBetter = (a: Pick<Report, 'success' | 'loss'>, b: Pick<Report, 'success' | 'loss'>): boolean =>
  a.success > b.success || (a.success === b.success && a.loss < b.loss);

/** How well parameters do with scenarios that are drawn for it. */
export async function examine(lesson: Lesson, x: Float64Array, sample: Sample, signal?: AbortSignal): Promise<Report> {
  requireLesson(lesson);
  requireInstance('x', x, Float64Array);
  const scenario = lesson.sampler.draw(sample);
  return reportOf(await new Examination(lesson).marks(x, scenario, signal));
}
