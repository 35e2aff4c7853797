/** @file Explicit Runge-Kutta steps with an embedded error estimate and all that lies between (Dormand and Prince 1980). */
import { requireInstance, requireObject } from '../../core/arguments.ts';
import { norm } from '../../core/member-norms.ts';
import { addScaled } from '../../optimize/vector.ts';
import { combined, type TriedStep } from './step.ts';
import type { Counted } from './system.ts';

/** Stages: x + h sum a_ij k_j. The last is the step itself. */
const stages: readonly (readonly number[])[] = [
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];

/** Weights of order 5 less those of order 4. */
const errorWeights = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];

/** What makes the dense output of order 4 (Hairer, Norsett and Wanner 1993, sec. II.6). */
const denseWeights = [
  -12715105075 / 11282082432,
  0,
  87487479700 / 32700410799,
  -10690763975 / 1880347072,
  701980252875 / 199316789632,
  -1453857185 / 822651844,
  69997945 / 29380423,
];

/** Order of the error estimate. */
export const explicitOrder = 5;

/**
 * One step of Dormand and Prince's method of order 5 with its estimate of order 4, from x, where the field is `k1`, over a time h:
 * six evaluations, as the last stage is the next step's first.
 */
export async function dormandPrinceStep(
  system: Pick<Counted, 'field'>,
  x: Float64Array,
  k1: Float64Array,
  h: number,
): Promise<TriedStep> {
  requireObject('system', system, 'an object of field');
  requireInstance('x', x, Float64Array);
  requireInstance('k1', k1, Float64Array);
  const k = [k1];
  let [before, end] = [x, x];
  for (const factors of stages) {
    [before, end] = [end, combined(x, factors, k, h)];
    k.push(await system.field(end));
  }
  const none = new Float64Array(x.length);
  const change = addScaled(end, -1, x);
  const bend = addScaled(addScaled(none, h, k1), -1, change);
  const twist = addScaled(addScaled(change, -h, k[6]), -1, bend);
  const rest = combined(none, denseWeights, k, h);
  return {
    x: end,
    error: norm(combined(none, errorWeights, k, h)),
    // the sixth and the seventh stage are both of the step's end (Hairer and Wanner 1996, sec. IV.2)
    stiffness: (h * norm(addScaled(k[6], -1, k[5]))) / norm(addScaled(end, -1, before)) || 0,
    fieldAtEnd: k[6],
    at: (part) => {
      const left = 1 - part;
      return x.map((start, i) => start + part * (change[i] + left * (bend[i] + part * (twist[i] + left * rest[i]))));
    },
  };
}
