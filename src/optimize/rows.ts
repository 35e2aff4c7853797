/** @file Where the numbers of iterations are kept: all of them, in memory that grows, or of each member its first, best and last. */
import { ArgumentError } from '../errors.ts';
import { type IterationValues, mapValues, type MemberHistory, rowIn } from './iteration-values.ts';

/** One number a member for each value of an iteration. */
export type Row = IterationValues<Float64Array>;

/** Rows of one number a member, in memory that doubles when it is full. */
class Column {
  readonly #members: number;
  #data = new Float64Array();

  constructor(members: number) {
    this.#members = members;
  }

  get length(): number {
    return this.#data.length;
  }

  /** Writes a row: whole, or the numbers of the members that are marked by 1. */
  put(row: number, values: Float64Array, marked?: Uint8Array): void {
    const members = this.#members;
    const start = row * members;
    if (start + members > this.#data.length) {
      const grown = new Float64Array(Math.max(2 * this.#data.length, start + members));
      grown.set(this.#data);
      this.#data = grown;
    }
    if (!marked) this.#data.set(values, start);
    else for (let m = 0; m < members; m++) if (marked[m]) this.#data[start + m] = values[m];
  }

  at(row: number, member: number): number {
    return this.#data[row * this.#members + member];
  }
}

/** Columns of all members, of the names that the first row has. */
class Columns {
  readonly #members: number;
  #columns: IterationValues<Column> | null = null;

  constructor(members: number) {
    this.#members = members;
  }

  put(row: number, values: Row, marked?: Uint8Array): void {
    this.#columns ??= mapValues(values, () => new Column(this.#members));
    putRow(this.#columns, values, (column, numbers) => column.put(row, numbers, marked));
  }

  /** The first row of these members' own, each at the place that `rowOf` says; NaN where it says none. */
  putSaved(
    row: number,
    histories: readonly MemberHistory[],
    rowOf: (history: MemberHistory, member: number) => number,
  ) {
    const named = histories.find(({ loss }) => loss.length > 0);
    if (!named) return;
    const picked = (columnOf: (history: MemberHistory) => Float64Array | undefined): Float64Array =>
      Float64Array.from(histories, (history, m) => columnOf(history)?.[rowOf(history, m)] ?? NaN);
    const all = (kind: 'terms' | 'measures'): Record<string, Float64Array> =>
      Object.fromEntries(Object.keys(named[kind]).map((name) => [name, picked((history) => history[kind][name])]));
    this.put(row, {
      loss: picked(({ loss }) => loss),
      gradientNorm: picked(({ gradientNorm }) => gradientNorm),
      clippedGradientNorm: picked(({ clippedGradientNorm }) => clippedGradientNorm),
      stepSize: picked(({ stepSize }) => stepSize),
      terms: all('terms'),
      measures: all('measures'),
    });
  }

  at(row: number, member: number): IterationValues<number> {
    return mapValues(this.#columns!, (column) => column.at(row, member));
  }

  /** Rows of a member, as columns. */
  of(rows: readonly number[], member: number): IterationValues<Float64Array> {
    const none = new Float64Array();
    if (!this.#columns)
      return { loss: none, gradientNorm: none, clippedGradientNorm: none, stepSize: none, terms: {}, measures: {} };
    return mapValues(this.#columns, (column) => Float64Array.from(rows, (row) => column.at(row, member)));
  }

  /** Numbers that there is room for. */
  get size(): number {
    let size = 0;
    if (this.#columns) mapValues(this.#columns, ({ length }) => (size += length));
    return size;
  }
}

function putRow(
  columns: IterationValues<Column>,
  row: Row,
  put: (column: Column, numbers: Float64Array) => void,
): void {
  for (const name of ['loss', 'gradientNorm', 'clippedGradientNorm', 'stepSize'] as const)
    put(columns[name], row[name]);
  for (const kind of ['terms', 'measures'] as const) {
    const [known, found] = [columns[kind], row[kind]].map((named) => Object.keys(named));
    if (known.length !== found.length || !known.every((name) => Object.hasOwn(row[kind], name)))
      throw new ArgumentError(
        `${kind} of the evaluation`,
        found.join(', ') || 'none',
        known.join(', ') || 'none',
        'give the same names in every iteration; a run goes on with those that it began with',
      );
    for (const name of known) put(columns[kind][name], row[kind][name]);
  }
}

/** Rows of all members, and which of them is which iteration. */
export interface Rows {
  readonly columns: Columns;
  /** Takes an iteration of the members that are marked by 1; `better`: those of which it is the best so far. */
  append(row: Row, iteration: number, marked: Uint8Array, better: Uint8Array): void;
  /** -1 for an iteration that is not kept. */
  rowOf(iteration: number, member: number): number;
  /** Iterations of a member that are kept, in order, of as many as it made. */
  iterationsOf(member: number, made: number): number[];
}

/** What members bring along: what each found before, and which of it was best (-1: none was). */
export interface Brought {
  readonly histories: readonly MemberHistory[];
  readonly best: readonly number[];
  /** Iterations that the members which go on have made. */
  readonly iterations: number;
}

/** Every iteration from now on, after all that was brought along. */
export class AllRows implements Rows {
  readonly columns: Columns;
  readonly #brought: Brought | undefined;
  /** Rows before those of its own, and the iteration that the first of those is. */
  readonly #rowsBefore: number;
  readonly #first: number;

  constructor(members: number, brought?: Brought) {
    this.columns = new Columns(members);
    this.#brought = brought;
    this.#first = brought?.iterations ?? 0;
    const histories = brought?.histories ?? [];
    this.#rowsBefore = histories.reduce((most, { loss }) => Math.max(most, loss.length), 0);
    for (let row = 0; row < this.#rowsBefore; row++) this.columns.putSaved(row, histories, () => row);
  }

  append(row: Row, iteration: number): void {
    this.columns.put(this.#rowsBefore + iteration - this.#first, row);
  }

  rowOf(iteration: number, member: number): number {
    if (iteration >= this.#first) return this.#rowsBefore + iteration - this.#first;
    return rowIn(this.#brought!.histories[member], iteration);
  }

  iterationsOf(member: number, made: number): number[] {
    const { kept } = this.#brought?.histories[member] ?? {};
    if (!kept) return Array.from({ length: made }, (_, iteration) => iteration);
    return [...kept, ...Array.from({ length: made - (kept.at(-1)! + 1) }, (_, i) => kept.at(-1)! + 1 + i)];
  }
}

/** Rows of the first iteration, the best and the last. */
const few = [0, 1, 2] as const;
const [first, best, last] = few;

/** The first, the best and the last iteration of each member: memory that never grows. */
export class FewRows implements Rows {
  readonly columns: Columns;
  /** Iteration of each row and member; -1 where there is none. */
  readonly #iterations: readonly Int32Array[];

  constructor(members: number, brought?: Brought) {
    this.columns = new Columns(members);
    this.#iterations = few.map(() => new Int32Array(members).fill(-1));
    if (!brought) return;
    const { histories } = brought;
    for (const row of few) {
      const iterations = this.#iterations[row];
      histories.forEach(({ loss, kept }, m) => {
        const latest = kept?.at(-1) ?? loss.length - 1;
        iterations[m] = [Math.min(0, latest), brought.best[m], latest][row];
      });
      this.columns.putSaved(row, histories, (history, m) => rowIn(history, iterations[m]));
    }
  }

  append(row: Row, iteration: number, marked: Uint8Array, better: Uint8Array): void {
    this.#put(last, row, iteration, marked);
    this.#put(best, row, iteration, better);
    if (iteration === 0) this.#put(first, row, iteration, marked);
  }

  #put(place: number, row: Row, iteration: number, marked: Uint8Array): void {
    this.columns.put(place, row, marked);
    for (let m = 0; m < marked.length; m++) if (marked[m]) this.#iterations[place][m] = iteration;
  }

  rowOf(iteration: number, member: number): number {
    return few.findLast((row) => this.#iterations[row][member] === iteration) ?? -1;
  }

  iterationsOf(member: number): number[] {
    const iterations = few.map((row) => this.#iterations[row][member]).filter((iteration) => iteration >= 0);
    return [...new Set(iterations)].sort((a, b) => a - b);
  }
}
