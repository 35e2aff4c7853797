/** @file Line search for the strong Wolfe conditions (Nocedal and Wright 2006, algorithms 3.5 and 3.6). */
import { requireFunction, requireInstance, requireObject } from '../core/arguments.ts';
import { ArgumentError, NonFiniteError } from '../errors.ts';
import { requireEvaluation, requireSettings } from './checks.ts';
import type { Evaluation, Objective } from './method.ts';
import { addScaled, dot } from './vector.ts';

/** A point on a line, with the loss and gradient there. */
export interface LinePoint extends Evaluation {
  readonly step: number;
  /** Derivative of the loss along the direction. */
  readonly slope: number;
}

const sufficientDecrease = 1e-4;
const curvature = 0.9;
const mostEvaluations = 30;

/** Minimum of the cubic through two points with their slopes (Nocedal and Wright 2006, eq. 3.59), kept inside the bracket. */
function cubicMinimum(a: LinePoint, b: LinePoint): number {
  const d1 = a.slope + b.slope - (3 * (a.loss - b.loss)) / (a.step - b.step);
  const d2 = Math.sign(b.step - a.step) * Math.sqrt(d1 * d1 - a.slope * b.slope);
  const step = b.step - ((b.step - a.step) * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
  const [low, high] = [Math.min(a.step, b.step), Math.max(a.step, b.step)];
  const margin = 0.1 * (high - low);
  return step > low + margin && step < high - margin ? step : 0.5 * (low + high);
}

/**
 * A step along `direction` that meets the strong Wolfe conditions, or the best that decreases the loss enough;
 * `undefined` where none was found. A point whose loss or gradient is not finite counts as too far. Along a direction that does
 * not descend there is nothing to search: it is refused by an ArgumentError (Nocedal and Wright 2006, algorithms 3.5 and 3.6).
 */
export function strongWolfe(
  objective: Objective,
  parameters: Float64Array,
  current: Evaluation,
  direction: Float64Array,
  firstStep: number,
): LinePoint | undefined {
  requireFunction('objective', objective);
  requireInstance('parameters', parameters, Float64Array);
  requireEvaluation(current, parameters.length);
  requireInstance('direction', direction, Float64Array);
  requireSettings('a positive number', { firstStep });
  if (direction.length !== parameters.length)
    throw new ArgumentError('direction', `${direction.length} numbers`, `${parameters.length} numbers`);
  let evaluations = 0;
  const at = (step: number): LinePoint => {
    evaluations++;
    try {
      const found = objective(addScaled(parameters, step, direction));
      requireObject('objective', found, 'a function that returns { loss, gradient }');
      requireInstance('gradient', found.gradient, Float64Array);
      if (found.gradient.length !== parameters.length)
        throw new ArgumentError('gradient', `${found.gradient.length} numbers`, `${parameters.length} numbers`);
      return { ...found, step, slope: dot(found.gradient, direction) };
    } catch (error) {
      if (!(error instanceof NonFiniteError)) throw error;
      return { loss: Infinity, gradient: current.gradient, step, slope: NaN };
    }
  };
  const start: LinePoint = { ...current, step: 0, slope: dot(current.gradient, direction) };
  if (!(start.slope < 0))
    throw new ArgumentError('direction', `slope ${start.slope}`, 'a slope below 0', 'search along -gradient');
  const decreases = (point: LinePoint): boolean =>
    point.loss <= start.loss + sufficientDecrease * point.step * start.slope;
  const isFlat = (point: LinePoint): boolean => Math.abs(point.slope) <= -curvature * start.slope;
  const zoom = (from: LinePoint, to: LinePoint): LinePoint | undefined => {
    let [low, high] = [from, to];
    while (evaluations < mostEvaluations) {
      const usable = Number.isFinite(high.loss) && Number.isFinite(high.slope);
      const point = at(usable ? cubicMinimum(low, high) : 0.5 * (low.step + high.step));
      if (point.step === low.step || point.step === high.step) break;
      if (!decreases(point) || point.loss >= low.loss) high = point;
      else {
        if (isFlat(point)) return point;
        if (point.slope * (high.step - low.step) >= 0) high = low;
        low = point;
      }
    }
    return low.step > 0 ? low : undefined;
  };
  let previous = start;
  for (let step = firstStep; evaluations < mostEvaluations; step *= 2) {
    const point = at(step);
    if (!decreases(point) || (previous.step > 0 && point.loss >= previous.loss)) return zoom(previous, point);
    if (isFlat(point)) return point;
    if (point.slope >= 0) return zoom(point, previous);
    previous = point;
  }
  return previous.step > 0 ? previous : undefined;
}
