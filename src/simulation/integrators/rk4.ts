/** @file The classical Runge-Kutta method of fourth order, on the tangent space at the start of the step. */
import { add, mul } from '../../core/ops/elementwise.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import { kind } from '../../settings/kinds.ts';
import { checkedAcceleration, integrator, requireIntegration } from './integrator.ts';

/** (k1 + 2 k2 + 2 k3 + k4) / 6. */
function weighted([k1, k2, k3, k4]: readonly PopulationTensor[]): PopulationTensor {
  return mul(1 / 6, add(add(k1, k4), mul(2, add(k2, k3))));
}

/**
 * One step of `dt` seconds: q [nq] and v [nv] (SI units) after four accelerations under forces that are held; its error is of
 * order dt^5 a step; explicit, so a resistance b of joint i needs dt b (M^-1)_ii < 2.78 (Hairer, Norsett and Wanner 1993, sec. II.1). Throws an ArgumentError or a ShapeError where the arguments do not fit.
 */
export const rk4 = integrator((given, integrate, state, dt) => {
  requireIntegration(given, integrate, state, dt);
  const { q, v } = state;
  const acceleration = checkedAcceleration(given);
  const rates = [v];
  const accelerations = [acceleration({ q, v })];
  for (const fraction of [0.5, 0.5, 1]) {
    const [rate, last] = [rates.at(-1)!, accelerations.at(-1)!];
    const next = add(v, mul(fraction * dt, last));
    accelerations.push(acceleration({ q: integrate(q, mul(fraction * dt, rate)), v: next }));
    rates.push(next);
  }
  return { q: integrate(q, mul(dt, weighted(rates))), v: add(v, mul(dt, weighted(accelerations))) };
}, 'explicit');

export const rk4Kind = kind({ type: 'rk4', title: 'Runge-Kutta 4', settings: {}, make: () => rk4 });
