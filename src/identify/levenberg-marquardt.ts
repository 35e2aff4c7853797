/** @file Levenberg and Marquardt's method for residuals of recordings: steps of Gauss and Newton, as far as their model is to be trusted. */
import { requireParts } from '../core/arguments.ts';
import { largest } from '../core/largest.ts';
import { type Equations, solveChains } from './chains.ts';
import type { OutputError, Point } from './output-error.ts';
import { groupsOf, movedCoordinates } from './unknowns/unknown.ts';

/** Where a search stands. Plain data. */
export interface Search {
  readonly point: Point;
  /** Squares of all residuals, gaps between segments among them. */
  readonly squares: number;
  readonly gaps: number;
  /** Factor of the damping, and by how much it grows when a step fails. */
  readonly damping: number;
  readonly growth: number;
  /** Largest norms of columns so far. */
  readonly scales: { readonly shared: Float64Array; readonly own: readonly Float64Array[] };
  readonly iteration: number;
  /** Why it goes no further; null while it does. */
  readonly end: string | null;
}

const firstDamping = 1e-4;
const leastDamping = 1e-14;
/** A step that has no part of it is not to be found: rounding decides. */
const mostDamping = 1e14;
/** Of the mean square of residuals: a step that promises less moves by a hundredth of the deviations that are left. */
const smallPromise = 1e-4;
/** Mean square of residuals that counts as none: a millionth of the sensors' deviations. */
const none = 1e-12;
/** Of what the model promised: a step that brings less is not taken. */
const leastGain = 1e-3;

/** A search from a point. */
export function searchFrom(errors: OutputError, point: Point): Search {
  requireParts('point', point, { x: 'an object', starts: 'a list' });
  const { sum, gaps } = errors.squares(point);
  return {
    point,
    squares: sum,
    gaps,
    damping: firstDamping,
    growth: 2,
    scales: { shared: new Float64Array(errors.shared), own: point.starts.map(() => new Float64Array(errors.own)) },
    iteration: 0,
    end: null,
  };
}

/** Norms of the columns of all equations. */
function columnNorms({ own, shared, segments }: Equations): Search['scales'] {
  const squaresOfShared = new Float64Array(shared);
  const norms = segments.map(() => new Float64Array(own));
  segments.forEach(({ rows, link }, i) => {
    for (const { data, columns } of [rows, ...(link ? [link.rows] : [])])
      for (let at = 0; at < data.length; at++) {
        const column = at % columns;
        if (column < own) norms[i][column] += data[at] ** 2;
        else if (column < own + shared) squaresOfShared[column - own] += data[at] ** 2;
      }
    link?.next.forEach((weight, j) => (norms[i + 1][j] += weight ** 2));
  });
  return { shared: squaresOfShared.map(Math.sqrt), own: norms.map((squares) => squares.map(Math.sqrt)) };
}

const larger = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => Math.max(value, b[i]));
/** Of the largest norm: columns without effect, which are rounding, are held as by this. */
const leastScale = 1e-4;

/**
 * What a step is measured by: norms of columns, of coordinates that act alike the largest of them. Among such those then move that act most, and what has
 * nearly no effect stays; measured one by one it would move the most.
 */
function held(scales: Float64Array, together: readonly number[]): Float64Array {
  const least = leastScale * largest(0, scales) || 1;
  const whole = new Float64Array(scales.length);
  let from = 0;
  for (const count of together) {
    whole.fill(largest(least, scales.subarray(from, from + count)), from, from + count);
    from += count;
  }
  return whole;
}

const moved = (from: Float64Array, by: Float64Array): Float64Array => from.map((value, i) => value + (by[i] ?? 0));
const weighted = (scales: Float64Array, step: Float64Array): number =>
  step.reduce((sum, value, i) => sum + (scales[i] * value) ** 2, 0);

/**
 * One iteration: equations of the residuals, and steps of more and more damping until one makes the squares less. The damping follows the
 * gain as of Nielsen (1999).
 */
export function iterated(errors: OutputError, search: Search): Search {
  requireParts('search', search, { point: 'an object', scales: 'an object', squares: 'a number' });
  const { point, squares } = search;
  const equations = errors.linearized(point);
  const norms = columnNorms(equations);
  const scales = {
    shared: larger(search.scales.shared, norms.shared),
    own: search.scales.own.map((own, i) => larger(own, norms.own[i])),
  };
  const shared = held(scales.shared, groupsOf(errors.output.unknowns));
  const single = new Array<number>(errors.own).fill(1);
  const owns = scales.own.map((own) => held(own, single));
  let { damping, growth } = search;
  const iteration = search.iteration + 1;
  for (; damping < mostDamping; damping *= growth, growth *= 2) {
    const root = Math.sqrt(damping);
    const step = solveChains(equations, {
      shared: shared.map((scale) => root * scale),
      own: owns.map((own) => own.map((scale) => root * scale)),
    });
    const length = weighted(shared, step.shared) + step.own.reduce((sum, own, i) => sum + weighted(owns[i], own), 0);
    const promise = squares - step.rest + damping * length;
    const isDone = promise * errors.told <= smallPromise * squares || squares <= none * errors.told;
    const next = {
      x: movedCoordinates(errors.output.unknowns, point.x, step.shared),
      starts: point.starts.map((start, i) => moved(start, step.own[i])),
    };
    const { sum: after, gaps } = errors.squares(next);
    const gain = (squares - after) / promise;
    if (after < squares && (gain > leastGain || isDone)) {
      const less = damping * Math.max(1 / 10, 1 - (2 * gain - 1) ** 3);
      const end = isDone ? 'no step makes the residuals less' : null;
      return {
        point: next,
        squares: after,
        gaps,
        damping: Math.max(less, leastDamping),
        growth: 2,
        scales,
        iteration,
        end,
      };
    }
    if (isDone) break;
  }
  return { ...search, damping, growth, scales, iteration, end: 'no step makes the residuals less' };
}
