/** @file What the iterations of all members found: columns that only grow, or as much of them as a run needs itself. */
import { ArgumentError } from '../errors.ts';
import type { Iteration, MemberHistory } from './iteration-values.ts';
import { madeIn } from './iteration-values.ts';
import type { PopulationEvaluation } from './population-objective.ts';
import { AllRows, type Brought, FewRows, type Rows } from './rows.ts';

/** How a method moved: what each member's iteration was besides its evaluation. */
export interface Movement {
  /** Before clipping. */
  readonly gradientNorm: Float64Array;
  /** As it was used. */
  readonly clippedGradientNorm: Float64Array;
  /** Learning rate or step length that was used; 0 where a member stayed. */
  readonly stepSize: Float64Array;
}

/** What is kept of each member: every iteration; or the first, the best and the last, in memory that does not grow. */
export const keeps = ['all', 'best'] as const;
/** One of them. */
export type Keep = (typeof keeps)[number];

/** Histories of all members of a population, of which one may end before another. */
export class History {
  readonly members: number;
  /** Iterations that each member made. */
  readonly #made: Int32Array;
  #iterations: number;
  readonly #rows: Rows;

  /** @internal */
  constructor(members: number, keep: Keep = 'all', brought?: Brought) {
    this.members = members;
    this.#made = brought ? Int32Array.from(brought.histories, madeIn) : new Int32Array(members);
    this.#iterations = brought?.iterations ?? 0;
    this.#rows = new { all: AllRows, best: FewRows }[keep](members, brought);
  }

  /** Iterations that a member made. */
  lengthOf(member: number): number {
    return this.#made[member];
  }

  /**
   * Appends an iteration of the members that are marked by 1; they have made all iterations before, too. `better`: those of which
   * it is the best.
   *
   * @internal
   */
  append(
    { loss, terms, measures }: PopulationEvaluation,
    movement: Movement,
    marked: Uint8Array,
    better: Uint8Array,
  ): void {
    this.#rows.append({ ...movement, loss, terms, measures }, this.#iterations, marked, better);
    this.#iterations++;
    for (let m = 0; m < this.members; m++) if (marked[m]) this.#made[m] = this.#iterations;
  }

  /** What a member found in an iteration that it made and that was kept. */
  at(iteration: number, member: number): Iteration {
    const made = this.#made[member];
    const isMade = iteration >= 0 && iteration < made;
    const row = isMade ? this.#rows.rowOf(iteration, member) : -1;
    if (!(row >= 0))
      throw new ArgumentError(
        'iteration',
        String(iteration),
        isMade
          ? `one that was kept: ${this.#rows.iterationsOf(member, made).join(', ')}`
          : `an integer from 0 to ${made - 1}`,
      );
    return { iteration, ...this.#rows.columns.at(row, member) };
  }

  /** All that is kept of a member, as a copy. */
  of(member: number): MemberHistory {
    const made = this.#made[member];
    const iterations = this.#rows.iterationsOf(member, made);
    const rows = iterations.map((iteration) => this.#rows.rowOf(iteration, member));
    const isWhole = iterations.length === made;
    return { ...this.#rows.columns.of(rows, member), ...(!isWhole && { kept: Int32Array.from(iterations) }) };
  }

  /**
   * Numbers that it has room for.
   *
   * @internal
   */
  get size(): number {
    return this.#rows.columns.size;
  }
}
