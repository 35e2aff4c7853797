/** @file What the iterations of a training found, as columns that a run file keeps. */
import type { Iteration, MemberHistory } from '../optimize/iteration-values.ts';
import { IterationLog } from '../optimize/iteration-log.ts';
import type { Report } from '../run/job.ts';
import type { Task } from '../task/task.ts';
import type { Refused, Trained } from './trainer.ts';

/** Columns of a validation among the measures; not numbers where there was none. */
const columnsOf = ({ success, loss, measures }: Report): Record<string, number> => ({
  'validation-success': success,
  'validation-loss': loss,
  ...Object.fromEntries(
    Object.entries(measures).flatMap(([name, { median, high, largest }]) => [
      [`validation-${name}-median`, median],
      [`validation-${name}-high`, high],
      [`validation-${name}-largest`, largest],
    ]),
  ),
});

/** A validation from its columns, of so many rollouts. */
function validationIn(columns: Readonly<Record<string, number>>, measures: readonly string[], count: number): Report {
  const own = (name: string): number => {
    const value = columns[`validation-${name}`];
    return Number.isNaN(value) ? Infinity : value;
  };
  return {
    count,
    success: own('success'),
    loss: own('loss'),
    measures: Object.fromEntries(
      measures.map((name) => [
        name,
        { median: own(`${name}-median`), high: own(`${name}-high`), largest: own(`${name}-largest`) },
      ]),
    ),
  };
}

/** Columns that grow. */
export class Log {
  readonly #kept: IterationLog;
  readonly #measures: readonly string[];
  /** Names of a validation's columns, all not numbers: what an iteration without one has. */
  readonly #unseen: Record<string, number>;

  /** `measures`: of the task, by name. `brought`: what was kept. */
  constructor(measures: readonly string[], brought?: MemberHistory) {
    this.#measures = measures;
    const none = { median: NaN, high: NaN, largest: NaN };
    const like: Report = {
      count: 0,
      success: NaN,
      loss: NaN,
      measures: Object.fromEntries(measures.map((name) => [name, none])),
    };
    this.#unseen = columnsOf(like);
    this.#kept = new IterationLog(brought);
  }

  get length(): number {
    return this.#kept.length;
  }

  append(
    found: Pick<Trained, 'loss' | 'terms' | 'measures' | 'gradientNorm' | 'clippedGradientNorm' | 'stepSize'>,
    validation: Report | null,
  ): void {
    const { loss, terms, measures, gradientNorm, clippedGradientNorm, stepSize } = found;
    const seen = validation ? columnsOf(validation) : this.#unseen;
    this.#kept.append({ loss, terms, gradientNorm, clippedGradientNorm, stepSize, measures: { ...measures, ...seen } });
  }

  at(iteration: number): Iteration {
    return this.#kept.at(iteration);
  }

  /** The last validation, of so many rollouts, and after which iteration it was; null where there was none. */
  lastValidation(count: number): (Report & { readonly iteration: number }) | null {
    const iteration = this.#kept.rows.findLastIndex(({ measures }) => Number.isFinite(measures['validation-success']));
    if (iteration < 0) return null;
    return { iteration, ...validationIn(this.#kept.rows[iteration].measures, this.#measures, count) };
  }

  /** The first iteration whose loss is known: before it all were refused. */
  get firstFinite(): Iteration | undefined {
    const first = this.#kept.rows.findIndex(({ loss }) => Number.isFinite(loss));
    return first < 0 ? undefined : this.at(first);
  }

  /** All of it, as a copy. */
  get history(): MemberHistory {
    return this.#kept.history;
  }
}

/** The row of a step that was refused: its norm is all that is known of it. */
export function unknownRow({ gradientNorm }: Refused, task: Task): Omit<Trained, 'x' | 'state'> {
  const none = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, NaN]));
  return {
    loss: NaN,
    terms: none(task.terms.map(({ name }) => name)),
    measures: none(Object.keys(task.measures)),
    gradientNorm,
    clippedGradientNorm: NaN,
    stepSize: 0,
  };
}
