/** @file Semi-implicit (symplectic) Euler: velocity first, against the resistance at its end, then position with it. First order. */
import { add, mul } from '../../core/ops/elementwise.ts';
import { kind } from '../../settings/kinds.ts';
import { checkedAcceleration, integrator, requireIntegration } from './integrator.ts';

/**
 * One step of `dt` seconds: v+ = v + dt a(q, v) [nv], joint friction that of v+, then q [nq] moved by dt v+, SI units; its error is of order dt^2 a step
 * (Hairer, Lubich and Wanner 2006, sec. I.1). Throws an ArgumentError or a ShapeError where the arguments do not fit.
 */
export const semiImplicitEuler = integrator((acceleration, integrate, state, dt) => {
  requireIntegration(acceleration, integrate, state, dt);
  const v = add(state.v, mul(dt, checkedAcceleration(acceleration)(state, dt)));
  return { q: integrate(state.q, mul(dt, v)), v };
}, 'implicit');

export const semiImplicitEulerKind = kind({
  type: 'semi-implicit-euler',
  title: 'Semi-implicit Euler',
  settings: {},
  make: () => semiImplicitEuler,
});
