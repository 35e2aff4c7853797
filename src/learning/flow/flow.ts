/** @file A flow followed in time with its error under control: explicit steps, and implicit ones from where stiffness binds them. */
import {
  requireFiniteNumber,
  requireInstance,
  requireInteger,
  requireOptions,
  requireSignal,
  requireWord,
} from '../../core/arguments.ts';
import { norm } from '../../core/member-norms.ts';
import { pow } from '../../core/scalar/power.ts';
import { ArgumentError } from '../../errors.ts';
import { addScaled } from '../../optimize/vector.ts';
import { Pace } from '../pace.ts';
import { dormandPrinceStep, explicitOrder } from './embedded-runge-kutta.ts';
import { implicitOrder, rosenbrockStep } from './implicit-flow.ts';
import type { TriedStep } from './step.ts';
import { Counted, type FlowSystem, requireSystem } from './system.ts';

/** How a flow is followed. */
export interface FlowOptions {
  /** Error that a step may make, a part of |x|; default 1e-9. */
  readonly relative?: number;
  /** And besides; default 1e-12. */
  readonly absolute?: number;
  /** Evaluations of the field after which it ends where it is; default 100,000. */
  readonly mostEvaluations?: number;
  /** Default 'automatic': explicit, and implicit from where the stability of explicit steps binds them for long. */
  readonly method?: 'automatic' | 'explicit' | 'implicit';
  readonly signal?: AbortSignal;
}

/** A flow as it was followed. */
export interface FlowPath {
  /** Time that was reached. */
  readonly duration: number;
  /** Why it ended before the time that was asked for; null where it did not. */
  readonly shortfall: string | null;
  /** Ends of the steps, 0 before the first. */
  readonly times: readonly number[];
  /** x at a time from 0 to `duration`. */
  readonly at: (time: number) => Float64Array;
  /** Times that the field was evaluated, and products with its Jacobian that were made. */
  readonly evaluations: number;
  readonly products: number;
  /** Steps that were tried and not taken: too long, or with numbers that are not finite. */
  readonly refused: number;
  /** Time from which implicit steps were made; null where none were. */
  readonly implicitFrom: number | null;
  /** In words: which method, and why. */
  readonly method: string;
}

/** h times the largest slope from which stability is what limits explicit steps. */
const binding = 2.8;

/** Steps for which it has to bind, and steps without it after which it counts anew. */
const [longEnough, forgotten] = [15, 6] as const;

/** Most numbers for which a full Jacobian is made. */
export const mostImplicit = 256;

/** A step is none below so much of the time that has passed: it would be rounded away; nor below so little of all of it. */
const [rounding, least] = [1e-15, 1e-30] as const;

const optionNames = ['relative', 'absolute', 'mostEvaluations', 'method', 'signal'];

/**
 * Follows dx/dt = f(x) from `start` for so long, with each step's error at most absolute + relative |x|. A step with numbers that
 * are not finite is refused and made shorter. Rejects with the signal's reason; with an ArgumentError where an argument does not fit.
 */
export async function followFlow(
  system: FlowSystem,
  start: Float64Array,
  duration: number,
  options: FlowOptions = {},
): Promise<FlowPath> {
  requireSystem(system);
  requireInstance('start', start, Float64Array);
  requireFiniteNumber('duration', duration, ' of at least 0');
  if (duration < 0) throw new ArgumentError('duration', String(duration), 'a time of at least 0');
  requireFlowOptions(options);
  return new Follower(system, start, duration, options).follow(new Pace(options.signal));
}

function requireFlowOptions(options: FlowOptions): void {
  requireOptions('followFlow', options, optionNames);
  const { relative = 1e-9, absolute = 1e-12, mostEvaluations = 1, method = 'automatic', signal } = options;
  if (!(relative >= 1e-13 && relative <= 1)) throw new ArgumentError('relative', String(relative), '1e-13 to 1');
  if (!(absolute > 0 && absolute < Infinity)) throw new ArgumentError('absolute', String(absolute), 'more than 0');
  requireInteger('mostEvaluations', mostEvaluations, 1);
  requireWord('method', method, ['automatic', 'explicit', 'implicit']);
  if (signal !== undefined) requireSignal(signal);
}

class Follower {
  readonly #system: Counted;
  readonly #duration: number;
  readonly #options: Required<Omit<FlowOptions, 'signal'>>;
  readonly #times = [0];
  readonly #steps: TriedStep[] = [];
  #x: Float64Array;
  #refused = 0;
  #implicitFrom: number | null;
  #bound = 0;
  #free = 0;

  constructor(system: FlowSystem, start: Float64Array, duration: number, options: FlowOptions) {
    const { relative = 1e-9, absolute = 1e-12, mostEvaluations = 1e5, method = 'automatic' } = options;
    this.#system = new Counted(system);
    this.#x = start.slice();
    this.#duration = duration;
    this.#options = { relative, absolute, mostEvaluations, method };
    this.#implicitFrom = method === 'implicit' ? 0 : null;
    if (method === 'implicit' && !this.#canBeImplicit)
      throw new ArgumentError(
        'method',
        '"implicit"',
        `products with the Jacobian, and at most ${mostImplicit} numbers`,
      );
  }

  get #canBeImplicit(): boolean {
    return this.#system.hasProducts && this.#x.length <= mostImplicit;
  }

  get #now(): number {
    return this.#times.at(-1)!;
  }

  /** Error that a step between two points may make. */
  #tolerance(x: Float64Array, y = x): number {
    const { relative, absolute } = this.#options;
    return absolute + relative * Math.max(norm(x), norm(y));
  }

  async follow(pace: Pace): Promise<FlowPath> {
    let field = await this.#system.field(this.#x);
    if (!field.every(Number.isFinite)) return this.#path('the field is not finite at the start');
    let h = await this.#firstStep(field);
    while (this.#now < this.#duration) {
      await pace.step();
      const taken = await this.#step(field, h, pace);
      if (typeof taken === 'string') return this.#path(taken);
      ({ field, h } = taken);
    }
    return this.#path(null);
  }

  /** One step that is taken, after as many as are refused; or why there is none. */
  async #step(
    field: Float64Array,
    wanted: number,
    pace: Pace,
  ): Promise<{ readonly field: Float64Array; readonly h: number } | string> {
    const jacobian = this.#implicitFrom === null ? null : await this.#system.jacobian(this.#x);
    const order = jacobian ? implicitOrder : explicitOrder;
    let most = 5;
    for (let h = wanted; ; most = 1) {
      if (this.#system.evaluations >= this.#options.mostEvaluations)
        return `${this.#system.evaluations} evaluations of the field were not enough`;
      if (!(h > Math.max(rounding * this.#now, least * this.#duration)))
        return `no step from here is both finite and within the tolerance`;
      await pace.step();
      const left = this.#duration - this.#now;
      const isLast = h * (1 + 1e-10) >= left;
      const length = isLast ? left : h;
      const tried = jacobian
        ? await rosenbrockStep(this.#system, this.#x, field, jacobian, length)
        : await dormandPrinceStep(this.#system, this.#x, field, length);
      const ratio = tried.error / this.#tolerance(this.#x, tried.x);
      const isFinite = ratio < Infinity && (tried.fieldAtEnd?.every(Number.isFinite) ?? true);
      const factor = isFinite ? changeOf(ratio, order, most) : 0.25;
      if (isFinite && ratio <= 1) {
        const end = tried.fieldAtEnd ?? (await this.#system.field(tried.x));
        if (end.every(Number.isFinite)) {
          this.#take(tried, isLast ? this.#duration : this.#now + length);
          return { field: end, h: length * factor };
        }
      }
      this.#refused++;
      h = length * Math.min(factor, 0.9);
    }
  }

  #take(step: TriedStep, end: number): void {
    this.#steps.push(step);
    this.#times.push(end);
    this.#x = step.x;
    if (step.stiffness === undefined) return;
    if (step.stiffness > binding) {
      this.#bound++;
      this.#free = 0;
    } else if (++this.#free === forgotten) this.#bound = 0;
    const mayChange = this.#options.method === 'automatic' && this.#canBeImplicit;
    if (mayChange && this.#bound >= longEnough) this.#implicitFrom = end;
  }

  /** Length of a first step, from the field and how it changes (Hairer, Norsett and Wanner 1993, sec. II.4); all where it is 0. */
  async #firstStep(field: Float64Array): Promise<number> {
    const tolerance = this.#tolerance(this.#x);
    const speed = norm(field) / tolerance;
    if (speed === 0) return this.#duration;
    const span = (0.01 * norm(this.#x)) / norm(field);
    const trial = Math.min(this.#duration, Math.max(span, 1e-6 * this.#duration));
    const after = await this.#system.field(addScaled(this.#x, trial, field));
    const bend = norm(addScaled(after, -1, field)) / tolerance / trial;
    const fastest = Math.max(speed, bend);
    const length = Number.isFinite(fastest) ? pow.value(0.01 / fastest, 1 / explicitOrder, 0) : trial;
    return Math.min(100 * trial, length, this.#duration);
  }

  #path(shortfall: string | null): FlowPath {
    const [times, steps, start] = [this.#times, this.#steps, this.#x];
    const duration = this.#now;
    return {
      duration,
      shortfall,
      times,
      at: (time) => {
        requireFiniteNumber('time', time);
        if (time < 0 || time > duration) throw new ArgumentError('time', String(time), `from 0 to ${duration}`);
        if (steps.length === 0) return start.slice();
        const step = stepAt(times, time);
        return steps[step].at((time - times[step]) / (times[step + 1] - times[step]));
      },
      evaluations: this.#system.evaluations,
      products: this.#system.products,
      refused: this.#refused,
      implicitFrom: this.#implicitFrom,
      method: this.#inWords(),
    };
  }

  #inWords(): string {
    const explicit = 'Dormand and Prince 5(4)';
    if (this.#implicitFrom === 0) return 'RODAS 4(3), implicit';
    if (this.#implicitFrom !== null)
      return `${explicit}; from ${Number(this.#implicitFrom.toPrecision(3))} on RODAS 4(3), implicit, as stability bound the steps`;
    const isBound = this.#bound >= longEnough;
    return isBound ? `${explicit}; stiff: stability bound the steps` : explicit;
  }
}

/** Factor from a step to the next, by the error that it made, a part of what it may make. */
const changeOf = (ratio: number, order: number, most: number): number =>
  Math.min(most, Math.max(0.2, 0.9 * pow.value(Math.max(ratio, 1e-10), -1 / order, 0)));

/** The step in which a time lies, by halving. */
function stepAt(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle;
    else high = middle;
  }
  return low;
}
