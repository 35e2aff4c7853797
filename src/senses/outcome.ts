/** @file What a task came to in many runs: how many succeeded, how large its measures are, and the same in words. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { Report } from '../run/job.ts';
import type { Task } from '../task/task.ts';
import { counted } from '../text/counted.ts';
import { formatNumber, formatQuantity } from '../text/quantities.ts';
import { reportOf } from '../train/evaluation.ts';
import { mapNamed } from '../optimize/iteration-values.ts';
import type { Runs } from './runs.ts';

/** Of so many runs; those that are lost have not succeeded. */
export interface TaskOutcome {
  readonly runs: number;
  readonly lost: number;
  /** None where the task does not say what success is. */
  readonly succeeded: number | null;
  /** Loss and measures of those that are not lost. */
  readonly report: Report;
}

/** What runs of a task came to. */
export function outcomeOf({ success }: Task, { rows, kept, lost }: Runs): TaskOutcome {
  // where all are lost, what stands in the rows is one of them
  const of = ({ data }: PopulationTensor): Float64Array => (kept > 0 ? data : data.slice().fill(NaN));
  const report = reportOf({
    loss: of(rows.loss),
    reached: of(rows.reached),
    measures: mapNamed(rows.measures, of),
  });
  const reached = rows.reached.data.filter((value) => value === 1).length;
  const succeeded = kept === 0 ? 0 : reached;
  return { runs: kept + lost.length, lost: lost.length, succeeded: success ? succeeded : null, report };
}

/** "97 of 100 with distance below 20.0 mm", "mean loss 0.299" where success is not said. */
export function outcomeWords({ measures, success }: Task, { runs, lost, succeeded, report }: TaskOutcome): string {
  if (lost === runs) return `all of ${counted(runs, 'run')} lost`;
  const gone = lost > 0 ? `, ${lost} lost` : '';
  if (!success || succeeded === null) return `mean loss ${formatNumber(report.loss)}${gone}`;
  const { unit } = measures[success.measure].residual;
  return `${succeeded} of ${runs} with ${success.measure} below ${formatQuantity(success.below, unit)}${gone}`;
}
