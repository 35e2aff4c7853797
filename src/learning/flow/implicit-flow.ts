/** @file Linearly implicit steps for stiff flows: a Rosenbrock method that is L-stable, with an embedded error estimate (Hairer and Wanner 1996). */
import { requireInstance, requireObject } from '../../core/arguments.ts';
import { norm } from '../../core/member-norms.ts';
import { addScaled } from '../../optimize/vector.ts';
import { solverOf } from './linear-system.ts';
import { combined, type TriedStep } from './step.ts';
import type { Counted } from './system.ts';

const gamma = 0.25;

/** Where the field is taken: x + sum a_ij u_j, from the second stage on. */
const stages: readonly (readonly number[])[] = [
  [1.544],
  [0.9466785280815826, 0.2557011698983284],
  [3.314825187068521, 2.896124015972201, 0.9986419139977817],
  [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.687886036105895],
];

/** What is added to the field: sum c_ij u_j / h, from the second stage on. */
const couplings: readonly (readonly number[])[] = [
  [-5.6688],
  [-2.430093356833875, -0.2063599157091915],
  [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
  [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.7089089320616],
  [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
];

/** What makes the dense output of order 3. */
const denseWeights = [
  [10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662],
  [-0.6762803392806898, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872],
] as const;

/** Order of the error estimate. */
export const implicitOrder = 4;

/**
 * One step of the method RODAS of order 4 with its estimate of order 3, from x, where the field is `field` and its Jacobian
 * `jacobian` [n, n], over a time h: five further evaluations, one matrix factored.
 */
export async function rosenbrockStep(
  system: Pick<Counted, 'field'>,
  x: Float64Array,
  field: Float64Array,
  jacobian: Float64Array,
  h: number,
): Promise<TriedStep> {
  requireObject('system', system, 'an object of field');
  requireInstance('x', x, Float64Array);
  requireInstance('jacobian', jacobian, Float64Array);
  const n = x.length;
  const solve = solverOf(
    jacobian.map((entry, k) => (k % (n + 1) === 0 ? 1 / (h * gamma) : 0) - entry),
    n,
  );
  const u = [solve(field)];
  let end = x;
  for (let stage = 0; stage < couplings.length; stage++) {
    // the last stage starts from the one before, moved by all of it
    end = stage < stages.length ? combined(x, stages[stage], u) : addScaled(end, 1, u[stage]);
    u.push(solve(combined(await system.field(end), couplings[stage], u, 1 / h)));
  }
  const next = addScaled(end, 1, u[5]);
  const none = new Float64Array(n);
  const [bend, twist] = denseWeights.map((weights) => combined(none, weights, u));
  return {
    x: next,
    error: norm(u[5]),
    at: (part) => {
      const left = 1 - part;
      return x.map((start, i) => left * start + part * (next[i] + left * (bend[i] + part * twist[i])));
    },
  };
}
