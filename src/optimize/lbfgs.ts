/** @file L-BFGS with a strong-Wolfe line search (Nocedal and Wright 2006, algorithms 7.4 and 7.5). */
import * as z from 'zod/mini';
import { requireParts } from '../core/arguments.ts';
import { norm } from '../core/member-norms.ts';
import { checked } from '../settings/checked.ts';
import { field, type GivenOf } from '../settings/fields.ts';
import { kind } from '../settings/kinds.ts';
import { requireEvaluation, requireSettings, requireStateOf } from './checks.ts';
import { strongWolfe } from './line-search.ts';
import { type Method, type MethodState, requireRequest } from './method.ts';
import { addScaled, dot, scaled } from './vector.ts';

const fields = {
  history: field(z._default(z.int().check(z.positive()), 10), {
    title: 'History',
    description: 'pairs of steps and gradient changes that are kept',
    touches: 'input',
    isAdvanced: true,
  }),
};

/** Settings of `lbfgs`. */
export type LbfgsSettings = GivenOf<typeof fields>;

/** State of `lbfgs`: the last steps and the changes of the gradient over them, the oldest first. */
export type LbfgsState = MethodState & {
  readonly iteration: number;
  readonly steps: readonly (readonly number[])[];
  readonly changes: readonly (readonly number[])[];
};

/** -H g by the two-loop recursion. */
function twoLoop(gradient: Float64Array, { steps, changes }: LbfgsState): Float64Array {
  let q: Float64Array = gradient.slice();
  const alphas: number[] = [];
  for (let i = steps.length - 1; i >= 0; i--) {
    alphas[i] = dot(steps[i], q) / dot(steps[i], changes[i]);
    q = addScaled(q, -alphas[i], changes[i]);
  }
  if (steps.length > 0) {
    const [s, y] = [steps.at(-1)!, changes.at(-1)!];
    q = scaled(dot(s, y) / dot(y, y), q);
  }
  for (let i = 0; i < steps.length; i++) {
    const beta = dot(changes[i], q) / dot(steps[i], changes[i]);
    q = addScaled(q, alphas[i] - beta, steps[i]);
  }
  return scaled(-1, q);
}

/** Curvature below which a pair is not kept, so that the approximation stays positive definite. */
const leastCurvature = 1e-10;

/**
 * L-BFGS with a line search for the strong Wolfe conditions (Nocedal and Wright 2006, algorithms 7.4 and 7.5). Throws an ArgumentError
 * where a setting does not fit.
 */
export function lbfgs(given: LbfgsSettings = {}): Method<LbfgsState> {
  const { history } = checked('lbfgs', fields, given);
  const empty = (iteration: number): LbfgsState => ({ iteration, steps: [], changes: [] });
  return {
    name: 'lbfgs',
    start: (size) => {
      requireSettings('an integer of at least 0', { size });
      return empty(0);
    },
    step: (request) => {
      requireRequest(request);
      const { parameters, current, objective } = request;
      requireEvaluation(current, parameters.length);
      requireParts('state', request.state, { iteration: 'a number', steps: 'a list', changes: 'a list' });
      const { steps, changes } = request.state;
      for (const [i, step] of steps.entries())
        requireStateOf(parameters.length, { [`steps[${i}]`]: step, [`changes[${i}]`]: changes[i] ?? [] });
      const gradientNorm = norm(current.gradient);
      const still = { parameters, state: request.state, next: current, stepSize: 0, clippedGradientNorm: gradientNorm };
      if (gradientNorm === 0) return { ...still, finished: 'the gradient is zero' };
      let state = request.state;
      let direction = twoLoop(current.gradient, state);
      if (!(dot(direction, current.gradient) < 0)) {
        state = empty(state.iteration);
        direction = scaled(-1, current.gradient);
      }
      if (!(dot(direction, current.gradient) < 0))
        return { ...still, finished: 'the gradient is so small that its square is 0' };
      const search = (): ReturnType<typeof strongWolfe> =>
        strongWolfe(
          objective,
          parameters,
          current,
          direction,
          state.steps.length > 0 ? 1 : Math.min(1, 1 / gradientNorm),
        );
      let point = search();
      if (!point && state.steps.length > 0) {
        state = empty(state.iteration);
        direction = scaled(-1, current.gradient);
        point = search();
      }
      if (!point) return { ...still, finished: 'no step decreases the loss any more' };
      const taken = scaled(point.step, direction);
      const change = addScaled(point.gradient, -1, current.gradient);
      const keeps = dot(taken, change) > leastCurvature * norm(taken) * norm(change);
      const append = (list: LbfgsState['steps'], item: Float64Array): LbfgsState['steps'] =>
        keeps ? [...list, Array.from(item)].slice(-history) : list;
      return {
        parameters: addScaled(parameters, 1, taken),
        state: {
          iteration: state.iteration + 1,
          steps: append(state.steps, taken),
          changes: append(state.changes, change),
        },
        next: { loss: point.loss, gradient: point.gradient },
        stepSize: point.step,
        clippedGradientNorm: gradientNorm,
      };
    },
  };
}

export const lbfgsKind = kind({ type: 'lbfgs', title: 'L-BFGS', settings: fields, make: lbfgs });
