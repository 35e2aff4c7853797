/** @file The mean of many rollouts and its gradient: what trainers with gradients go down. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { TracedFunction } from '../core/compile.ts';
import { populationMean } from '../core/ops/reduction.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { mapTree, type Tree } from '../core/tree.ts';
import type { NonFiniteError } from '../errors.ts';
import { compileParallel, type ParallelFunction } from '../parallel/compile-parallel.ts';
import { type Named, singleNumbers } from '../rollout/closed-loop.ts';
import { withGradientOfLoss } from '../rollout/problem.ts';
import { rollout } from '../rollout/rollout.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { nonFiniteOf } from './not-finite.ts';
import type { Lesson } from './trainer.ts';

/** Means over the members, and the gradient of the mean loss. */
type Means = {
  readonly loss: PopulationTensor;
  readonly terms: Named;
  readonly measures: Named;
  readonly gradient: ControllerParameters;
  /** What else was asked for, of the rollouts. */
  readonly more: Tree;
};

/** The same as plain numbers. */
export interface Found {
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
  readonly measures: Readonly<Record<string, number>>;
  readonly gradient: Float64Array;
  readonly more: Tree;
}

/** What is asked for besides, of what was watched: its means over the members are given. */
export type Summary = (watched: Tree, parameters: ControllerParameters) => Tree;

/** The mean loss over the members of a scenario, and its gradient: traced for scenarios like the first. */
export class Objective {
  readonly #lesson: Lesson;
  readonly #summary: Summary | undefined;

  constructor(lesson: Lesson, summary?: Summary) {
    this.#lesson = lesson;
    this.#summary = summary;
  }

  async evaluate(x: Float64Array, scenario: Scenario, signal?: AbortSignal): Promise<Found> {
    const { layout, runner, compiled } = this.#lesson;
    const parameters = layout.fromVector(x);
    const name = `objective of ${scenario.initial.q.population}${this.#summary ? ', measured' : ''}`;
    const means: ParallelFunction<[ControllerParameters, Scenario], Means> = compiled.of(name, () =>
      compileParallel(this.#means, [parameters, scenario], runner, { checkFinite: false, reuseResults: true }),
    );
    const found = await means.call(signal ? { signal } : {}, parameters, scenario);
    return {
      loss: found.loss.item(),
      terms: singleNumbers(found.terms),
      measures: singleNumbers(found.measures),
      gradient: layout.toVector(found.gradient),
      more: found.more,
    };
  }

  /** Where the first number that is not finite was born, of an evaluation that had one. */
  explain(x: Float64Array, scenario: Scenario): NonFiniteError | null {
    const parameters = this.#lesson.layout.fromVector(x);
    return nonFiniteOf(() => new TracedFunction(this.#means, [parameters, scenario]).call(parameters, scenario));
  }

  readonly #means = (optimized: ControllerParameters, scenario: Scenario): Means => {
    const { settings, fixed } = this.#lesson;
    const { value, gradient } = withGradientOfLoss((x: ControllerParameters) => {
      const parameters = { ...fixed, ...x };
      const { loss, terms, measures, outputs } = rollout(settings, parameters, scenario);
      const more = this.#summary?.(outputs.watched, parameters) ?? {};
      return mapTree({ loss, terms, measures, more }, (each) => populationMean(each));
    }, optimized);
    return { ...value, gradient };
  };
}
