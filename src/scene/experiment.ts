/** @file An experiment: a scene with its robot, ready to be optimized. A change of numbers costs no new trace. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { requireInstance, requireNumbers } from '../core/arguments.ts';
import type { TracedFunction } from '../core/compile.ts';
import type { ParameterLayout } from '../core/parameters.ts';
import { PopulationTensor, requireMembers } from '../core/population-tensor.ts';
import { ArgumentError, type RobotFinding } from '../errors.ts';
import type { Attempt } from '../learning/closed-loop.ts';
import { diagnoseInstability } from '../learning/diagnose-divergence.ts';
import { foreseen, hopelessnessOf } from '../learning/foresee.ts';
import { describeEntries } from '../learning/parameter-names.ts';
import type { Method } from '../optimize/method.ts';
import { type NamedEvaluation, populationOfOne } from '../optimize/population-objective.ts';
import type { RunState } from '../optimize/run-state.ts';
import type { UpdateRule } from '../optimize/update-rule.ts';
import type { PopulationRunner } from '../parallel/population-runner.ts';
import type { Estimate } from '../robot/estimate-inertia.ts';
import type { Repair } from '../robot/judge-bodies.ts';
import type { EstimatorSettings } from '../estimation/perception.ts';
import type { RobotModel } from '../robot/model.ts';
import { isPlanning, type PlannedJob, type PlanningMethod } from '../plan/method.ts';
import type { Problem, Score } from '../rollout/problem.ts';
import { singleNumbers } from '../rollout/closed-loop.ts';
import type { RolloutSettings } from '../rollout/settings.ts';
import { type Trajectory, trajectoryOf } from '../rollout/trajectory.ts';
import { isRunning } from '../task/task.ts';
import type { Optimizable } from '../run/optimizable.ts';
import { startsAround, type StartSettings } from '../run/starts.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { conditionsOf } from './conditions.ts';
import { lessonOf } from './lesson.ts';
import { type Inspection, inspectionOf } from './inspection.ts';
import { dataOf, numbersOf, type PopulationExperiment } from './population-experiment.ts';
import { type Guide, plannedJob } from './planning-task.ts';
import type { Given, Programs } from './programs.ts';
import { evaluationOf } from './parse.ts';
import type { Scene } from './schema.ts';
import type { Sampler } from '../train/sampler.ts';
import { isTrainer, type Trainer } from '../train/trainer.ts';
import type { Course } from '../train/training.ts';

/** The robot of an experiment, and what was found about its file. */
export interface LoadedModel {
  readonly model: RobotModel;
  /** Warnings about the robot file. */
  readonly findings: readonly RobotFinding[];
  readonly repairs: readonly Repair[];
  /** Links whose inertia was estimated, and of what. */
  readonly estimates: readonly Estimate[];
}

/** What an experiment is made of. */
export interface ExperimentParts extends LoadedModel {
  readonly scene: Scene;
  readonly settings: RolloutSettings;
  readonly layout: ParameterLayout<ControllerParameters>;
  readonly given: Given;
  /** Flat parameters that are optimized, as the scene says them. */
  readonly initialParameters: Float64Array;
  readonly starts: StartSettings;
  readonly method: Method | UpdateRule | Trainer | PlanningMethod;
  /** Iterations in all. */
  readonly iterations: number;
  /** Rollouts that differ in what the scene lets vary. */
  readonly sampler: Sampler;
  /** How its robot is seen; nothing where its controller sees the state itself. */
  readonly sensing?: EstimatorSettings;
  /** What planning starts from, where the method plans. */
  readonly guide?: Guide;
  readonly programs: Programs;
}

/** A scene with its robot, ready to be optimized: what `assemble` returns. */
export class Experiment {
  readonly scene: Scene;
  readonly model: RobotModel;
  readonly findings: readonly RobotFinding[];
  readonly repairs: readonly Repair[];
  readonly estimates: readonly Estimate[];
  readonly settings: RolloutSettings;
  /** Layout of the parameters that are optimized. */
  readonly layout: ParameterLayout<ControllerParameters>;
  /** Flat parameters to start from. */
  readonly initialParameters: Float64Array;
  readonly method: Method | UpdateRule | Trainer | PlanningMethod;
  /** Iterations in all. */
  readonly iterations: number;
  /** Rollouts that differ in what the scene lets vary. */
  readonly sampler: Sampler;
  /** @internal How its robot is seen; nothing where its controller sees the state itself. */
  readonly sensing: EstimatorSettings | undefined;
  /** @internal What planning starts from, where the method plans. */
  readonly guide: Guide | undefined;
  /** @internal */
  readonly programs: Programs;
  /**
   * The numbers that the programs read besides the parameters that are optimized.
   *
   * @internal
   */
  readonly given: Given;
  readonly #starts: StartSettings;

  /** @internal */
  constructor(parts: ExperimentParts) {
    this.scene = parts.scene;
    this.model = parts.model;
    this.findings = parts.findings;
    this.repairs = parts.repairs;
    this.estimates = parts.estimates;
    this.settings = parts.settings;
    this.layout = parts.layout;
    this.initialParameters = parts.initialParameters;
    this.method = parts.method;
    this.iterations = parts.iterations;
    this.sampler = parts.sampler;
    this.sensing = parts.sensing;
    this.guide = parts.guide;
    this.programs = parts.programs;
    this.given = parts.given;
    this.#starts = parts.starts;
  }

  /** Everything that it computes, as a function of tensors. */
  get problem(): Problem<ControllerParameters> {
    return this.programs.problemOf(this.layout.fromVector(this.initialParameters), this.given);
  }

  /** Parameters that no path joins to the loss. */
  get disconnected(): readonly string[] {
    return this.programs.disconnected;
  }

  /** Why it cannot come to what it is asked for, in words: goals beyond the arm, joints that nothing drives, a start outside of limits. */
  get warnings(): string[] {
    return foreseen(this.settings, this.given.scenario, this.disconnected);
  }

  /** Why what it asks for can never be met, in words; none where nothing is known against it. */
  get hopeless(): string[] {
    return hopelessnessOf(this.settings, this.given.scenario.goals);
  }

  /** Why its steps make every disturbance grow from its start on, in words; null where they do not. */
  get instability(): string | null {
    const found = diagnoseInstability(this.attempt(this.initialParameters));
    return found && `${found.cause}; fix: ${found.remedy}`;
  }

  /** Entries of the flat parameters in words: log kd of joint "elbow". */
  describe(entries: readonly number[]): string {
    requireNumbers('entries', entries, 'a list of positions');
    return describeEntries(entries, this.layout.slots, this.model);
  }

  /**
   * The rollout of flat parameters, with all that it is made of.
   *
   * @internal
   */
  attempt(x: Float64Array): Attempt {
    const { fixed, scenario } = this.given;
    return { settings: this.settings, optimized: this.layout.fromVector(x), fixed, scenario };
  }

  /**
   * States, costs and adjoint forces of all steps, of one member, in bytes: the least that a gradient keeps without
   * checkpoints. A compiled program keeps other values besides, where reading them is cheaper than computing them again.
   */
  get storedBytes(): number {
    const { nq, nv } = this.model;
    const { steps, task } = this.settings;
    return 8 * steps * (nq + 2 * nv + task.terms.filter(isRunning).length);
  }

  /**
   * The traced evaluation, loss and gradient: what `explain` looks into, and what says the memory of a run.
   *
   * @internal
   */
  get evaluation(): TracedFunction<[ControllerParameters, Given], Score & { readonly gradient: ControllerParameters }> {
    return this.programs.evaluation();
  }

  /** Loss, gradient, terms and measures at flat parameters. Throws a NonFiniteError. */
  evaluate(parameters: Float64Array): NamedEvaluation {
    const { loss, terms, measures, reached, gradient } = this.evaluation.call(
      this.layout.fromVector(parameters),
      this.given,
    );
    return {
      loss: loss.item(),
      gradient: this.layout.toVector(gradient),
      terms: singleNumbers(terms),
      measures: singleNumbers(measures),
      reached: reached.item(),
    };
  }

  simulate(parameters: Float64Array): Trajectory {
    const { given } = this;
    const found = this.programs.simulation()(this.layout.fromVector(parameters), given);
    return trajectoryOf(found, given.scenario.initial, this.settings.dt);
  }

  /**
   * Everything of one rollout at flat parameters, of one compiled call: what is drawn of an iteration, all of the same numbers. The
   * program is traced at the first call. What has diverged is returned as it is: finite up to where it is not. `scenario`: with other
   * numbers than the scene's, e.g. another start or goal.
   */
  inspect(parameters: Float64Array, scenario: Scenario = this.given.scenario): Inspection {
    const given = { ...this.given, scenario };
    const found = this.programs.inspection().call(this.layout.fromVector(parameters), given);
    return inspectionOf(found, this.layout, trajectoryOf(found.found, scenario.initial, this.settings.dt), parameters);
  }

  /** One run, from the scene's own start or from other parameters. */
  one(start: Float64Array = this.initialParameters): Optimizable {
    requireInstance('start', start, Float64Array);
    return {
      ...conditionsOf(this),
      starts: new PopulationTensor({ shape: [start.length], population: 1 }, start),
      evaluateOne: (x) => this.evaluate(x),
      evaluate: async ({ data }) => populationOfOne(this.evaluate(data)),
    };
  }

  /** Whether its method trains: then `course` says what a Training is made of, and there is nothing for an Optimization. */
  get isTraining(): boolean {
    return isTrainer(this.method);
  }

  /** What a training of its controller is made of. Refused where its method makes one rollout again and again. */
  course(runner: PopulationRunner): Course {
    const { method, initialParameters: start, iterations } = this;
    if (!isTrainer(method)) throw new ArgumentError('method', method.name, 'a method that trains');
    return {
      lesson: lessonOf(this, runner),
      trainer: method,
      start,
      iterations,
      validation: this.examinations.validation,
    };
  }

  /** Whether its method plans: then its controller follows a plan, and `planning` is what there is to do. */
  get isPlanning(): boolean {
    return isPlanning(this.method);
  }

  /** The job of a method that plans, which goes on from `saved` where there is one. Refused where the method does not plan. */
  plan(saved?: RunState, now?: () => number): PlannedJob {
    return plannedJob(this, saved, now);
  }

  /** Rollouts that its controller is judged by, which it has not learned from. */
  get examinations(): NonNullable<Scene['evaluate']> {
    return evaluationOf(this.scene);
  }

  /**
   * The same experiment for `count` members at once: the scene's own start, and others around it by its perturbation, or by 0.2
   * where it has none. Evaluated on the calling thread, or by the workers of `runner`.
   */
  population(count: number, runner?: PopulationRunner): PopulationExperiment {
    requireMembers('population', count);
    const { given, layout, settings } = this;
    const starts = startsAround(this.initialParameters, this.#starts, count);
    const programs = this.programs.forMembers(layout.fromTensor(starts), count, given, runner);
    return {
      ...conditionsOf(this),
      starts,
      evaluation: programs.executable,
      evaluateOne: (x) => this.evaluate(x),
      evaluate: async (x, options) => {
        const found = await programs.evaluate(layout.fromTensor(x), given, options);
        const { population } = x;
        return {
          loss: dataOf(found.loss, population),
          gradient: layout.toTensor(found.gradient, population),
          terms: numbersOf(found.terms, population),
          measures: numbersOf(found.measures, population),
          reached: dataOf(found.reached, population),
        };
      },
      simulateAll: (x) => {
        const found = programs.simulate(layout.fromTensor(x), given);
        return Array.from({ length: x.population }, (_, member) =>
          trajectoryOf(found, given.scenario.initial, settings.dt, member),
        );
      },
    };
  }
}
