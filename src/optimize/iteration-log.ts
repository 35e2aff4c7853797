/** @file What the iterations of a job of one member came to, as columns that a run file keeps. */
import { type Iteration, mapValues, type MemberHistory } from './iteration-values.ts';

/** An iteration's numbers. */
export type Row = Omit<Iteration, 'iteration'>;

/** Files have one word for all that is not finite: a history that was read is as it was before. */
const known = (value: number): number => (Number.isFinite(value) ? value : NaN);

/** Rows that grow, an iteration each. */
export class IterationLog {
  readonly #rows: Row[];

  /** `brought`: what was kept. */
  constructor(brought?: MemberHistory) {
    this.#rows = Array.from(brought?.loss ?? [], (_, row) => mapValues(brought!, (column) => column[row]));
  }

  get length(): number {
    return this.#rows.length;
  }

  get rows(): readonly Row[] {
    return this.#rows;
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
    // a step that was refused before any other knows no terms
    const column = (valueOf: (row: Row) => number | undefined): Float64Array =>
      Float64Array.from(rows, (row) => valueOf(row) ?? NaN);
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
