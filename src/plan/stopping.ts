/** @file When planning ends, and why, in words: with what to try next where it did not come to an optimum. */
import { requireInstance, requireNumber, requireObject } from '../core/arguments.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotModel } from '../robot/model.ts';
import type { End } from '../run/job.ts';
import type { Motion } from './planning.ts';

/** What is known of an iteration when it is judged. */
export interface Standing {
  readonly loss: number;
  /** Largest entry of the gaps. */
  readonly gap: number;
  /** What the next whole step promises to take from the loss; at least 0. */
  readonly promised: number;
  /** What was taken by the last step; null where none was accepted. */
  readonly gained: number | null;
  /** Length of that step. */
  readonly length: number;
  /** Regularization, as a multiple of the problem's curvature. */
  readonly mu: number;
  /** Iterations one after another that took no more than the tolerance. */
  readonly idle: number;
  /** Part of the forces that are at their limits, 0 to 1. */
  readonly saturated: number;
}

/** When an iteration is the last one. */
export interface Stopping {
  /** Part of the loss that a step still has to promise or to take. */
  readonly tolerance: number;
  /** The largest regularization. */
  readonly mostRegularization: number;
}

/** Regularization up to which a small promise is one of the problem itself, and not of a step that was held back. */
const small = 1e-5;

/** Gap that counts as closed, rad, m or per second of them. */
export const closedGap = 1e-9;

/** Part of a loss that is lost to rounding as it is added up. */
const rounding = 1e-14;

/** Iterations that may take next to nothing one after another: by then regularization has had its chance. */
const patience = 5;

/** Why an iteration is the last one; null where it is not. */
export function endOf(standing: Standing, stopping: Stopping): End | null {
  requireObject('standing', standing, 'an object');
  requireNumber('tolerance', stopping.tolerance);
  const { loss, gap, promised, gained, length, mu, idle } = standing;
  const isClosed = gap <= closedGap;
  const least = stopping.tolerance * Math.abs(loss);
  if (isClosed && mu <= small && promised <= Math.max(least, rounding * Math.abs(loss)))
    return converged(`a whole step promises ${amount(promised)} of a loss of ${amount(loss)}`, standing);
  if (isClosed && gained !== null && mu <= small && length === 1 && gained <= least)
    return converged(`the last step took ${amount(gained)} from a loss of ${amount(loss)}`, standing);
  if (isClosed && idle >= patience)
    return converged(
      `the last ${idle} steps took no more than ${amount(least)} each from a loss of ${amount(loss)}`,
      standing,
    );
  if (gained === null && mu >= stopping.mostRegularization) return stalled(standing);
  return null;
}

const amount = (value: number): string => String(Number(value.toPrecision(3)));

const converged = (why: string, standing: Standing): End => ({
  outcome: 'converged',
  detail: `${why}${saturation(standing)}`,
});

/** Part of the forces at their limits from which on it is said that the drives are too weak. */
const much = 0.5;

function saturation({ saturated }: Standing): string {
  if (saturated === 0) return '';
  const said = `; ${Math.max(1, Math.round(100 * saturated))} % of the forces are at their limits`;
  return saturated < much ? said : `${said}: a longer horizon asks less of the drives`;
}

function stalled(standing: Standing): End {
  const { gap, promised } = standing;
  const open = gap > closedGap ? `, and gaps of up to ${amount(gap)} are open` : '';
  return {
    outcome: 'stalled',
    detail: `no step lowers the loss, however short, although ${amount(promised)} is promised${open}${saturation(standing)}; try: costs without kinks, a smaller time.step, or another start (noise, restarts)`,
  };
}

/** The end of a motion that is not finite, with where that began; null where all of it is finite. */
export function notFiniteEnd(model: RobotModel, motion: Motion, loss: number): End | null {
  requireInstance('motion.q', motion.q, Float64Array);
  const { nq, nv } = model;
  const names = independentJoints(model).map(({ name }) => name);
  const first = [
    firstNotFinite('coordinate', motion.q, nq),
    firstNotFinite('velocity', motion.v, nv),
    firstNotFinite('force', motion.tau, nv),
  ]
    .filter((found) => found !== null)
    .sort((a, b) => a.knot - b.knot)[0] as NotFinite | undefined;
  const advice = 'try: forces that hold still to start from, a smaller time.step, or a shorter time.horizon';
  if (first)
    return {
      outcome: 'diverged',
      detail: `the ${first.what} of joint "${names[first.joint]}" is ${first.value} at knot ${first.knot}; ${advice}`,
    };
  if (Number.isFinite(loss)) return null;
  return {
    outcome: 'diverged',
    detail: `the loss is ${loss} although the motion is finite; try: costs that are finite there`,
  };
}

interface NotFinite {
  readonly what: string;
  readonly knot: number;
  readonly joint: number;
  readonly value: number;
}

function firstNotFinite(what: string, rows: Float64Array, size: number): NotFinite | null {
  for (let at = 0; at < rows.length; at++)
    if (!Number.isFinite(rows[at])) return { what, knot: Math.floor(at / size), joint: at % size, value: rows[at] };
  return null;
}
