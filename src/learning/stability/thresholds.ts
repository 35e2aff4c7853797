/** @file Where each method's steps begin to grow: the edge of step size times curvature. */
import { requireMethod, requireSettings } from '../../optimize/checks.ts';
import { methodKinds } from '../../optimize/kinds.ts';
import type { Method } from '../../optimize/method.ts';
import type { UpdateRule } from '../../optimize/update-rule.ts';
import type { Chosen } from '../../settings/kinds.ts';

/** The largest stepSize * lambda at which a method's steps do not grow. */
export interface Threshold {
  readonly threshold: number;
  /** Whose eigenvalue lambda is. */
  readonly of: 'Hessian' | 'preconditioned Hessian';
  /** The threshold in words of the method's settings. */
  readonly formula: string;
}

/** The edge that a method brings; null where it has none, as a line search chooses its steps. Throws an ArgumentError for no method. */
export function edgeOf(method: Method | UpdateRule): Threshold | null {
  requireMethod(method);
  if (!('update' in method) || !method.edge) return null;
  const { threshold, formula, preconditioner } = method.edge;
  return { threshold, of: preconditioner ? 'preconditioned Hessian' : 'Hessian', formula };
}

/** The edge of a method as a scene chooses it, e.g. by its name with its settings. Throws an ArgumentError where these do not fit. */
export const edgeOfChosen = (chosen: Chosen): Threshold | null => edgeOf(methodKinds.make(chosen, null));

/** Nesterov's: m <- b m + g(x - stepSize b m), x <- x - stepSize m. */
export function nesterovEdge(b: number): number {
  requireSettings('a number from 0 to below 1', { b });
  return (2 + 2 * b) / (1 + 2 * b);
}

/** Momentum as a mean, m <- b m + (1 - b) g: the sum's edge, over the part (1 - b) of a gradient that is taken in. */
export function averagedMomentumEdge(b: number): number {
  requireSettings('a number from 0 to below 1', { b });
  return (2 * (1 + b)) / (1 - b);
}

/** The classical Runge-Kutta method's along the flow: the real root of z^3 - 4 z^2 + 12 z - 24. */
export const rungeKuttaEdge = 2.785293563405282;
