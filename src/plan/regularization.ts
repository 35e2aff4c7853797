/** @file How much is added to the curvature by the forces before a step is sought: less after steps that kept their promise, more after others. */
import { requireNumber, requireParts } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';
import type { KnotModels } from './planning.ts';

/**
 * What is added, as a multiple of the problem's own curvature, and by which factor it changes next: the factors grow with every change in
 * one direction, so that mu moves quadratically (Tassa, Erez and Todorov 2012, sec. II-F).
 */
export interface Regularization {
  /** At least 0. */
  readonly mu: number;
  readonly delta: number;
}

/** How mu changes: by powers of `factor`, between `least`, below which it is 0, and `most`. */
export interface Schedule {
  readonly factor: number;
  readonly least: number;
  readonly most: number;
}

/** None: where planning begins. */
export const unregularized: Regularization = { mu: 0, delta: 1 };

function requireRegularization({ mu, delta }: Regularization): void {
  for (const [name, value] of Object.entries({ mu, delta })) {
    requireNumber(`regularization.${name}`, value);
    if (!(value >= 0 && value < Infinity))
      throw new ArgumentError(`regularization.${name}`, String(value), 'a number of at least 0');
  }
}

function requireSchedule(schedule: Schedule): void {
  requireParts('schedule', schedule, { factor: 'a number', least: 'a number', most: 'a number' });
  const { factor, least, most } = schedule;
  if (!(factor > 1)) throw new ArgumentError('schedule.factor', String(factor), 'a number above 1');
  if (!(least > 0 && most > least)) throw new ArgumentError('schedule', `from ${least} to ${most}`, '0 < least < most');
}

/**
 * The unit of mu: mean over the knots of the largest curvature by a force, of its own knot's costs, of what arriving costs by the
 * diagonal alone. 1 where nothing is curved.
 */
export function curvatureScale(models: Pick<KnotModels, 'B' | 'departure' | 'arrival' | 'cost'>): number {
  requireParts('models', models, { B: 'an object', departure: 'an object', arrival: 'an object', cost: 'an object' });
  const { B, departure, arrival, cost } = models;
  const [{ uu }, { xx }, knots] = [departure, arrival, cost.length];
  const n = Math.round(Math.sqrt(xx.length / knots));
  const m = B.length / (knots * n);
  let total = 0;
  for (let knot = 0; knot < knots; knot++) {
    let most = 0;
    for (let force = 0; force < m; force++) {
      let own = uu[knot * m * m + force * m + force];
      for (let i = 0, at = knot * n * m + force, curved = knot * n * n; i < n; i++, at += m, curved += n + 1)
        own += B[at] * B[at] * xx[curved];
      most = Math.max(most, own);
    }
    total += most;
  }
  return total > 0 ? total / knots : 1;
}

/** More: delta = max(factor, delta factor), mu = max(least, mu delta); at most `most`. */
export function raised({ mu, delta }: Regularization, schedule: Schedule): Regularization {
  requireRegularization({ mu, delta });
  requireSchedule(schedule);
  const { factor, least, most } = schedule;
  const next = Math.max(factor, delta * factor);
  return { mu: Math.min(most, Math.max(least, mu * next)), delta: next };
}

/** Less: delta = min(1 / factor, delta / factor), mu = mu delta, or 0 where that is below `least`. */
export function lowered({ mu, delta }: Regularization, schedule: Schedule): Regularization {
  requireRegularization({ mu, delta });
  requireSchedule(schedule);
  const { factor, least } = schedule;
  const next = Math.min(1 / factor, delta / factor);
  return { mu: mu * next < least ? 0 : mu * next, delta: next };
}

/** Part of its promise that a step has to keep, and its length: mu is lowered after those that do better, raised after those that do worse. */
const good = { ratio: 0.5, length: 1 };
const poor = { ratio: 0.25, length: 0.3 };

/** After a step of this length that kept so much of its promise. Short steps raise mu, too: what is held back goes the way by longer ones. */
export function afterStep(
  regularization: Regularization,
  ratio: number,
  length: number,
  schedule: Schedule,
): Regularization {
  requireNumber('ratio', ratio);
  requireNumber('length', length);
  if (ratio < poor.ratio || length < poor.length) return raised(regularization, schedule);
  if (ratio > good.ratio && length >= good.length) return lowered(regularization, schedule);
  return regularization;
}
