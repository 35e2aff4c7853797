/** @file What `run` says of a training: a line of progress, and the summary, for people and as JSON. */
import type { End, Progress, Report } from '../run/job.ts';
import type { Experiment } from '../scene/experiment.ts';
import type { Task } from '../task/task.ts';
import { percent, type Training } from '../train/training.ts';
import { formatQuantity, formatRate } from '../text/quantities.ts';
import type { Throughput } from './run-report.ts';

/** A training that has ended, and how it was tested. */
export interface Trained {
  readonly experiment: Experiment;
  readonly job: Training;
  readonly end: End;
  readonly test: Report | null;
  /** Time that the training took. */
  readonly seconds: number;
  readonly path: string;
}

interface Pace {
  readonly job: Training;
  /** Of steps of physics. */
  readonly throughput: Throughput;
  readonly iterations: number;
}

/** Success, the judged measure's median, both gradient norms, speed, time left. */
export function trainingLine({ training, now }: Progress, { job, throughput, iterations }: Pace): string {
  const { validation, refused } = training!;
  const each = job.physicsSteps / Math.max(1, job.iteration);
  const left = ((iterations - job.iteration) * each) / throughput.perSecond;
  const norms = now
    ? `|grad| ${now.gradientNorm.toExponential(1)}, clipped ${now.clippedGradientNorm.toExponential(1)}`
    : '';
  return [
    validation ? `success ${percent(validation.success)}` : 'no validation yet',
    ...(now ? [`loss ${now.loss.toPrecision(3)}`, norms] : []),
    formatRate(throughput.perSecond, 'steps'),
    formatRate(throughput.perSecond / each, 'gradients'),
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(Number.isFinite(left) ? [`${Math.ceil(left)} s left`] : []),
  ].join('  ');
}

/** How many of a set succeed, and its measures. */
export const reportRows = (set: string, report: Report, task: Task): [string, string][] => [
  [set, `${percent(report.success)} of ${report.count} succeed`],
  ...measureRows(report, task),
];

/** Percentiles of a measure in words. */
function measureRows({ measures }: Report, task: Task): [string, string][] {
  return Object.entries(measures).map(([name, { median, high, largest }]) => {
    const said = [median, high, largest].map((value) => formatQuantity(value, task.measures[name].residual.unit));
    return [name, `${said[0]} in the median, ${said[1]} for 99 %, ${said[2]} at most`];
  });
}

/** The summary for people. */
export function trainingRows({ experiment, job, end, test, seconds, path }: Trained): [string, string][] {
  const { best, validation, refused } = job.progress;
  const { task } = experiment.settings;
  return [
    ['outcome', end.detail],
    ['iterations', `${job.iteration}, ${seconds.toFixed(1)} s`],
    ['steps of physics', String(job.physicsSteps)],
    ['gradients', refused > 0 ? `${job.gradients}, ${refused} refused` : String(job.gradients)],
    ['validation', best && validation ? `${percent(best.success)} of ${validation.count} succeed` : 'none'],
    ...(test ? reportRows('test', test, task) : []),
    ['run file', path],
  ];
}

/** The summary as JSON. */
export function trainingJson({ experiment, job, end, test, seconds, path }: Trained): object {
  const { best, refused } = job.progress;
  return {
    scene: experiment.scene.name,
    outcome: end.outcome,
    detail: end.detail,
    iterations: job.iteration,
    gradients: job.gradients,
    physicsSteps: job.physicsSteps,
    refused,
    seconds,
    validation: best,
    test,
    runFile: path,
  };
}
