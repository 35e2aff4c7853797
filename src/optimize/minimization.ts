/** @file The loop of all optimization, one iteration at a time: evaluate all members, move them, keep what was found and the best. */
import { memberNorms } from '../core/member-norms.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { NonFiniteError, ShapeError } from '../errors.ts';
import { BestSoFar } from './best-so-far.ts';
import { requireFinite } from './checks.ts';
import { History, type Keep, type Movement } from './history.ts';
import { type Iteration, madeIn } from './iteration-values.ts';
import type { Method } from './method.ts';
import { caught, type Moved, type Mover, moverOf, notFinite } from './mover.ts';
import {
  memberOf,
  type PopulationEvaluation,
  type PopulationObjective,
  populationOfOne,
  replaceMembers,
  requireFit,
  requireOne,
} from './population-objective.ts';
import { parametersOf, type RunState } from './run-state.ts';
import type { UpdateRule } from './update-rule.ts';

/** Why a member goes no further. */
export interface Stop {
  readonly outcome: 'converged' | 'diverged';
  /** In words. */
  readonly detail: string;
  /** Where the first number that is not finite was born, where that is known. */
  readonly error?: NonFiniteError;
}

/** How a minimization goes about it. */
export interface MinimizationOptions {
  /** Norm of the gradient at which a member has converged; default: none has. */
  readonly tolerance?: number;
  /** What is kept of the iterations; default: all. */
  readonly keep?: Keep;
}

/** A population of P parameter vectors under way to lower losses, none of which knows of another. P = 1 is a run. */
export class Minimization {
  readonly members: number;
  readonly history: History;
  readonly #objective: PopulationObjective;
  readonly #mover: Mover;
  readonly #tolerance: number;
  readonly #stops = new Map<number, Stop>();
  #diverged = 0;
  #x: PopulationTensor;
  /** Of each member. */
  readonly best: BestSoFar;
  #iteration = 0;
  #gradients = 0;
  /** What the method has evaluated at the present parameters of all members that go on. */
  #next: PopulationEvaluation | null = null;

  /** `x`: [size], where each member starts, or with `saved` goes on. */
  private constructor(
    objective: PopulationObjective,
    method: Method | UpdateRule,
    x: PopulationTensor,
    { tolerance = -Infinity, keep }: MinimizationOptions,
    saved?: readonly RunState[],
  ) {
    this.members = x.population;
    this.#tolerance = tolerance;
    this.#x = x;
    this.#objective = objective;
    const evaluateOne: PopulationObjective['evaluateOne'] = (at) => {
      this.#gradients++;
      const found = objective.evaluateOne(at);
      requireOne(found, at.length);
      return found;
    };
    this.#mover = moverOf(method, x, evaluateOne, saved);
    this.best = new BestSoFar(x);
    if (saved) this.#goOn(saved);
    this.history = new History(
      x.population,
      keep,
      saved && {
        histories: saved.map(({ history }) => history),
        best: saved.map(({ best }) => best?.iteration ?? -1),
        iterations: this.#iteration,
      },
    );
  }

  /** `starts`: [size], of P members. */
  static start(
    objective: PopulationObjective,
    method: Method | UpdateRule,
    starts: PopulationTensor,
    options: MinimizationOptions = {},
  ): Minimization {
    const { shape, population } = starts;
    if (shape.length !== 1)
      throw new ShapeError('starts', [shape], 'a start is one list of numbers', 'give a tensor of shape [size]');
    // JSON knows no -0; without it what is resumed from a file has the same bits
    const data = starts.data.map((value) => value + 0);
    return new Minimization(objective, method, new PopulationTensor({ shape, population }, data), options);
  }

  /** Goes on where the states of all members were taken; the result has the same bits as one that was never stopped. */
  static resume(
    objective: PopulationObjective,
    method: Method | UpdateRule,
    saved: readonly RunState[],
    options: MinimizationOptions = {},
  ): Minimization {
    return new Minimization(objective, method, parametersOf(saved), options, saved);
  }

  /** Takes over what the members found, and where they ended. */
  #goOn(saved: readonly RunState[]): void {
    saved.forEach(({ history, finished, diverged }, m) => {
      this.#iteration = Math.max(this.#iteration, madeIn(history));
      if (finished !== undefined) this.#stops.set(m, { outcome: 'converged', detail: finished });
      if (!diverged) return;
      const { detail, origin } = diverged;
      this.#stops.set(m, { outcome: 'diverged', detail, ...(origin && { error: new NonFiniteError(origin) }) });
      this.#diverged++;
    });
    this.best.restore(saved);
  }

  /** Iterations made. */
  get iteration(): number {
    return this.#iteration;
  }

  /** Gradients made so far, those of line searches among them. */
  get gradients(): number {
    return this.#gradients;
  }

  /** Present parameters: [size], of P members. */
  get x(): PopulationTensor {
    return this.#x;
  }

  /** A member's best iteration: of the lowest loss, and of what has reached where something has; null where it has made none. */
  bestIterationOf(member: number): Iteration | null {
    const best = this.best.of(member);
    return best && this.history.at(best.iteration, member);
  }

  /** Members that go no further, and why. */
  get stops(): ReadonlyMap<number, Stop> {
    return this.#stops;
  }

  /** Members among them that diverged. */
  get diverged(): number {
    return this.#diverged;
  }

  /** Why no member goes further; null while one does. Diverged is said only where all members have. */
  get end(): Stop | null {
    if (this.#stops.size < this.members) return null;
    const { member } = this.best;
    if (this.#diverged === this.members) return this.#divergence(member);
    const converged = this.#stops.get(member)!;
    const others = this.members === 1 ? '' : 'no member can go on; the best: ';
    return { outcome: 'converged', detail: `${others}${converged.detail}` };
  }

  stateOf(member: number): RunState {
    const stop = this.#stops.get(member);
    return {
      parameters: memberOf(this.#x, member),
      method: this.#mover.stateOf(member, this.history.lengthOf(member)),
      history: this.history.of(member),
      best: this.best.of(member),
      ...(stop?.outcome === 'converged' && { finished: stop.detail }),
    };
  }

  /** States of all members, each with how it ended if it has. */
  get states(): RunState[] {
    return Array.from({ length: this.members }, (_, m) => {
      const { outcome, detail, error } = this.#stops.get(m) ?? {};
      const state = this.stateOf(m);
      if (outcome !== 'diverged') return state;
      return { ...state, diverged: { detail: detail!, ...(error && { origin: error.origin }) } };
    });
  }

  /**
   * One iteration of every member that can go on; what was found at the parameters that it began with. Null where none is
   * left, or where the only one diverged as it was evaluated. Rejects with the signal's reason, and then nothing has changed.
   */
  async step(signal?: AbortSignal): Promise<PopulationEvaluation | null> {
    signal?.throwIfAborted();
    if (this.#stops.size === this.members) return null;
    const evaluation = this.#next ?? (await this.#evaluate(signal));
    if (!evaluation) return null;
    const gradientNorm = memberNorms([evaluation.gradient.data], this.members);
    const made = this.#markFinite(evaluation);
    const moving = this.#markMoving(made, gradientNorm);
    const moved = this.#mover.move(this.#x, evaluation, moving, this.#iteration);
    this.#stopBy(moved, made);
    // where all have diverged there was no iteration
    if (!made.includes(1)) return evaluation;
    const better = this.best.update(this.#x, evaluation, made, this.#iteration);
    this.history.append(evaluation, movementOf(moved, moving, gradientNorm), made, better);
    this.#x = moved.x;
    this.#iteration++;
    this.#next = this.#evaluatedBy(moved, evaluation);
    return evaluation;
  }

  /** Evaluation of all members; null where a single one diverged by it. */
  async #evaluate(signal?: AbortSignal): Promise<PopulationEvaluation | null> {
    try {
      const evaluation = await this.#objective.evaluate(this.#x, { signal });
      signal?.throwIfAborted();
      requireFit(evaluation, this.#x);
      this.#gradients += this.members - this.#stops.size;
      return evaluation;
    } catch (error) {
      if (!(error instanceof NonFiniteError) || this.members > 1) throw error;
      this.#diverge(0, error);
      return null;
    }
  }

  /** Marks members that go on and whose loss and gradient are finite; those that are not diverge. */
  #markFinite({ loss, gradient }: PopulationEvaluation): Uint8Array {
    const bad = notFinite([gradient], this.members);
    const marked = new Uint8Array(this.members);
    for (let m = 0; m < this.members; m++) {
      if (this.#stops.has(m)) continue;
      if (Number.isFinite(loss[m]) && !bad?.[m]) marked[m] = 1;
      else this.#diverge(m);
    }
    return marked;
  }

  /** Of these, the members that move; those whose gradient is small enough have converged. */
  #markMoving(made: Uint8Array, gradientNorm: Float64Array): Uint8Array {
    return made.map((mark, m) => {
      if (!mark || !(gradientNorm[m] <= this.#tolerance)) return mark;
      const detail = `the norm of the gradient is ${gradientNorm[m]}, at most the tolerance of ${this.#tolerance}`;
      this.#stops.set(m, { outcome: 'converged', detail });
      return 0;
    });
  }

  /** Takes note of the members that went no further; an iteration that diverged does not count as made. */
  #stopBy({ stops }: Moved, made: Uint8Array): void {
    for (const [m, why] of stops)
      if (typeof why === 'string') this.#stops.set(m, { outcome: 'converged', detail: why });
      else {
        this.#diverge(m, why);
        made[m] = 0;
      }
  }

  #diverge(member: number, error?: NonFiniteError): void {
    const where = `diverged at iteration ${this.#iteration}`;
    const detail = error ? `${where}: ${error.message}` : where;
    this.#stops.set(member, { outcome: 'diverged', detail, ...(error && { error }) });
    this.#diverged++;
  }

  /** What the method has evaluated itself, if it has for all members that go on. */
  #evaluatedBy({ next }: Moved, evaluation: PopulationEvaluation): PopulationEvaluation | null {
    if (next.size === 0 || next.size < this.members - this.#stops.size) return null;
    if (this.members === 1) return populationOfOne(next.get(0)!);
    return replaceMembers(evaluation, next);
  }

  /** How a member diverged, with what its method met, or what an evaluation of its own finds at the parameters that it kept. */
  #divergence(member: number): Stop {
    const stop = this.#stops.get(member)!;
    const found =
      stop.error ??
      caught(() => {
        const { loss, gradient } = this.#objective.evaluateOne(memberOf(this.#x, member));
        requireFinite('loss', [loss], member);
        requireFinite('gradient', gradient, member);
      });
    if (!found || stop.error) return stop;
    const explained: Stop = { ...stop, detail: `${stop.detail}: ${found.message}`, error: found };
    this.#stops.set(member, explained);
    return explained;
  }
}

/** How all members moved; one that has converged where it stood used the gradient as it is, and made no step. */
const movementOf = (
  { clippedGradientNorm, stepSize }: Moved,
  moving: Uint8Array,
  gradientNorm: Float64Array,
): Movement => ({
  gradientNorm,
  clippedGradientNorm: clippedGradientNorm.map((norm, m) => (moving[m] ? norm : gradientNorm[m])),
  stepSize: stepSize.map((size, m) => (moving[m] ? size : 0)),
});
