/** @file Training: the job of a scene whose method trains. One controller learns from many rollouts, and is judged by others. */
import { requireInstance, requireInteger, requireParts, requireSignal } from '../core/arguments.ts';
import type { Tree } from '../core/tree.ts';
import { ArgumentError, type NonFiniteError } from '../errors.ts';
import { type MemberHistory } from '../optimize/iteration-values.ts';
import { requireRunState, type RunState } from '../optimize/run-state.ts';
import type { Scenario } from '../rollout/scenario.ts';
import type {
  End,
  Job,
  JobResult,
  LayerCondition,
  MemberIteration,
  Progress,
  Report,
  TrainingProgress,
} from '../run/job.ts';
import { Examination, isBetter, reportOf } from './evaluation.ts';
import { type Counters, countersOf, namedCounters, namedState, trainerState } from './counters.ts';
import { fruitlessness, isWorse } from './fruitlessness.ts';
import { Log, unknownRow } from './log.ts';
import { Saturation } from './saturation.ts';
import { isRefused, type Lesson, requireLesson, type Teaching, type Trainer } from './trainer.ts';

/** What a training is made of. */
export interface Course {
  readonly lesson: Lesson;
  readonly trainer: Trainer;
  /** Parameters to start from. */
  readonly start: Float64Array;
  /** Iterations in all. */
  readonly iterations: number;
  /** Rollouts that it is judged by while it learns. */
  readonly validation: { readonly count: number; readonly seed: number };
}

/** Steps in a row that are refused before the training has diverged: the same parameters would only be refused again. */
const mostRefused = 8;

/** A training. One vector of parameters learns; `members` of the interface are not those of its gradients. */
export class Training implements Job {
  readonly members = 1;
  readonly bestMember = 0;
  readonly #course: Course;
  readonly #teaching: Teaching;
  readonly #examination: Examination;
  /** The validation's rollouts, the same ones each time. */
  readonly #unseen: Scenario;
  readonly #log: Log;
  readonly #counters: Counters;
  #x: Float64Array;
  #state: Tree;
  #best: { readonly iteration: number; readonly x: Float64Array };
  #saturation: Saturation | undefined;
  #layers: readonly LayerCondition[] = [];
  #validation: TrainingProgress['validation'] = null;
  #end: End | null = null;
  #gradient: Float64Array | null = null;

  private constructor(course: Course, saved?: RunState) {
    requireCourse(course);
    const { lesson, trainer, start, validation } = course;
    this.#course = course;
    this.#teaching = trainer.teach(lesson);
    this.#examination = new Examination(lesson);
    this.#unseen = lesson.sampler.draw({ set: 'validation', ...validation });
    this.#log = new Log(Object.keys(lesson.settings.task.measures), saved?.history);
    this.#x = saved?.parameters ?? start;
    const begun = this.#teaching.start(this.#x);
    this.#state = saved ? trainerState(saved.method, begun) : begun;
    this.#counters = countersOf(saved?.method);
    this.#best = { iteration: saved?.best?.iteration ?? 0, x: saved?.best?.parameters ?? this.#x };
    this.#validation = this.#log.lastValidation(validation.count);
    if (this.iteration > 0) this.#end = this.#endOfSaved();
  }

  static start(course: Course): Training {
    return new Training(course);
  }

  /** Goes on where its state was taken, with the same bits as if it had never stopped. Throws an ArgumentError. */
  static resume(course: Course, state: RunState): Training {
    requireCourse(course);
    requireRunState(state);
    const { length } = course.start;
    if (state.parameters.length !== length)
      throw new ArgumentError('parameters', `${state.parameters.length} numbers`, `${length} numbers`);
    return new Training(course, state);
  }

  get iteration(): number {
    return this.#log.length;
  }

  get gradients(): number {
    return this.iteration * this.#teaching.gradients;
  }

  get physicsSteps(): number {
    return this.iteration * this.#teaching.physicsSteps;
  }

  get end(): End | null {
    return this.#end;
  }

  /** Present parameters. */
  get x(): Float64Array {
    return this.#x;
  }

  /** Of the last step, before it was clipped; null before the first, where a step was refused, and for methods without. */
  get gradient(): Float64Array | null {
    return this.#gradient;
  }

  get state(): RunState {
    const isBegun = this.iteration > 0;
    return {
      parameters: this.#x,
      method: { ...namedCounters(this.iteration, this.#counters), ...namedState(this.#state) },
      history: this.history,
      best: isBegun ? { iteration: this.#best.iteration, parameters: this.#best.x, reached: this.#hasReached } : null,
    };
  }

  get history(): MemberHistory {
    return this.#log.history;
  }

  get progress(): TrainingProgress {
    const { bestSuccess, refused } = this.#counters;
    return {
      validation: this.#validation,
      best: Number.isFinite(bestSuccess) ? { iteration: this.#best.iteration, success: bestSuccess } : null,
      refused,
      physicsSteps: this.physicsSteps,
      layers: this.#layers,
    };
  }

  async step(signal?: AbortSignal): Promise<Progress> {
    if (signal !== undefined) requireSignal(signal);
    const { iteration } = this;
    const found = await this.#teaching.step(this.#x, this.#state, iteration, signal);
    const next = isRefused(found) ? { x: this.#x, state: this.#state } : found;
    const isDue = this.#isDue(iteration) && !isRefused(found);
    const report = isDue ? await this.#validated(next.x, signal) : null;
    const before = this.#x;
    this.#x = next.x;
    this.#state = next.state;
    this.#gradient = isRefused(found) ? null : (found.gradient ?? null);
    this.#log.append(isRefused(found) ? unknownRow(found, this.#course.lesson.settings.task) : found, report);
    this.#count(isRefused(found) ? found.refused : null);
    if (report) this.#judge(report, iteration);
    // until something is validated, those whose loss is known: where the step led may be of no use
    else if (!Number.isFinite(this.#counters.bestSuccess) && !isRefused(found)) this.#best = { iteration, x: before };
    this.#end ??= isRefused(found) ? this.#endOfRefused(found.refused) : this.#ending(found.stepSize);
    const now = this.#at(iteration);
    const { refused: diverged } = this.#counters;
    return {
      iteration,
      best: this.#at(this.#best.iteration),
      now,
      spread: null,
      diverged,
      stopped: this.#end ? 1 : 0,
      gradients: this.gradients,
      training: this.progress,
    };
  }

  result(): JobResult {
    return {
      end: this.#end,
      reached: this.#hasReached,
      iterations: this.iteration,
      best: this.iteration > 0 ? this.#at(this.#best.iteration) : null,
      parameters: this.#best.x,
      members: 1,
      diverged: this.#counters.refused,
      spread: null,
    };
  }

  /** How well parameters do in the validation. */
  async #validated(x: Float64Array, signal?: AbortSignal): Promise<Report> {
    return reportOf(await this.#examination.marks(x, this.#unseen, signal));
  }

  #isDue(iteration: number): boolean {
    const { trainer, iterations } = this.#course;
    return (iteration + 1) % trainer.watching.every === 0 || iteration + 1 === iterations;
  }

  #count(refused: NonFiniteError | null): void {
    const counters = this.#counters;
    counters.refusedInRow = refused ? counters.refusedInRow + 1 : 0;
    if (refused) counters.refused++;
  }

  #judge(report: Report, iteration: number): void {
    const counters = this.#counters;
    this.#validation = { iteration, ...report };
    this.#layers = this.#condition();
    counters.sinceBest++;
    counters.worseInRow = isWorse(report, this.#log.at(0)) ? counters.worseInRow + 1 : 0;
    if (!isBetter(report, { success: counters.bestSuccess, loss: counters.bestLoss })) return;
    counters.bestSuccess = report.success;
    counters.bestLoss = report.loss;
    counters.sinceBest = 0;
    this.#best = { iteration, x: this.#x };
  }

  /** How the layers of a policy are after this iteration. */
  #condition(): LayerCondition[] {
    const { lesson, start } = this.#course;
    this.#saturation ??= Saturation.of(lesson, start);
    return this.#saturation?.conditions(lesson.layout.fromVector(this.#x)) ?? [];
  }

  /** A training that had ended when it was kept has ended still: another step would lead beyond what it came to. */
  #endOfSaved(): End | null {
    const last = this.iteration - 1;
    if (this.#counters.refusedInRow > 0) return this.#endOfRefused();
    if (this.#validation?.iteration === last) this.#layers = this.#condition();
    return this.#ending(this.#log.at(last).stepSize);
  }

  #ending(stepSize: number): End | null {
    const { until, patience } = this.#course.trainer.watching;
    const { bestSuccess, sinceBest, worseInRow } = this.#counters;
    const { firstFinite: first } = this.#log;
    const standing = {
      validation: this.#validation,
      layers: this.#layers,
      iteration: this.iteration - 1,
      stepSize,
      worseInRow,
    };
    const fruitless = first && fruitlessness({ ...standing, first });
    if (fruitless) return fruitless;
    if (until !== undefined && bestSuccess >= until)
      return { outcome: 'reached', detail: `${percent(bestSuccess)} of the validation succeeds` };
    if (patience !== undefined && sinceBest >= patience)
      return { outcome: 'converged', detail: `${patience} validations without anything better` };
    return null;
  }

  /** The end of a training whose steps are refused one after another: the same parameters would only be refused again. */
  #endOfRefused(refused?: NonFiniteError): End | null {
    if (this.#counters.refusedInRow < mostRefused) return null;
    const before = this.iteration - 1 - mostRefused;
    // the rate of the last step that was taken; before the first one none is known
    const was = before < 0 ? '' : ` (it was ${this.#log.at(before).stepSize.toPrecision(2)})`;
    const why = refused ? ` (${refused.message})` : '';
    const kept = `the best parameters so far are those of iteration ${this.#best.iteration}`;
    const advice = `fix: a smaller method.learningRate${was}, a smaller method.clipNorm, or a shorter time.horizon`;
    return {
      outcome: 'diverged',
      detail: `diverged at iteration ${this.iteration - mostRefused}: ${mostRefused} steps in a row were not finite${why}; ${kept}; ${advice}`,
      ...(refused && { error: refused }),
    };
  }

  get #hasReached(): boolean {
    const { until } = this.#course.trainer.watching;
    return until !== undefined && this.#counters.bestSuccess >= until;
  }

  /** An iteration with the measures of the task alone. */
  #at(iteration: number): MemberIteration {
    const { measures, ...row } = this.#log.at(iteration);
    const names = Object.keys(this.#course.lesson.settings.task.measures);
    return { member: 0, ...row, measures: Object.fromEntries(names.map((name) => [name, measures[name]])) };
  }
}

/** Refuses what nothing can be learned by. */
function requireCourse(course: Course): void {
  requireParts('course', course, { lesson: 'an object', trainer: 'an object' }, 'use experiment.course(…)');
  requireLesson(course.lesson);
  requireParts('course.trainer', course.trainer, { name: 'a text', teach: 'a function' });
  requireInstance('course.start', course.start, Float64Array);
  requireInteger('course.iterations', course.iterations, 1);
  requireParts('course.validation', course.validation, { count: 'a number', seed: 'a number' });
}

export const percent = (part: number): string => `${Number((100 * part).toFixed(1))} %`;
