/** @file The backward pass of iLQR, DDP and FDDP: all knots from the last to the first as one compiled sweep, for several mu at once. */
import { ArgumentError } from '../errors.ts';
import { requireBoolean, requireFiniteNumber, requireInteger, requireList, requireWord } from '../core/arguments.ts';
import { compile } from '../core/compile.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { scan } from '../core/scan.ts';
import type { KnotModels, Policy } from './planning.ts';
import { areSemiImplicit } from './riccati-jacobians.ts';
import {
  endValue,
  type Knot,
  type Regularization,
  riccatiStep,
  type StepSettings,
  type Value,
} from './riccati-step.ts';

export interface BackwardPassSettings {
  /** Number of knots N. */
  readonly knots: number;
  /** Extent n of a state's tangent, and number m of driven forces. */
  readonly n: number;
  readonly m: number;
  /** Whether forces may have limits. */
  readonly isLimited: boolean;
  /** Default 'forces'. */
  readonly regularization?: Regularization;
  /**
   * s of a step of semi-implicit Euler that leads from knot to knot: where rows of q in A and B are `period` times those of v, and the unit
   * matrix, as is checked, half of the work is left out. Other models may come all the same.
   */
  readonly period?: number;
  /** Most values of mu that are tried at once, side by side: two cost what one costs. Default 2. */
  readonly candidates?: number;
}

export interface BackwardPassInput {
  /** From each next knot's state to where a knot leads, [N, n]; 0 where not given. */
  readonly gaps?: Float64Array;
  /** Of the change of forces (limits minus forces), [N, m]; infinite where not given. */
  readonly lower?: Float64Array;
  readonly upper?: Float64Array;
  /** Regularizations to try, the first that is sound is taken. */
  readonly mu: readonly number[];
}

/** The policy of the first mu that is sound, or why there is none. */
export type BackwardPassResult =
  | { readonly isSound: true; readonly mu: number; readonly policy: Policy }
  | { readonly isSound: false; readonly problem: 'not positive' | 'limits not met' };

/** Steps of the box QPs: few suffice almost always; where they do not, as many as ever were needed for a dozen forces, and twice that. */
const fewSteps = 5;
const manySteps = 40;

type Sweep = {
  readonly k: PopulationTensor;
  readonly K: PopulationTensor;
  readonly slope: PopulationTensor;
  readonly curvature: PopulationTensor;
  readonly stationarity: PopulationTensor;
  readonly isPositive: PopulationTensor;
  readonly isFound: PopulationTensor;
};

/** The sweep over knots of leaves [N, …], last first; `mu` with a member for each that is tried. Knots may have members as well: restarts. */
export function backwardSweep(knots: Knot, mu: PopulationTensor, settings: StepSettings): Sweep {
  const [, n] = knots.arrival.x.shape;
  const { carry, outputs } = scan(
    (next: Value, knot: Knot) => {
      const { value, k, K } = riccatiStep(knot, next, mu, settings);
      return { carry: value, output: { k, K } };
    },
    endValue(n),
    knots,
    { reverse: true },
  );
  const { slope, curvature, stationarity, isPositive, isFound } = carry;
  return { ...outputs, slope, curvature, stationarity, isPositive, isFound };
}

type CompiledSweep = (knots: Knot, mu: PopulationTensor) => Sweep;

/** What the sweep says of one mu: its policy, that there is none, or that other steps are needed to know. */
function verdictOf(sweep: Sweep, member: number): 'sound' | 'not positive' | 'open' {
  if (sweep.isFound.data[member] !== 1) return 'open';
  return sweep.isPositive.data[member] === 1 ? 'sound' : 'not positive';
}

/** The numbers of one member, in a place of their own. */
function ofMember({ data, population }: PopulationTensor, member: number): Float64Array {
  const own = new Float64Array(data.length / population);
  for (let i = 0, from = member; i < own.length; i++, from += population) own[i] = data[from];
  return own;
}

const policyOf = (sweep: Sweep, member: number): Policy => ({
  k: ofMember(sweep.k, member),
  K: ofMember(sweep.K, member),
  slope: sweep.slope.data[member],
  curvature: sweep.curvature.data[member],
  stationarity: sweep.stationarity.data[member],
});

/** The first mu that is sound, or none where all are known to be not; undefined where that is open. */
function judged(sweep: Sweep, mu: readonly number[]): BackwardPassResult | undefined {
  const verdicts = mu.map((_, member) => verdictOf(sweep, member));
  const member = verdicts.findIndex((verdict) => verdict !== 'not positive');
  if (member < 0) return { isSound: false, problem: 'not positive' };
  if (verdicts[member] === 'open') return undefined;
  return { isSound: true, mu: mu[member], policy: policyOf(sweep, member) };
}

/** Whether an entry is that of the other list, if there is one. */
function meets(entries: Float64Array, others?: Float64Array): boolean {
  if (others) for (let i = 0; i < entries.length; i++) if (entries[i] === others[i]) return true;
  return false;
}

const isAtBound = ({ k }: Policy, { lower, upper }: BackwardPassInput): boolean => meets(k, lower) || meets(k, upper);

/** Whether some force cannot go on in the direction of `sign`. */
function isAtLimit(bounds: Float64Array | undefined, sign: 1 | -1): boolean {
  if (bounds) for (let i = 0; i < bounds.length; i++) if (sign * bounds[i] <= 0) return true;
  return false;
}

/**
 * The backward pass for motions of N knots: traced and compiled once, then run on numbers. Where no limit is met the plain sweep
 * suffices; otherwise the one with a box QP per knot is run, and once more with more steps where few do not suffice. Which is tried
 * first depends on what sufficed last; the result, to the bit, on the input only.
 */
export class BackwardPass {
  readonly #settings: Required<Omit<BackwardPassSettings, 'period'>> & Pick<BackwardPassSettings, 'period'>;
  readonly #sweeps = new Map<string, CompiledSweep>();
  readonly #still: Float64Array;
  #isLimitMet = false;
  readonly #unbounded: { readonly lower: Float64Array; readonly upper: Float64Array };

  constructor(settings: BackwardPassSettings) {
    const { knots, n, m, isLimited, regularization = 'forces', candidates = 2, period } = settings;
    requireInteger('backward pass: knots', knots, 1);
    requireInteger('backward pass: n', n, 1);
    requireInteger('backward pass: m', m, 1);
    requireBoolean('backward pass: isLimited', isLimited);
    requireWord('backward pass: regularization', regularization, ['forces', 'states']);
    requireInteger('backward pass: candidates', candidates, 1);
    if (period !== undefined) requireFiniteNumber('backward pass: period', period, ' of seconds');
    this.#settings = { knots, n, m, isLimited, regularization, candidates, period };
    this.#still = new Float64Array(knots * n);
    const bounds = new Float64Array(knots * m).fill(Infinity);
    this.#unbounded = { lower: bounds.map((x) => -x), upper: bounds };
    for (const most of this.#tries(true)) this.#sweep({ period, most });
  }

  /** Policy and promise for a motion's models; `isSound` is false where no factor of any mu is positive, or no QP was solved. */
  run(models: KnotModels, input: BackwardPassInput): BackwardPassResult {
    const { lower, upper } = input;
    const { isLimited } = this.#settings;
    if (!isLimited && (lower ?? upper))
      throw new ArgumentError('backward pass: lower, upper', 'bounds', 'none', 'construct it with isLimited: true');
    const [knots, mu] = [this.#knotsOf(models, input), this.#candidatesOf(input.mu)];
    const period = this.#periodOf(models);
    for (const most of this.#tries(this.#isFreeLikely(input))) {
      const result = judged(this.#sweep({ period, most })(knots, mu), input.mu);
      if (!result) continue;
      this.#isLimitMet = result.isSound && isAtBound(result.policy, input);
      return result;
    }
    return { isSound: false, problem: 'limits not met' };
  }

  /** Most steps of the QPs of the sweeps that are tried one after the other; undefined without limits. */
  #tries(isFreeFirst: boolean): readonly (number | undefined)[] {
    if (!this.#settings.isLimited) return [undefined];
    return isFreeFirst ? [undefined, fewSteps, manySteps] : [fewSteps, manySteps];
  }

  /** Whether the sweep without limits may suffice. That with limits has its bits but where a force is at a limit: there it is taken always. */
  #isFreeLikely({ lower, upper }: BackwardPassInput): boolean {
    return !(isAtLimit(lower, -1) || isAtLimit(upper, 1) || this.#isLimitMet);
  }

  #periodOf(models: KnotModels): number | undefined {
    const { n, m, period } = this.#settings;
    return period !== undefined && areSemiImplicit(models, { n, m, period }) ? period : undefined;
  }

  #candidatesOf(mu: readonly number[]): PopulationTensor {
    const { candidates } = this.#settings;
    requireList('backward pass: mu', mu, 'a list of numbers');
    requireInteger('backward pass: number of mu', mu.length, 1, candidates);
    const wrong = mu.find((value) => !(value >= 0 && value < Infinity));
    if (wrong !== undefined)
      throw new ArgumentError('backward pass: mu', String(wrong), 'a finite number of at least 0');
    const members = Float64Array.from({ length: candidates }, (_, i) => mu[Math.min(i, mu.length - 1)]);
    return new PopulationTensor({ shape: [], population: candidates }, members);
  }

  #knotsOf(models: Pick<KnotModels, 'A' | 'B' | 'departure' | 'arrival'>, input: Omit<BackwardPassInput, 'mu'>): Knot {
    const { knots, n, m } = this.#settings;
    const { A, B, departure, arrival } = models;
    const rows = (data: Float64Array, shape: readonly number[]): PopulationTensor =>
      new PopulationTensor({ shape: [knots, ...shape], population: 1 }, data);
    return {
      A: rows(A, [n, n]),
      B: rows(B, [n, m]),
      departure: {
        x: rows(departure.x, [n]),
        u: rows(departure.u, [m]),
        xx: rows(departure.xx, [n, n]),
        ux: rows(departure.ux, [m, n]),
        uu: rows(departure.uu, [m, m]),
      },
      arrival: { x: rows(arrival.x, [n]), xx: rows(arrival.xx, [n, n]) },
      gap: rows(input.gaps ?? this.#still, [n]),
      lower: rows(input.lower ?? this.#unbounded.lower, [m]),
      upper: rows(input.upper ?? this.#unbounded.upper, [m]),
    };
  }

  #sweep(step: Pick<StepSettings, 'period' | 'most'>): CompiledSweep {
    const key = `${step.period} ${step.most}`;
    const known = this.#sweeps.get(key);
    if (known) return known;
    const sweep = this.#compiled({ ...step, regularization: this.#settings.regularization });
    this.#sweeps.set(key, sweep);
    return sweep;
  }

  /** Makes all sweeps ready, also those that only limits need: else each is at its first use. */
  prepare(): void {
    const { knots, mu } = this.#example();
    const { period } = this.#settings;
    for (const most of this.#tries(true)) this.#sweep({ period, most })(knots, mu);
  }

  #example(): { readonly knots: Knot; readonly mu: PopulationTensor } {
    const { knots, n, m, candidates } = this.#settings;
    const nothing = (...shape: number[]): Float64Array => new Float64Array(shape.reduce((size, x) => size * x, knots));
    const rows = this.#knotsOf(
      {
        A: nothing(n, n),
        B: nothing(n, m),
        departure: { x: nothing(n), u: nothing(m), xx: nothing(n, n), ux: nothing(m, n), uu: nothing(m, m) },
        arrival: { x: nothing(n), xx: nothing(n, n) },
      },
      {},
    );
    return {
      knots: rows,
      mu: new PopulationTensor({ shape: [], population: candidates }, new Float64Array(candidates)),
    };
  }

  #compiled(step: StepSettings): CompiledSweep {
    const { knots, mu } = this.#example();
    return compile((rows: Knot, mus: PopulationTensor) => backwardSweep(rows, mus, step), [knots, mu], {
      checkFinite: false,
      reuseResults: true,
    });
  }
}
