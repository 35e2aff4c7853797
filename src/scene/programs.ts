/** @file The traced programs of an experiment: what numbers of its scenario, weights and fixed parameters they run on is said at each call. */
import { type ControllerParameters, isMeasured } from '../../controllers/controller.ts';
import type { Executable } from '../core/backend/executable.ts';
import { compile, CompiledFunction, TracedFunction } from '../core/compile.ts';
import { disconnectedParameters } from '../core/derivative/connectivity.ts';
import { compileParallel } from '../parallel/compile-parallel.ts';
import type { PopulationRunner } from '../parallel/population-runner.ts';
import { rolloutAndCostates } from '../rollout/costates.ts';
import { type Problem, type Score, scoreAndGradient } from '../rollout/problem.ts';
import { type Rollout, rollout } from '../rollout/rollout.ts';
import { type RolloutSettings } from '../rollout/settings.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { Compiled } from '../train/compiled.ts';

/** What programs read besides the parameters that are optimized: numbers, which may change from call to call. */
export type Given = { readonly fixed: ControllerParameters; readonly scenario: Scenario };

/** A rollout with the derivatives of its loss by the parameters and by what moves it from outside. */
export type Inspected = ReturnType<typeof rolloutAndCostates<ControllerParameters>>;

type Evaluation = Score & { readonly gradient: ControllerParameters };

export type Evaluate = (
  optimized: ControllerParameters,
  given: Given,
  options?: { readonly signal?: AbortSignal },
) => Promise<Evaluation>;

/** Programs for many members at once. */
export interface PopulationPrograms {
  readonly evaluate: Evaluate;
  readonly simulate: (optimized: ControllerParameters, given: Given) => Rollout;
  /** Traced when it is asked for, where workers have a trace of their own. */
  readonly executable: () => Executable;
}

/** A value that is made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

export class Programs {
  readonly #settings: RolloutSettings;
  /** Loss, gradient, terms and measures; results are read at once, and so may be overwritten by the next call. As all: traced when it is first asked for. */
  readonly evaluation: () => TracedFunction<[ControllerParameters, Given], Evaluation>;
  readonly simulation: () => (optimized: ControllerParameters, given: Given) => Rollout;
  /** Parameters that no path joins to the loss. */
  readonly disconnected: readonly string[];
  /** Everything of one rollout with all derivatives; results may be overwritten by the next call. */
  readonly inspection: () => TracedFunction<[ControllerParameters, Given], Inspected>;
  readonly #lessons = new WeakMap<PopulationRunner, Compiled>();
  readonly #populations = new Map<PopulationRunner | undefined, Map<number, PopulationPrograms>>();

  /** Traces for parameters and numbers of these shapes. */
  constructor(settings: RolloutSettings, optimized: ControllerParameters, given: Given) {
    this.#settings = settings;
    const shapes: [ControllerParameters, Given] = [optimized, given];
    this.evaluation = once(() => new TracedFunction(this.#evaluate, shapes, { reuseResults: true }));
    this.simulation = once(() => compile(this.#rollout, shapes));
    this.inspection = once(() => new TracedFunction(this.#inspect, shapes, { checkFinite: false, reuseResults: true }));
    const alone = disconnectedParameters((x: ControllerParameters) => this.#rollout(x, given).loss, optimized);
    this.disconnected = alone.filter((path) => !isMeasured(settings.controller, path));
  }

  /** Everything that is computed, as a function of tensors. */
  problemOf(start: ControllerParameters, { fixed, scenario }: Given): Problem<ControllerParameters> {
    const { model, dt, steps } = this.#settings;
    return {
      model,
      dt,
      steps,
      start,
      scenario,
      rollout: (parameters, given) => this.#rollout(parameters, { fixed, scenario: given }),
    };
  }

  /** What lessons have compiled for a runner. Parameters that stay as they are were constants of it: lessons with some share nothing. */
  lessonsFor(runner: PopulationRunner, { fixed }: Given): Compiled {
    const known = this.#lessons.get(runner);
    if (known && Object.keys(fixed).length === 0) return known;
    const compiled = new Compiled();
    this.#lessons.set(runner, compiled);
    return compiled;
  }

  /** Programs for as many members as `optimized` has; on the calling thread, or by the workers of `runner`. */
  forMembers(
    optimized: ControllerParameters,
    count: number,
    given: Given,
    runner?: PopulationRunner,
  ): PopulationPrograms {
    const known = this.#populations.get(runner) ?? new Map<number, PopulationPrograms>();
    this.#populations.set(runner, known);
    const programs = known.get(count) ?? this.#population(optimized, given, runner);
    known.set(count, programs);
    return programs;
  }

  readonly #rollout = (optimized: ControllerParameters, { fixed, scenario }: Given): Rollout =>
    rollout(this.#settings, { ...fixed, ...optimized }, scenario);

  readonly #evaluate = (optimized: ControllerParameters, given: Given): Evaluation =>
    scoreAndGradient((x: ControllerParameters) => this.#rollout(x, given), optimized);

  readonly #inspect = (optimized: ControllerParameters, given: Given): Inspected =>
    rolloutAndCostates(this.problemOf(optimized, given), optimized);

  #population(optimized: ControllerParameters, given: Given, runner?: PopulationRunner): PopulationPrograms {
    const options = { checkFinite: false, reuseResults: true };
    const compiled = once(() => new CompiledFunction(this.#evaluate, [optimized, given], options));
    const parallel = runner && compileParallel(this.#evaluate, [optimized, given], runner, options);
    const simulate = once(() => compile(this.#rollout, [optimized, given], { checkFinite: false }));
    return {
      evaluate: parallel
        ? (x, numbers, callOptions = {}) => parallel.call(callOptions, x, numbers)
        : async (x, numbers) => compiled().call(x, numbers),
      simulate: (x, numbers) => simulate()(x, numbers),
      executable: () => compiled().tracedFor(compiled().inputsOf([optimized, given])).executable,
    };
  }
}
