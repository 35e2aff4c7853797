/** @file One start of a planning: what it goes on from, and the weights of its constraints, which rise once a plan has converged. */
import type { Scenario } from '../rollout/scenario.ts';
import type { End } from '../run/job.ts';
import { formatNumber } from '../text/quantities.ts';
import { risenFactors, type Rising, type Violation, type Violations, withFactors, worstOf } from './constraints.ts';
import type { Guess } from './guess.ts';
import type { Plan } from './planning.ts';
import type { IterationReport } from './report.ts';
import type { Shot } from './shooting.ts';
import { withoutMinusZero } from './rows.ts';
import type { Solver, SolverState } from './solver.ts';

/** What all starts of a planning share. */
export interface Endeavour {
  readonly solver: Solver;
  readonly scenario: Scenario;
  readonly violations: Violations;
  readonly rising: Rising;
}

/** What one of them goes on from: numbers, and how it ended. */
export interface AttemptState {
  readonly solver: SolverState;
  /** What the weights of violated constraints were multiplied by. */
  readonly factors: Readonly<Record<string, number>>;
  readonly end: End | null;
}

/** A start under way. */
export class Attempt {
  readonly #endeavour: Endeavour;
  #scenario: Scenario;
  #state: AttemptState;
  #plan: Plan | undefined;
  #shot: Shot | undefined;
  #violated: readonly Violation[] | undefined;
  #report: IterationReport | undefined;

  private constructor(endeavour: Endeavour, state: AttemptState) {
    this.#endeavour = endeavour;
    this.#state = state;
    this.#scenario = withFactors(endeavour.scenario, state.factors);
  }

  /** From a guess. */
  static begin(endeavour: Endeavour, guess: Guess): Attempt {
    const solver = endeavour.solver.begin(endeavour.scenario, guess);
    return new Attempt(endeavour, { solver, factors: {}, end: null });
  }

  /** From where it stood. */
  static resume(endeavour: Endeavour, state: AttemptState): Attempt {
    return new Attempt(endeavour, state);
  }

  get state(): AttemptState {
    return this.#state;
  }

  /** Of the last iteration; none before the first. */
  get report(): IterationReport | undefined {
    return this.#report;
  }

  /** What it comes to. */
  get plan(): Plan {
    return (this.#plan ??= this.#endeavour.solver.plan(this.#scenario, this.#state.solver));
  }

  /** The motion of its plan: cheaper than the plan itself, which has gains. */
  get #closed(): Shot {
    return (this.#shot ??= this.#endeavour.solver.closed(this.#scenario, this.#state.solver));
  }

  /** What its plan costs by the scenario's own weights. */
  get cost(): number {
    const { terms } = this.#closed;
    const { factors } = this.#state;
    return Object.entries(terms).reduce((sum, [name, cost]) => sum + cost / (factors[name] ?? 1), 0);
  }

  /** The largest violation of its plan; null where there is no constraint. */
  get violation(): Violation | null {
    return worstOf(this.#violations());
  }

  /** Whether its plan keeps all constraints. */
  get isKept(): boolean {
    const { violation } = this;
    return !violation || violation.excess <= this.#endeavour.rising.tolerance;
  }

  #violations(): readonly Violation[] {
    const { violations, scenario } = this.#endeavour;
    return (this.#violated ??= violations.of(scenario, this.#closed.motion));
  }

  /** What was known of the state before. */
  #forget(): void {
    this.#plan = this.#shot = this.#violated = undefined;
  }

  /** One iteration; nothing where it has ended. */
  step(): void {
    if (this.#state.end) return;
    const { state, report, end } = this.#endeavour.solver.iterate(this.#scenario, this.#state.solver);
    this.#forget();
    this.#report = report;
    this.#state = { ...this.#state, solver: withoutMinusZero(state), end };
    if (end?.outcome === 'converged') this.#rise(end);
  }

  /** Raises the weights of what is violated, and goes on; where none can rise any more it is said what is violated. */
  #rise(end: End): void {
    const { solver, scenario, rising } = this.#endeavour;
    const violations = this.#violations();
    const factors = risenFactors(this.#state.factors, violations, rising);
    if (factors) {
      this.#scenario = withFactors(scenario, factors);
      const { tau } = this.#state.solver.motion;
      this.#state = { solver: withoutMinusZero(solver.begin(this.#scenario, { tau })), factors, end: null };
      this.#forget();
      return;
    }
    const worst = worstOf(violations);
    if (worst && worst.excess > rising.tolerance)
      this.#state = { ...this.#state, end: { ...end, detail: `${end.detail}; ${violationInWords(worst)}` } };
  }
}

/** What is violated, by how much and when. */
export const violationInWords = ({ term, what, entry, excess, unit, time }: Violation): string =>
  `"${term}" is violated by ${formatNumber(excess)} ${unit} at ${formatNumber(time)} s (${what ?? `entry ${entry}`})`;
