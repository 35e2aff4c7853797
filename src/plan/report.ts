/** @file What an iteration of planning says of itself. */
import { requireInstance } from '../core/arguments.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { Row } from '../optimize/iteration-log.ts';
import type { RobotModel } from '../robot/model.ts';
import type { PlanningProgress } from '../run/job.ts';
import { largestSize } from './gaps.ts';
import type { PlanScore } from './method.ts';
import { expectedAt, type Forecast, type Step } from './line-search.ts';
import type { Policy } from './planning.ts';
import type { Regularization } from './regularization.ts';

/** What an iteration found and did. */
export interface IterationReport {
  /** After the step. */
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
  /** Largest entry of the gaps after it, rad, m, or per second of them. */
  readonly gap: number;
  /** The loss changes by slope per unit of step length, by the models. */
  readonly slope: number;
  /** What the step promised, and what it took, of the merit; of a whole step and 0 where none was accepted. */
  readonly expected: number;
  readonly actual: number;
  /** 0 where no step was accepted. */
  readonly stepLength: number;
  /** Regularization of the policy that was followed, as a multiple of the problem's own curvature. */
  readonly mu: number;
  /** Largest slope of the loss by a force that no limit holds, per N m or N. */
  readonly stationarity: number;
  /** Largest force as a part of what its drive can give; 0 where none has a limit. */
  readonly effort: number;
  readonly isAccepted: boolean;
  /** Backward passes made. */
  readonly passes: number;
}

/** What a search came to, as far as a report says it. */
export interface Judged {
  readonly policy: Policy | null;
  readonly regularization: Regularization;
  readonly forecast: Forecast;
  readonly step: Step | null;
  readonly passes: number;
}

/** The report of an iteration that led to this loss, and began with these gaps. */
export function reportOf(
  { loss, terms }: Pick<IterationReport, 'loss' | 'terms'>,
  { policy, regularization, forecast, step, passes }: Judged,
  gaps: Float64Array | null,
  effort: number,
): IterationReport {
  const open = gaps ? largestSize(gaps) : 0;
  return {
    loss,
    terms,
    gap: step ? (1 - step.length) * open : open,
    slope: forecast.slope,
    expected: step ? step.expected : Math.max(0, expectedAt(forecast, 1)),
    actual: step ? step.actual : 0,
    stepLength: step ? step.length : 0,
    mu: regularization.mu,
    stationarity: policy ? policy.stationarity : NaN,
    effort,
    isAccepted: step !== null,
    passes,
  };
}

/** The report of an iteration that could not be made, as its motion is not finite. */
export const reportOfNothing = ({ loss, terms }: Pick<IterationReport, 'loss' | 'terms'>): IterationReport => ({
  ...{ loss, terms, gap: NaN, slope: NaN, expected: NaN, actual: 0, stepLength: 0, mu: 0, stationarity: NaN },
  ...{ effort: NaN, isAccepted: false, passes: 0 },
});

/** How near to its limit a force counts as held by it, as a part of the limit. */
const near = 1e-12;

/** The largest of forces [N, nv] as a part of its drive's limit, and the part of all limited forces that are at theirs. */
export function effortOf(
  model: RobotModel,
  tau: Float64Array,
): { readonly largest: number; readonly saturated: number } {
  requireInstance('tau', tau, Float64Array);
  const efforts = independentJoints(model).map(({ limits }) => limits.effort);
  let [largest, held, limited] = [0, 0, 0];
  for (let joint = 0; joint < model.nv; joint++) {
    const effort = efforts[joint];
    if (effort === 0 || effort === Infinity) continue;
    for (let at = joint; at < tau.length; at += model.nv) {
      const share = Math.abs(tau[at]) / effort;
      largest = Math.max(largest, share);
      limited++;
      if (share >= 1 - near) held++;
    }
  }
  return { largest, saturated: limited === 0 ? 0 : held / limited };
}

/** What is told of an iteration; of none, nothing was done and nothing is known. */
export const progressOf = (
  report: IterationReport | null | undefined,
): Pick<
  PlanningProgress,
  'gap' | 'stepLength' | 'expected' | 'actual' | 'regularization' | 'stationarity' | 'effort' | 'passes'
> => ({
  gap: report?.gap ?? 0,
  stepLength: report?.stepLength ?? 0,
  expected: report?.expected ?? 0,
  actual: report?.actual ?? 0,
  regularization: report?.mu ?? 0,
  stationarity: report?.stationarity ?? NaN,
  effort: report?.effort ?? NaN,
  passes: report?.passes ?? 0,
});

/** An iteration as a row of a history. */
export function rowOf({ loss, terms, measures }: PlanScore, report: IterationReport | null | undefined): Row {
  const norm = report?.stationarity ?? NaN;
  return {
    ...{ loss, terms, measures },
    gradientNorm: norm,
    clippedGradientNorm: norm,
    stepSize: report?.stepLength ?? 0,
  };
}
