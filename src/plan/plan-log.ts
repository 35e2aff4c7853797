/** @file What the iterations of a planning came to, as columns that a run file keeps. */
import { type Iteration, mapValues, type MemberHistory } from '../optimize/iteration-values.ts';

type Row = Omit<Iteration, 'iteration'>;

/** Files have one word for all that is not finite. */
const known = (value: number): number => (Number.isFinite(value) ? value : NaN);

/** Rows that grow, an iteration each. */
export class PlanLog {
  readonly #rows: Row[];

  /** `brought`: what was kept. */
  constructor(brought?: MemberHistory) {
    this.#rows = Array.from(brought?.loss ?? [], (_, row) => mapValues(brought!, (column) => column[row]));
  }

  get length(): number {
    return this.#rows.length;
  }

  append(row: Row): void {
    this.#rows.push({ ...mapValues(row, known), stepSize: row.stepSize });
  }

  at(iteration: number): Iteration {
    return { iteration, ...this.#rows[iteration] };
  }

  /** All of it, as a copy. */
  get history(): MemberHistory {
    const rows = this.#rows;
    const column = (valueOf: (row: Row) => number): Float64Array => Float64Array.from(rows, valueOf);
    const named = (kind: 'terms' | 'measures'): Record<string, Float64Array> =>
      Object.fromEntries(
        Object.keys(rows.at(-1)?.[kind] ?? {}).map((name) => [name, column((row) => row[kind][name])]),
      );
    return {
      loss: column(({ loss }) => loss),
      gradientNorm: column(({ gradientNorm }) => gradientNorm),
      clippedGradientNorm: column(({ clippedGradientNorm }) => clippedGradientNorm),
      stepSize: column(({ stepSize }) => stepSize),
      terms: named('terms'),
      measures: named('measures'),
    };
  }
}
