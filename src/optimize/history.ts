/** @file What the iterations of all members found: columns that only grow, so that an iteration costs what its own numbers cost. */
import { ArgumentError } from '../errors.ts';
import type { PopulationEvaluation } from './population-objective.ts';

/** How a method moved: what each member's iteration was besides its evaluation. */
export interface Movement {
  /** Before clipping. */
  readonly gradientNorm: Float64Array;
  /** As it was used. */
  readonly clippedGradientNorm: Float64Array;
  /** Learning rate or step length that was used; 0 where a member stayed. */
  readonly stepSize: Float64Array;
}

/** Numbers of one iteration, or columns of them, of one member. */
export interface IterationValues<T> {
  readonly loss: T;
  readonly gradientNorm: T;
  readonly clippedGradientNorm: T;
  readonly stepSize: T;
  readonly terms: Readonly<Record<string, T>>;
  readonly measures: Readonly<Record<string, T>>;
}

/** What one iteration found at its parameters, before it moved on. */
export interface Iteration extends IterationValues<number> {
  /** From 0. */
  readonly iteration: number;
}

/** One member's history: a column for each number, a row for each iteration. */
export type MemberHistory = IterationValues<Float64Array>;

/** The same values with each replaced. */
export function mapValues<T, U>(values: IterationValues<T>, change: (value: T) => U): IterationValues<U> {
  const named = (given: Readonly<Record<string, T>>): Record<string, U> =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, change(value)]));
  return {
    loss: change(values.loss),
    gradientNorm: change(values.gradientNorm),
    clippedGradientNorm: change(values.clippedGradientNorm),
    stepSize: change(values.stepSize),
    terms: named(values.terms),
    measures: named(values.measures),
  };
}

/** Rows of one number a member, one after another, in memory that doubles when it is full. */
class Column {
  #data: Float64Array;
  #length = 0;

  constructor(rows: Float64Array = new Float64Array()) {
    this.#data = rows.slice();
    this.#length = rows.length;
  }

  append(row: Float64Array): void {
    if (this.#length + row.length > this.#data.length) {
      const grown = new Float64Array(Math.max(2 * this.#data.length, this.#length + row.length));
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data.set(row, this.#length);
    this.#length += row.length;
  }

  at(position: number): number {
    return this.#data[position];
  }
}

/** Histories of all members of a population, of which one may end before another. */
export class History {
  readonly members: number;
  /** Iterations that each member made. */
  readonly #lengths: Int32Array;
  #rows = 0;
  #columns: IterationValues<Column> | null = null;

  constructor(members: number) {
    this.members = members;
    this.#lengths = new Int32Array(members);
  }

  /** The history of one member, to be gone on with. */
  static of(history: MemberHistory): History {
    const own = new History(1);
    own.#rows = own.#lengths[0] = history.loss.length;
    own.#columns = own.#rows > 0 ? mapValues(history, (values) => new Column(values)) : null;
    return own;
  }

  /** Iterations that a member made. */
  lengthOf(member: number): number {
    return this.#lengths[member];
  }

  /**
   * Appends an iteration of the members that are marked by 1; they have made all iterations before, too.
   *
   * @internal
   */
  append({ loss, terms, measures }: PopulationEvaluation, movement: Movement, marked: Uint8Array): void {
    const row = { ...movement, loss, terms, measures };
    this.#columns ??= mapValues(row, () => new Column());
    appendRow(this.#columns, row);
    this.#rows++;
    for (let m = 0; m < this.members; m++) if (marked[m]) this.#lengths[m] = this.#rows;
  }

  /** What a member found in an iteration that it made. */
  at(iteration: number, member: number): Iteration {
    if (!this.#columns || iteration < 0 || iteration >= this.#lengths[member])
      throw new ArgumentError('iteration', String(iteration), `an integer from 0 to ${this.#lengths[member] - 1}`);
    const position = iteration * this.members + member;
    return { iteration, ...mapValues(this.#columns, (column) => column.at(position)) };
  }

  /** All of a member, as a copy. */
  of(member: number): MemberHistory {
    const { members } = this;
    const length = this.#lengths[member];
    const none = new Float64Array();
    if (!this.#columns)
      return { loss: none, gradientNorm: none, clippedGradientNorm: none, stepSize: none, terms: {}, measures: {} };
    return mapValues(this.#columns, (column) =>
      Float64Array.from({ length }, (_, iteration) => column.at(iteration * members + member)),
    );
  }
}

function appendRow(columns: IterationValues<Column>, row: IterationValues<Float64Array>): void {
  for (const name of ['loss', 'gradientNorm', 'clippedGradientNorm', 'stepSize'] as const)
    columns[name].append(row[name]);
  for (const kind of ['terms', 'measures'] as const) {
    const [known, found] = [columns[kind], row[kind]].map((named) => Object.keys(named));
    if (known.length !== found.length || !known.every((name) => Object.hasOwn(row[kind], name)))
      throw new ArgumentError(
        `${kind} of the evaluation`,
        found.join(', ') || 'none',
        known.join(', ') || 'none',
        'give the same names in every iteration; a run goes on with those that it began with',
      );
    for (const name of known) columns[kind][name].append(row[kind][name]);
  }
}
