/** @file The numbers of a run over its iterations: a column for each, registered with its unit, scale and colour; bounded. */
import { type ColumnLine, ColumnPoints, type ColumnState, type SeriesPoint } from './column.ts';
import type { Scale } from './gaps.ts';

export type { SeriesPoint } from './column.ts';

/** What a column is. */
export interface SeriesColumn {
  readonly id: string;
  readonly label: string;
  /** SI; empty for plain numbers. */
  readonly unit: string;
  readonly scale: Scale;
  /** Token of tokens.css, e.g. `--now`. */
  readonly colour: string;
}

/** A table as plain data (strings, numbers, typed arrays): it survives `structuredClone` and the browser's data base. */
export interface SeriesState {
  readonly last: number | null;
  readonly columns: readonly { readonly column: SeriesColumn; readonly points: ColumnState }[];
}

/** Rows of numbers at ascending iterations k. Each column is thinned on its own: by the smallest and the largest of every bin. */
export class SeriesTable {
  readonly #columns = new Map<string, { readonly column: SeriesColumn; points: ColumnPoints }>();
  #last: number | null = null;

  /** @throws RangeError where two columns have one id. */
  constructor(columns: readonly SeriesColumn[] = []) {
    for (const column of columns) this.register(column);
  }

  /** @throws RangeError where the id is taken. */
  register(column: SeriesColumn): void {
    if (this.#columns.has(column.id)) throw new RangeError(`There is a column "${column.id}" already.`);
    this.#columns.set(column.id, { column, points: new ColumnPoints(column.scale) });
  }

  get columns(): SeriesColumn[] {
    return [...this.#columns.values()].map(({ column }) => column);
  }

  /** The newest iteration; null before the first. */
  get last(): number | null {
    return this.#last;
  }

  /**
   * Adds the numbers of iteration `k`, by the ids of their columns; columns may be left out.
   * @throws RangeError where k is not after the last one, or a column was not registered.
   */
  push(k: number, values: Readonly<Record<string, number>>): void {
    if (!Number.isFinite(k) || (this.#last !== null && k <= this.#last))
      throw new RangeError(`Iteration ${k} does not come after ${this.#last ?? 'the start'}.`);
    const found = Object.entries(values).map(([id, value]) => ({ points: this.#of(id).points, value }));
    for (const { points, value } of found) points.push(k, value);
    this.#last = k;
  }

  /** The value of a column at iteration k, or of the nearest iteration that is kept; null where there is none. */
  at(id: string, k: number): SeriesPoint | null {
    return this.#of(id).points.at(k);
  }

  /** A column as it is drawn: views that hold, and are the same objects, until its next push. */
  line(id: string): ColumnLine {
    return this.#of(id).points.line;
  }

  /** Forgets the rows, keeps the columns. */
  clear(): void {
    this.#last = null;
    for (const entry of this.#columns.values()) entry.points = new ColumnPoints(entry.column.scale);
  }

  /** A table of its own, for a run that is pinned. */
  copy(): SeriesTable {
    return SeriesTable.from(this.state);
  }

  /** Memory that it takes, bytes. */
  get bytes(): number {
    return [...this.#columns.values()].reduce((sum, { points }) => sum + points.bytes, 0);
  }

  get state(): SeriesState {
    return {
      last: this.#last,
      columns: [...this.#columns.values()].map(({ column, points }) => ({ column, points: points.state })),
    };
  }

  static from({ last, columns }: SeriesState): SeriesTable {
    const table = new SeriesTable();
    for (const { column, points } of columns)
      table.#columns.set(column.id, { column, points: new ColumnPoints(column.scale, points) });
    table.#last = last;
    return table;
  }

  #of(id: string) {
    const entry = this.#columns.get(id);
    if (!entry) throw new RangeError(`There is no column "${id}"; there are ${[...this.#columns.keys()].join(', ')}.`);
    return entry;
  }
}
